package drl.ppo;

import drl.cli.Flag;
import drl.cli.Require;
import java.util.OptionalDouble;

/// The settings of the tutorial's PPO. `plain()` are the defaults printed in the tutorial, `series()` those its series
/// trains Pendulum with, `optimized()` the variant of the series' last part.
///
/// @param envId                  the environment, with continuous actions
/// @param totalTimesteps         time steps to train for
/// @param timestepsPerBatch      time steps collected in each iteration
/// @param maxTimestepsPerEpisode time steps after which an episode is broken off
/// @param nUpdatesPerIteration   passes over each batch
/// @param numMinibatches         parts that each pass is cut into; 1 is the whole batch at once
/// @param learningRate           α of both Adams
/// @param annealLr               whether α falls linearly to 0 over the run
/// @param gamma                  discount factor
/// @param gae                    whether advantages are estimated by GAE, and not as rewards-to-go minus value
/// @param gaeLambda              λ of GAE
/// @param clipCoef               ε of the clipped objective
/// @param entCoef                weight of the policy's entropy in its loss
/// @param maxGradNorm            length that each network's gradient is cut to; empty for none
/// @param targetKl               KL divergence from the collecting policy above which an iteration's updates stop; empty for none
/// @param actionVariance         variance of the exploration noise in every action dimension
/// @param bootstrap              whether an episode that was cut short counts the value of its last observation
/// @param wholeEpisodes          whether a batch ends with an episode, overshooting `timestepsPerBatch`
/// @param faithful               whether the tutorial's literal behaviour was asked for; it has set the two before it
public record PpoHyperparameters(
        @Flag("environment to train on, with continuous actions") String envId,
        @Flag("time steps to train for") long totalTimesteps,
        @Flag("time steps collected in each iteration") int timestepsPerBatch,
        @Flag("time steps after which an episode is broken off") int maxTimestepsPerEpisode,
        @Flag("passes over each batch") int nUpdatesPerIteration,
        @Flag("parts that each pass is cut into, 1 for the whole batch at once") int numMinibatches,
        @Flag(value = "learning rate of both Adams", aliases = "--lr") double learningRate,
        @Flag("let the learning rate fall linearly to 0") boolean annealLr,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("estimate advantages by GAE instead of rewards-to-go minus value") boolean gae,
        @Flag(value = "lambda of GAE, in [0, 1]", aliases = "--lam") double gaeLambda,
        @Flag(value = "clipping range of the probability ratio", aliases = "--clip") double clipCoef,
        @Flag("weight of the entropy bonus") double entCoef,
        @Flag("length that each gradient is cut to, or none") OptionalDouble maxGradNorm,
        @Flag("KL divergence at which an iteration's updates stop, or none") OptionalDouble targetKl,
        @Flag("variance of the exploration noise") double actionVariance,
        @Flag("count the value of what follows where an episode was cut short") boolean bootstrap,
        @Flag("end batches with an episode, overshooting timesteps-per-batch") boolean wholeEpisodes,
        @Flag("do what the tutorial's code literally does: --no-bootstrap --whole-episodes") boolean faithful) {

    /// @throws IllegalArgumentException if a value is out of range
    public PpoHyperparameters {
        Require.that(totalTimesteps >= 1, "totalTimesteps must be at least 1, got " + totalTimesteps);
        Require.inRange("timestepsPerBatch", timestepsPerBatch, 2, 1_000_000);
        Require.atLeast("maxTimestepsPerEpisode", maxTimestepsPerEpisode, 1);
        Require.atLeast("nUpdatesPerIteration", nUpdatesPerIteration, 1);
        Require.that(numMinibatches >= 1 && numMinibatches <= timestepsPerBatch,
                "numMinibatches must be in [1, " + timestepsPerBatch + "], the batch's size, got " + numMinibatches);
        Require.that(learningRate > 0 && learningRate <= 1, "learningRate must be in (0, 1], got " + learningRate);
        Require.that(gamma >= 0 && gamma <= 1, "gamma must be in [0, 1], got " + gamma);
        Require.that(gaeLambda >= 0 && gaeLambda <= 1, "gaeLambda must be in [0, 1], got " + gaeLambda);
        Require.that(clipCoef > 0 && clipCoef < 1, "clipCoef must be in (0, 1), got " + clipCoef);
        Require.that(entCoef >= 0 && entCoef < Double.POSITIVE_INFINITY, "entCoef must be 0 or more, got " + entCoef);
        Require.that(maxGradNorm.isEmpty() || maxGradNorm.getAsDouble() > 0,
                "maxGradNorm must be positive or none, got " + text(maxGradNorm));
        Require.that(targetKl.isEmpty() || targetKl.getAsDouble() > 0,
                "targetKl must be positive or none, got " + text(targetKl));
        Require.inRange("actionVariance", actionVariance, 1e-30, 1e30); // a float, and so is what it is divided by
    }

    /// The defaults of the tutorial's class.
    public static PpoHyperparameters plain() {
        return new PpoHyperparameters("Pendulum-v1", 1_005_000, 4800, 1600, 5, 1, 0.005, false, 0.95, false, 0.98, 0.2,
                0,
                OptionalDouble.empty(), OptionalDouble.empty(), 0.5, true, false, false);
    }

    /// What the series trains Pendulum with.
    public static PpoHyperparameters series() {
        return new PpoHyperparameters("Pendulum-v1", 1_005_000, 2048, 200, 10, 1, 3e-4, false, 0.99, false, 0.98, 0.2,
                0,
                OptionalDouble.empty(), OptionalDouble.empty(), 0.5, true, false, false);
    }

    /// The series' last part: GAE, minibatches, a falling learning rate, gradient clipping and a KL limit.
    public static PpoHyperparameters optimized() {
        return new PpoHyperparameters("Pendulum-v1", 1_005_000, 2048, 200, 10, 6, 3e-4, true, 0.99, true, 0.98, 0.2, 0,
                OptionalDouble.of(0.5), OptionalDouble.of(0.02), 0.5, true, false, false);
    }

    /// These with the two behaviours of the tutorial's code that its text does not ask for: batches overshoot, and a time
    /// limit counts as the end of the task.
    public PpoHyperparameters literal() {
        return new PpoHyperparameters(envId, totalTimesteps, timestepsPerBatch, maxTimestepsPerEpisode,
                nUpdatesPerIteration, numMinibatches, learningRate, annealLr, gamma, gae, gaeLambda, clipCoef, entCoef,
                maxGradNorm, targetKl, actionVariance, false, true, true);
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "none";
    }
}
