package drl.ppo;

import drl.cli.Preset;
import drl.cli.RunOptions;
import java.util.Optional;
import java.util.function.Supplier;

/// A named set of settings.
///
/// @param name     on the command line
/// @param summary  for the help
/// @param task     the environment it was made for, without its version: it is chosen there by itself
/// @param settings what it is
/// @param options  the shared flags that go with it
record VectorPpoPreset(String name, String summary, Optional<String> task,
        Supplier<VectorPpoHyperparameters> settings, RunOptions options) {

    /// Made for no environment in particular.
    static VectorPpoPreset general(String name, String summary, Supplier<VectorPpoHyperparameters> settings) {
        return new VectorPpoPreset(name, summary, Optional.empty(), settings, RunOptions.DEFAULTS);
    }

    /// Made for one environment.
    static VectorPpoPreset of(String task, String name, String summary, Supplier<VectorPpoHyperparameters> settings) {
        return new VectorPpoPreset(name, summary, Optional.of(task), settings, RunOptions.DEFAULTS);
    }

    /// Whether it was made for this environment, in any version.
    boolean fits(String envId) {
        return task.isPresent() && envId.matches(task.get() + "-v\\d+");
    }

    /// The same with other shared flags.
    VectorPpoPreset with(RunOptions others) {
        return new VectorPpoPreset(name, summary, task, settings, others);
    }

    Preset shown() {
        return new Preset(name, summary);
    }
}
