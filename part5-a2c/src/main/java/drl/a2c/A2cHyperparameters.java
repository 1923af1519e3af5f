package drl.a2c;

import drl.a2c.literal.OuterProductLoss;
import drl.cli.Flag;
import drl.cli.Require;
import drl.nn.Linear;
import java.util.OptionalDouble;

/// The settings of [A2C], the tutorial's under CleanRL's names.
///
/// @param envId          the environment
/// @param totalTimesteps environment steps to train for
/// @param learningRate   of the optimiser, in (0, 1]
/// @param numEnvs        N, environments that step side by side
/// @param numSteps       T, steps of each environment in an update
/// @param annealLr       whether the learning rate falls linearly over the run
/// @param gamma          discount factor γ
/// @param entCoef        weight of the entropy, which is summed over the T steps
/// @param vfCoef         weight of the critic's loss
/// @param maxGradNorm    length that the gradient of all parameters together is cut to; empty for none
/// @param optimizer      what turns gradients into steps
/// @param hiddenSize     units of each network's hidden layer
/// @param normObs        whether observations are normalised
/// @param normReward     whether rewards are
/// @param testFreq       frames from one test to the next; 0 for none
/// @param testEpisodes   episodes of each test
/// @param logFreq        frames from one line of the records to the next
/// @param bootstrap      whether the critic says what follows where a time limit cut an episode; else nothing does
/// @param outerProduct   whether every action is credited with every advantage
/// @param greedyTests    whether tests take the best action; else they draw one
/// @param faithful       whether the tutorial's literal behaviour was asked for, which sets the three before
public record A2cHyperparameters(
        @Flag("environment to train on") String envId,
        @Flag("environment steps to train for") long totalTimesteps,
        @Flag(value = "learning rate of the optimiser, in (0, 1]", aliases = "--lr") double learningRate,
        @Flag("environments that step side by side") int numEnvs,
        @Flag("steps of each environment in an update") int numSteps,
        @Flag("let the learning rate fall linearly over the run") boolean annealLr,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("weight of the entropy, which is summed over the steps of an update") double entCoef,
        @Flag("weight of the critic's loss") double vfCoef,
        @Flag("length that the gradient is cut to, or none") OptionalDouble maxGradNorm,
        @Flag("what turns gradients into steps") OptimizerKind optimizer,
        @Flag("units of each network's hidden layer") int hiddenSize,
        @Flag("normalise observations by their running mean and deviation, and clip them to 10") boolean normObs,
        @Flag("normalise rewards by the running deviation of the return, and clip them to 10") boolean normReward,
        @Flag("steps of all environments from one test to the next, 0 for none") int testFreq,
        @Flag("episodes of each test") int testEpisodes,
        @Flag("steps of all environments from one line of the records to the next") int logFreq,
        @Flag("let the critic say what follows where a time limit cut an episode") boolean bootstrap,
        @Flag("credit every action with every advantage, as the tutorial's shapes do") boolean outerProduct,
        @Flag("take the best action in tests, and do not draw one") boolean greedyTests,
        @Flag("do as the tutorial's program does: --no-bootstrap --outer-product --no-greedy-tests") boolean faithful) {

    /// @throws IllegalArgumentException if a value is out of range
    public A2cHyperparameters {
        Require.that(learningRate > 0 && learningRate <= 1, "learningRate must be in (0, 1], got " + learningRate);
        Require.atLeast("numEnvs", numEnvs, 1);
        Require.atLeast("numSteps", numSteps, 1);
        long batch = (long) numEnvs * numSteps;
        Require.that(batch <= NStepRollout.LARGEST, "numSteps must be at most " + NStepRollout.LARGEST / numEnvs
                + " with " + numEnvs + " environments, got " + numSteps);
        Require.that(totalTimesteps >= batch, "totalTimesteps must be at least " + batch
                + ", the steps of one update (numEnvs times numSteps), got " + totalTimesteps);
        Require.inRange("gamma", gamma, 0, 1);
        Require.notNegative("entCoef", entCoef);
        Require.notNegative("vfCoef", vfCoef);
        maxGradNorm.ifPresent(norm -> Require.positive("maxGradNorm", norm));
        Require.inRange("hiddenSize", hiddenSize, 1, Linear.MOST_UNITS);
        Require.atLeast("testFreq", testFreq, 0);
        Require.atLeast("testEpisodes", testEpisodes, 1);
        Require.atLeast("logFreq", logFreq, 1);
    }

    /// The tutorial's settings: 20,000 frames of 16 environments. Its text gives a learning rate of 3e-4, which its
    /// program never passes on; Adam's default of 1e-3 is what it trains with.
    public static A2cHyperparameters tutorial() {
        return new A2cHyperparameters("CartPole-v0", 320_000, 1e-3, 16, 5, false, 0.99, 0.001, 0.5,
                OptionalDouble.empty(), OptimizerKind.ADAM, 256, false, false, 1000, 10, 100, true, false, true, false);
    }

    /// These with what the tutorial's program literally does.
    public A2cHyperparameters literal() {
        return new A2cHyperparameters(envId, totalTimesteps, learningRate, numEnvs, numSteps, annealLr, gamma, entCoef,
                vfCoef, maxGradNorm, optimizer, hiddenSize, normObs, normReward, testFreq, testEpisodes, logFreq, false,
                true, false, true);
    }

    /// Frames, steps of all environments together, in whole updates; what is left over is not played.
    public long frames() {
        return totalTimesteps / ((long) numEnvs * numSteps) * numSteps;
    }

    /// How the actor's loss is reduced.
    public PolicyLoss policyLoss() {
        return outerProduct ? new OuterProductLoss() : PolicyLoss.MEAN;
    }

    /// What a time limit means.
    public TimeLimitRule limit(ActorCritic model) {
        return bootstrap ? new BootstrapAtLimit(model, numEnvs, gamma) : TimeLimitRule.END;
    }
}
