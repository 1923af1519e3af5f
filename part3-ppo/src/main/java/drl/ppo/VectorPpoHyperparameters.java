package drl.ppo;

import drl.backend.Activation;
import drl.cli.Flag;
import drl.cli.Require;
import drl.cli.Settings;
import drl.env.Space;
import drl.nn.Linear;
import drl.ppo.literal.LiteralMyPpo;
import drl.random.TorchRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The settings of [VectorPPO], under CleanRL's names, and where MyPPO has one of its own under that as well.
///
/// Three facts can be said in MyPPO's units instead of CleanRL's. Where they are, the other number follows.
///
/// @param envId          the environment
/// @param totalTimesteps environment steps to train for
/// @param maxIterations  iterations to train for, from which `totalTimesteps` follows
/// @param learningRate   of Adam
/// @param numEnvs        N, environments that step side by side
/// @param numSteps       T, steps of each environment in an iteration
/// @param annealLr       whether the learning rate falls linearly over the run
/// @param gamma          discount factor γ
/// @param gaeLambda      λ of generalised advantage estimation and of λ-returns
/// @param psi            how actions are judged
/// @param numMinibatches parts that each pass over the T·N steps is cut into
/// @param batchSize      steps in such a part, from which `numMinibatches` follows
/// @param updateEpochs   passes over the steps of an iteration
/// @param normAdv        whether advantages are normalised in each minibatch
/// @param clipCoef       ε, clipping range of the probability ratio, and of the values' change
/// @param annealClip     whether that falls linearly over the run
/// @param clipVloss      whether the change of values is clipped
/// @param entCoef        weight of the entropy
/// @param vfCoef         weight of the value loss, which is half the mean squared error
/// @param c1             weight of the whole mean squared error, from which `vfCoef` follows
/// @param maxGradNorm    length that the gradient of all parameters together is cut to; empty for none
/// @param targetKl       KL divergence above which an iteration's epochs stop; empty for none
/// @param adamEps        ε of Adam
/// @param network        how the networks are built
/// @param hidden         units of each hidden layer
/// @param activation     what they apply to their sums; empty for what the networks' original has
/// @param shareBackbone  whether actor and critic share the layers that find features
/// @param normObs        whether observations are normalised
/// @param normReward     whether rewards are
/// @param faithful       whether the original program's literal behaviour was asked for
public record VectorPpoHyperparameters(
        @Flag("environment to train on") String envId,
        @Flag("environment steps to train for") long totalTimesteps,
        @Flag("iterations to train for, in the place of total-timesteps, or none") OptionalLong maxIterations,
        @Flag(value = "learning rate of Adam", aliases = "--lr") double learningRate,
        @Flag(value = "environments that step side by side", aliases = "--n-actors") int numEnvs,
        @Flag(value = "steps of each environment in an iteration", aliases = "--horizon") int numSteps,
        @Flag("let the learning rate fall linearly over the run") boolean annealLr,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("lambda of generalised advantage estimation, in [0, 1]") double gaeLambda,
        @Flag("what an action is judged by") Psi psi,
        @Flag("parts that each pass over an iteration's steps is cut into") int numMinibatches,
        @Flag("steps in such a part, in the place of num-minibatches, or none") OptionalInt batchSize,
        @Flag(value = "passes over an iteration's steps", aliases = "--n-epochs") int updateEpochs,
        @Flag("normalise advantages in each minibatch") boolean normAdv,
        @Flag(value = "clipping range of the probability ratio, and of values", aliases = "--epsilon") double clipCoef,
        @Flag("let the clipping range fall linearly over the run") boolean annealClip,
        @Flag("clip the change of values as well") boolean clipVloss,
        @Flag(value = "weight of the entropy", aliases = "--c2") double entCoef,
        @Flag("weight of the value loss, half the mean squared error") double vfCoef,
        @Flag("weight of the whole mean squared error, in the place of vf-coef, or none") OptionalDouble c1,
        @Flag("length that the gradient is cut to, or none") OptionalDouble maxGradNorm,
        @Flag("KL divergence at which an iteration's epochs stop, or none") OptionalDouble targetKl,
        @Flag("epsilon of Adam") double adamEps,
        @Flag("how the networks are built") NetworkKind network,
        @Flag("units of each hidden layer") int hidden,
        @Flag("what hidden units apply to their sums, or none for what the original has") Optional<Activation> activation,
        @Flag("let actor and critic share the layers that find features") boolean shareBackbone,
        @Flag("normalise observations by their running mean and deviation, and clip them to 10") boolean normObs,
        @Flag("normalise rewards by the running deviation of the return, and clip them to 10") boolean normReward,
        @Flag("do literally as the original program does: CleanRL, or MyPPO") boolean faithful) {

    /// Minibatches pick steps by numbers in 32-bit floats, which are exact up to here.
    private static final long LARGEST_BATCH = 1 << 24;

    /// @throws IllegalArgumentException if a value is out of range
    public VectorPpoHyperparameters {
        Require.positive("learningRate", learningRate);
        Require.atLeast("numEnvs", numEnvs, 1);
        Require.atLeast("numSteps", numSteps, 1);
        long batch = (long) numEnvs * numSteps;
        Require.that(batch <= LARGEST_BATCH, "numSteps must be at most " + LARGEST_BATCH / numEnvs + " with " + numEnvs
                + " environments, got " + numSteps);
        if (maxIterations.isPresent()) {
            long iterations = maxIterations.getAsLong();
            Require.that(iterations >= 1 && iterations <= Long.MAX_VALUE / batch,
                    "maxIterations must be in [1, " + Long.MAX_VALUE / batch + "], got " + iterations);
            totalTimesteps = iterations * batch;
        }
        boolean literalMyPpo = faithful && network == NetworkKind.MYPPO; // it counts iterations in 32 bits
        if (literalMyPpo && totalTimesteps / batch > Integer.MAX_VALUE) {
            String most = maxIterations.isPresent() ? "maxIterations must be at most " + Integer.MAX_VALUE
                    : "totalTimesteps must be at most " + Integer.MAX_VALUE * batch;
            throw new IllegalArgumentException(most + " with --faithful, got "
                    + maxIterations.orElse(totalTimesteps));
        }
        Require.that(totalTimesteps >= batch, "totalTimesteps must be at least " + batch
                + ", the steps of one iteration (numEnvs times numSteps), got " + totalTimesteps);
        Require.inRange("gamma", gamma, 0, 1);
        Require.inRange("gaeLambda", gaeLambda, 0, 1);
        Require.that(batch > 1 || !normAdv, "normAdv needs at least 2 steps an iteration, got 1");
        int least = normAdv ? 2 : 1; // the standard deviation of a single advantage does not exist
        if (batchSize.isPresent()) {
            int size = batchSize.getAsInt();
            Require.that(size >= least && size <= batch, "batchSize must be in [" + least + ", " + batch
                    + "], the steps of an iteration, got " + size);
            // Parts differ in size by one at most. None is larger than asked for, unless parts of one step came of it.
            numMinibatches = (int) Math.min(Math.ceilDiv(batch, size), batch / least);
        }
        long most = batch / least;
        Require.that(numMinibatches >= 1 && numMinibatches <= most,
                "numMinibatches must be in [1, " + most + "] for " + batch + " steps an iteration, got "
                        + numMinibatches);
        Require.atLeast("updateEpochs", updateEpochs, 1);
        Require.that(clipCoef > 0 && clipCoef < 1, "clipCoef must be in (0, 1), got " + clipCoef);
        Require.notNegative("entCoef", entCoef);
        if (c1.isPresent()) {
            Require.notNegative("c1", c1.getAsDouble());
            vfCoef = 2 * c1.getAsDouble();
        }
        Require.notNegative("vfCoef", vfCoef);
        maxGradNorm.ifPresent(length -> Require.positive("maxGradNorm", length));
        targetKl.ifPresent(kl -> Require.positive("targetKl", kl));
        Require.positive("adamEps", adamEps);
        Require.inRange("hidden", hidden, 1, Linear.MOST_UNITS);
        Require.that(!faithful || network == NetworkKind.MYPPO || psi == Psi.GAE,
                "psi must be gae with --faithful, because CleanRL has nothing else");
    }

    /// CleanRL's defaults for continuous actions, those of its `ppo_continuous_action.py`.
    public static VectorPpoHyperparameters continuous() {
        return new VectorPpoHyperparameters("HalfCheetah-v4", 1_000_000, OptionalLong.empty(), 3e-4, 1, 2048, true,
                0.99,
                0.95, Psi.GAE, 32, OptionalInt.empty(), 10, true, 0.2, false, true, 0, 0.5, OptionalDouble.empty(),
                OptionalDouble.of(0.5), OptionalDouble.empty(), 1e-5, NetworkKind.CLEANRL, 64, Optional.empty(), false,
                true, true, false);
    }

    /// CleanRL's defaults for discrete actions, those of its `ppo.py`.
    public static VectorPpoHyperparameters discrete() {
        return new VectorPpoHyperparameters("CartPole-v1", 500_000, OptionalLong.empty(), 2.5e-4, 4, 128, true, 0.99,
                0.95, Psi.GAE, 4, OptionalInt.empty(), 4, true, 0.2, false, true, 0.01, 0.5, OptionalDouble.empty(),
                OptionalDouble.of(0.5), OptionalDouble.empty(), 1e-5, NetworkKind.CLEANRL, 64, Optional.empty(), false,
                false, false, false);
    }

    /// The settings of MyPPO: those the paper has for Atari games, on CartPole-v1. Its Ψ was chosen by measurement: with
    /// so few iterations, what came of an action says more than a critic that has hardly begun to learn.
    public static VectorPpoHyperparameters myPpo() {
        return new VectorPpoHyperparameters("CartPole-v1", 102_400, OptionalLong.of(100), 2.5e-4, 8, 128, true, 0.99,
                0.95, Psi.REWARDS_TO_GO, 4, OptionalInt.of(256), 3, true, 0.1, true, false, 0.01, 2,
                OptionalDouble.of(1), OptionalDouble.empty(), OptionalDouble.empty(), 1e-8, NetworkKind.MYPPO, 100,
                Optional.empty(), false, false, false, false);
    }

    /// These with some values replaced.
    ///
    /// @param flags pairs of a flag and its value as they would be typed, under the flag's main name: `"--num-envs",
    ///              "16"`
    /// @throws IllegalArgumentException if there is no such flag, or a value does not fit
    public VectorPpoHyperparameters with(String... flags) {
        Settings<VectorPpoHyperparameters> settings = Settings.of(VectorPpoHyperparameters.class);
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < flags.length; i += 2) {
            String name = flags[i].substring(2).replace('-', '_');
            if (settings.values(this).stream().noneMatch(setting -> setting.name().equals(name))) {
                throw new IllegalArgumentException("no flag " + flags[i]);
            }
            texts.put(name, flags[i + 1]);
        }
        return settings.restore(this, texts);
    }

    /// T·N, the steps of one iteration.
    public int stepsPerIteration() {
        return numEnvs * numSteps;
    }

    /// How many whole iterations fit into the run; what is left over is not played.
    public long numIterations() {
        return totalTimesteps / stepsPerIteration();
    }

    /// Whether these ask for MyPPO as its tutorial printed it.
    boolean isLiteralMyPpo() {
        return faithful && network == NetworkKind.MYPPO;
    }

    /// The same for that program.
    public LiteralMyPpo.Settings literalMyPpo() {
        return new LiteralMyPpo.Settings(Math.toIntExact(numIterations()), numEnvs, numSteps, clipCoef, updateEpochs,
                batchSize.orElse(stepsPerIteration() / numMinibatches), learningRate, gamma, vfCoef / 2, entCoef,
                hidden,
                shareBackbone);
    }

    /// How actions are judged.
    public AdvantageEstimator advantages() {
        return faithful ? AdvantageEstimator.gaeWithoutTruncation(gamma, gaeLambda) : psi.estimator(gamma, gaeLambda);
    }

    /// The weights of the loss.
    ///
    /// @param clipCoef of the iteration
    PpoLoss.Weights lossWeights(double clipCoef) {
        return new PpoLoss.Weights(clipCoef, clipVloss, entCoef, vfCoef);
    }

    /// An agent with new weights.
    ///
    /// @param random draws them
    public Agent agent(Space observations, Space actions, TorchRandom random) {
        return Agent.of(observations, actions, networks(), random);
    }

    /// What the networks are like.
    Networks.Plan networks() {
        return new Networks.Plan(network, hidden, activation.orElse(network.activation()), shareBackbone);
    }
}
