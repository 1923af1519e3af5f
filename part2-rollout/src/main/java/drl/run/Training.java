package drl.run;

import drl.nn.StateDict;
import drl.rollout.Policy;
import java.util.SequencedMap;

/// Everything that a training run changes as it goes: networks, optimisers, environments, random streams, counters. A
/// program puts it together from its settings, and [TrainingRun] does with it what is the same for all programs.
public interface Training extends AutoCloseable {

    /// Starts the first episodes of a new run; a resumed one calls [#load] in its place.
    void begin();

    /// Trains to the end of the run.
    ///
    /// @param recorder is told of every episode and every iteration
    /// @throws NotFiniteException if a number is not finite; what is trained has taken no harm then
    void learn(Recorder recorder);

    /// What a run's header shows of it, label to text, in order: the networks' sizes, how long an iteration is.
    SequencedMap<String, String> header();

    /// What is being trained, as it would play now.
    Policy policy();

    /// Adds what is needed to act: networks, under PyTorch's names, and the statistics they look through.
    void saveModel(StateDict model);

    /// Adds everything that the next iteration depends on.
    void save(StateDict state);

    /// Takes over what [#save] added.
    ///
    /// @throws IllegalArgumentException if something is missing or does not fit
    void load(StateDict state);

    /// Whether the same settings and seed lead to the same numbers, whenever and wherever they are run.
    default boolean deterministic() {
        return true;
    }

    /// Closes the environments and whatever else holds on to something.
    @Override
    void close();
}
