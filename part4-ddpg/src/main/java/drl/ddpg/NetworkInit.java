package drl.ddpg;

import drl.nn.Init;
import drl.nn.Linear;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import java.util.Optional;
import java.util.OptionalDouble;

/// How actor and critic begin (Lillicrap et al. 2016, section 7): hidden layers uniform within ±1/√fan-in, which is what
/// PyTorch does unasked; the last layer within ±0.003, so that the first actions and values are near 0 whatever the
/// observation, and tanh is far from its flat ends.
///
/// @param hidden weights of the hidden layers; empty keeps PyTorch's
/// @param initW  half the width of the last layer's range; empty keeps PyTorch's
/// @param biases whether that range is for the last layer's biases too, as in the paper
public record NetworkInit(Optional<Init> hidden, OptionalDouble initW, boolean biases) {

    /// PyTorch's defaults, as CleanRL has them.
    public static final NetworkInit PYTORCH = new NetworkInit(Optional.empty(), OptionalDouble.empty(), false);

    /// The tutorial's hidden weights: within ±1/√f, where f is read off the wrong side of PyTorch's (out, in) weights and is
    /// the number of *outputs*.
    ///
    /// @param numpy draws them, in double, row by row
    public static Init fanOut(NumpyLegacyRandom numpy) {
        return (values, out, _, _) -> {
            double bound = 1 / Math.sqrt(out);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) numpy.uniform(-bound, bound);
            }
        };
    }

    /// Draws layers anew that PyTorch's defaults have drawn already.
    void draw(Linear fc1, Linear fc2, Linear fc3, TorchRandom random) {
        hidden.ifPresent(init -> {
            fc1.initWeights(init, random);
            fc2.initWeights(init, random);
        });
        if (initW.isPresent()) {
            Init narrow = Init.uniform(-initW.getAsDouble(), initW.getAsDouble());
            if (biases) {
                fc3.init(narrow, narrow, random);
            } else {
                fc3.initWeights(narrow, random);
            }
        }
    }
}
