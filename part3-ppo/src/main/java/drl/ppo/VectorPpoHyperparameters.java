package drl.ppo;

import drl.cli.Flag;
import drl.cli.Require;
import java.util.OptionalDouble;

/// The settings of [VectorPPO], under CleanRL's names.
///
/// @param envId          the environment
/// @param totalTimesteps environment steps to train for
/// @param learningRate   of Adam
/// @param numEnvs        N, environments that step side by side
/// @param numSteps       T, steps of each environment in an iteration
/// @param annealLr       whether the learning rate falls linearly over the run
/// @param gamma          discount factor γ
/// @param gaeLambda      λ of generalised advantage estimation
/// @param numMinibatches parts that each pass over the T·N steps is cut into
/// @param updateEpochs   passes over the steps of an iteration
/// @param normAdv        whether advantages are normalised in each minibatch
/// @param clipCoef       clipping range of the probability ratio, and of the values' change
/// @param clipVloss      whether the change of values is clipped
/// @param entCoef        weight of the entropy
/// @param vfCoef         weight of the value loss
/// @param maxGradNorm    length that the gradient of all parameters together is cut to
/// @param targetKl       KL divergence above which an iteration's epochs stop; empty for none
/// @param normObs        whether observations are normalised
/// @param normReward     whether rewards are
/// @param faithful       whether CleanRL's literal behaviour was asked for
public record VectorPpoHyperparameters(
        @Flag("environment to train on") String envId,
        @Flag("environment steps to train for") long totalTimesteps,
        @Flag(value = "learning rate of Adam", aliases = "--lr") double learningRate,
        @Flag("environments that step side by side") int numEnvs,
        @Flag("steps of each environment in an iteration") int numSteps,
        @Flag("let the learning rate fall linearly over the run") boolean annealLr,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("lambda of generalised advantage estimation, in [0, 1]") double gaeLambda,
        @Flag("parts that each pass over an iteration's steps is cut into") int numMinibatches,
        @Flag("passes over an iteration's steps") int updateEpochs,
        @Flag("normalise advantages in each minibatch") boolean normAdv,
        @Flag("clipping range of the probability ratio, and of values") double clipCoef,
        @Flag("clip the change of values as well") boolean clipVloss,
        @Flag("weight of the entropy") double entCoef,
        @Flag("weight of the value loss") double vfCoef,
        @Flag("length that the gradient is cut to") double maxGradNorm,
        @Flag("KL divergence at which an iteration's epochs stop, or none") OptionalDouble targetKl,
        @Flag("normalise observations by their running mean and deviation, and clip them to 10") boolean normObs,
        @Flag("normalise rewards by the running deviation of the return, and clip them to 10") boolean normReward,
        @Flag("do as CleanRL does: statistics of each environment, truncation as the end") boolean faithful) {

    /// @throws IllegalArgumentException if a value is out of range
    public VectorPpoHyperparameters {
        Require.positive("learningRate", learningRate);
        Require.atLeast("numEnvs", numEnvs, 1);
        Require.atLeast("numSteps", numSteps, 1);
        long batch = (long) numEnvs * numSteps;
        Require.that(batch <= LARGEST_BATCH,
                "numSteps must be at most " + LARGEST_BATCH / numEnvs + " with " + numEnvs + " environments, got "
                        + numSteps);
        Require.that(totalTimesteps >= batch, "totalTimesteps must be at least " + batch
                + ", the steps of one iteration (numEnvs times numSteps), got " + totalTimesteps);
        Require.inRange("gamma", gamma, 0, 1);
        Require.inRange("gaeLambda", gaeLambda, 0, 1);
        // The standard deviation of a single advantage does not exist.
        long most = Math.max(1, normAdv ? batch / 2 : batch);
        Require.that(numMinibatches >= 1 && numMinibatches <= most,
                "numMinibatches must be in [1, " + most + "] for " + batch + " steps an iteration, got "
                        + numMinibatches);
        Require.that(batch > 1 || !normAdv, "normAdv needs at least 2 steps an iteration, got 1");
        Require.atLeast("updateEpochs", updateEpochs, 1);
        Require.that(clipCoef > 0 && clipCoef < 1, "clipCoef must be in (0, 1), got " + clipCoef);
        Require.notNegative("entCoef", entCoef);
        Require.notNegative("vfCoef", vfCoef);
        Require.positive("maxGradNorm", maxGradNorm);
        targetKl.ifPresent(kl -> Require.positive("targetKl", kl));
    }

    /// Minibatches pick steps by numbers in 32-bit floats, which are exact up to here.
    private static final long LARGEST_BATCH = 1 << 24;

    /// CleanRL's defaults for continuous actions, those of its `ppo_continuous_action.py`, on Pendulum-v1.
    public static VectorPpoHyperparameters continuous() {
        return new VectorPpoHyperparameters("Pendulum-v1", 1_000_000, 3e-4, 1, 2048, true, 0.99, 0.95, 32, 10, true,
                0.2, true, 0, 0.5, 0.5, OptionalDouble.empty(), true, true, false);
    }

    /// CleanRL's defaults for discrete actions, those of its `ppo.py`.
    public static VectorPpoHyperparameters discrete() {
        return new VectorPpoHyperparameters("CartPole-v1", 500_000, 2.5e-4, 4, 128, true, 0.99, 0.95, 4, 4, true, 0.2,
                true, 0.01, 0.5, 0.5, OptionalDouble.empty(), false, false, false);
    }

    /// T·N, the steps of one iteration.
    public int batchSize() {
        return numEnvs * numSteps;
    }

    /// How many whole iterations fit into the run; what is left over is not played.
    public long numIterations() {
        return totalTimesteps / batchSize();
    }

    /// How advantages are estimated.
    public AdvantageEstimator advantages() {
        return faithful ? AdvantageEstimator.gaeWithoutTruncation(gamma, gaeLambda)
                : AdvantageEstimator.gae(gamma, gaeLambda);
    }

    /// The weights of the loss.
    public PpoLoss.Weights lossWeights() {
        return new PpoLoss.Weights(clipCoef, clipVloss, entCoef, vfCoef);
    }
}
