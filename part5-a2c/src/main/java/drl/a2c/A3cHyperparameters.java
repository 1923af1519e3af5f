package drl.a2c;

import drl.cli.Flag;
import drl.cli.Require;
import drl.nn.Linear;
import java.util.OptionalDouble;

/// The settings of [A3C].
///
/// @param envId            the environment
/// @param totalTimesteps   environment steps to train for, those of all workers together
/// @param learningRate     of the optimiser, in (0, 1]
/// @param numWorkers       threads, each with an environment of its own
/// @param numSteps         T, steps of a worker from one update to its next, the paper's t_max
/// @param annealLr         whether the learning rate falls linearly over the run
/// @param gamma            discount factor γ
/// @param entCoef          weight of the entropy, which is summed over the T steps
/// @param vfCoef           weight of the critic's loss
/// @param maxGradNorm      length that the gradient of all parameters together is cut to; empty for none
/// @param optimizer        what turns gradients into steps
/// @param sharedStatistics whether the workers share its statistics
/// @param hiddenSize       units of each network's hidden layer
/// @param rescaleObs       whether observations are stretched from their bounds to [−1, 1]
/// @param rewardScale      what rewards are multiplied by for learning
/// @param testFreq         environment steps from one test to the next; 0 for none
/// @param testEpisodes     episodes of each test
/// @param logFreq          environment steps from one line of the records to the next. There the workers pause
public record A3cHyperparameters(
        @Flag("environment to train on") String envId,
        @Flag("environment steps to train for, of all workers together") long totalTimesteps,
        @Flag(value = "learning rate of the optimiser, in (0, 1]", aliases = "--lr") double learningRate,
        @Flag("workers, each a thread with an environment of its own; with one the run is deterministic") int numWorkers,
        @Flag("steps of a worker from one update to its next") int numSteps,
        @Flag("let the learning rate fall linearly over the run") boolean annealLr,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("weight of the entropy, which is summed over the steps of an update") double entCoef,
        @Flag("weight of the critic's loss") double vfCoef,
        @Flag("length that the gradient is cut to, or none") OptionalDouble maxGradNorm,
        @Flag("what turns gradients into steps") OptimizerKind optimizer,
        @Flag("let the workers share the optimiser's statistics") boolean sharedStatistics,
        @Flag("units of each network's hidden layer") int hiddenSize,
        @Flag("stretch observations from their bounds to [-1, 1]") boolean rescaleObs,
        @Flag("what rewards are multiplied by for learning") double rewardScale,
        @Flag("environment steps from one test to the next, 0 for none") int testFreq,
        @Flag("episodes of each test") int testEpisodes,
        @Flag("environment steps from one line of the records to the next") int logFreq) {

    /// @throws IllegalArgumentException if a value is out of range
    public A3cHyperparameters {
        Require.that(learningRate > 0 && learningRate <= 1, "learningRate must be in (0, 1], got " + learningRate);
        Require.inRange("numWorkers", numWorkers, 1, MOST_WORKERS);
        Require.inRange("numSteps", numSteps, 1, NStepRollout.LARGEST);
        Require.that(totalTimesteps >= numSteps, "totalTimesteps must be at least " + numSteps
                + ", the steps of one update, got " + totalTimesteps);
        Require.inRange("gamma", gamma, 0, 1);
        Require.notNegative("entCoef", entCoef);
        Require.notNegative("vfCoef", vfCoef);
        maxGradNorm.ifPresent(norm -> Require.positive("maxGradNorm", norm));
        Require.inRange("hiddenSize", hiddenSize, 1, Linear.MOST_UNITS);
        Require.positive("rewardScale", rewardScale);
        Require.atLeast("testFreq", testFreq, 0);
        Require.atLeast("testEpisodes", testEpisodes, 1);
        Require.atLeast("logFreq", logFreq, 1);
    }

    private static final int MOST_WORKERS = 1024;

    /// Settings in the place of defaults, which neither the tutorial nor the paper gives for a cart and a pole.
    public static A3cHyperparameters defaults() {
        return new A3cHyperparameters("CartPole-v1", 1_000_000, 1e-3, 4, 20, true, 0.99, 0.001, 0.5,
                OptionalDouble.empty(), OptimizerKind.RMSPROP, true, 256, false, 0.1, 20_000, 10, 5_000);
    }

    /// Steps of whole updates, those of all workers together; what is left over is not played.
    public long steps() {
        return totalTimesteps / numSteps * numSteps;
    }
}
