package drl.examples;

import drl.cli.Flag;
import drl.cli.Require;

/// The settings of [Reinforce]; each is a flag of `./rl reinforce`.
///
/// @param envId             the environment, with discrete actions
/// @param totalTimesteps    time steps to train for
/// @param timestepsPerBatch time steps collected for each update
/// @param learningRate      α of Adam
/// @param gamma             discount factor, below 1
public record ReinforceHyperparameters(
        @Flag("environment to train on, with discrete actions") String envId,
        @Flag("time steps to train for") long totalTimesteps,
        @Flag("time steps collected for each update") int timestepsPerBatch,
        @Flag(value = "learning rate of Adam", aliases = "--lr") double learningRate,
        @Flag("discount factor, in [0, 0.9999]") double gamma) {

    /// What `./rl reinforce` starts from.
    public static final ReinforceHyperparameters DEFAULTS = new ReinforceHyperparameters("CartPole-v1", 200_000, 1000,
            0.005, 0.99);

    /// @throws IllegalArgumentException if a value is out of range
    public ReinforceHyperparameters {
        Require.that(totalTimesteps >= 1, "totalTimesteps must be at least 1, got " + totalTimesteps);
        Require.atLeast("timestepsPerBatch", timestepsPerBatch, 2);
        Require.that(learningRate > 0 && learningRate <= 1, "learningRate must be in (0, 1], got " + learningRate);
        Require.inRange("gamma", gamma, 0, 0.9999);
    }
}
