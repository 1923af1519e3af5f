package drl.ddpg;

import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.NumpyRandom;
import drl.random.PythonRandom;
import drl.random.TorchRandom;
import drl.run.Checkpoint;

/// The random streams of a run, each the one that the tutorial's program uses for the purpose.
///
/// @param torch  draws PyTorch's initial weights
/// @param numpy  draws the noise
/// @param python draws batches from the replay buffer
/// @param space  draws uniformly random actions
public record Streams(TorchRandom torch, NumpyLegacyRandom numpy, PythonRandom python, NumpyRandom space) {

    /// All of them at the beginning.
    public static Streams of(long seed) {
        return new Streams(new TorchRandom(seed), new NumpyLegacyRandom(seed), new PythonRandom(seed),
                new NumpyRandom(seed));
    }

    /// Adds their positions.
    public void save(StateDict state) {
        Checkpoint.put(state, "torch", torch);
        Checkpoint.put(state, "numpy", numpy);
        Checkpoint.put(state, "python", python);
        Checkpoint.put(state, "space", space);
    }

    /// Puts them where they stood.
    ///
    /// @throws drl.nn.MalformedFileException if one is missing or of another kind
    public void load(StateDict state) {
        Checkpoint.get(state, "torch", torch);
        Checkpoint.get(state, "numpy", numpy);
        Checkpoint.get(state, "python", python);
        Checkpoint.get(state, "space", space);
    }
}
