package drl.ddpg;

import drl.cli.Flag;
import drl.cli.Require;
import drl.nn.Linear;
import java.util.OptionalDouble;

/// The settings of DDPG. `plain()` are the numbers printed in the tutorial, `paper()` those of the paper it follows, which
/// it means to have; `cleanRl()` are CleanRL's for MuJoCo.
///
/// @param envId              the environment, with continuous actions between finite bounds
/// @param totalTimesteps     time steps to train for
/// @param gamma              discount factor
/// @param tau                share of the way that the target networks go towards the others in an update
/// @param bufferSize         time steps that are remembered
/// @param batchSize          time steps drawn for an update; nothing is learned before there are as many
/// @param actorLearningRate  α of the actor's Adam
/// @param criticLearningRate α of the critic's Adam
/// @param weightDecay        L2 penalty on the critic's parameters, added to their gradient
/// @param hidden1Size        units of both networks' first layer
/// @param hidden2Size        units of the second
/// @param actionLayer        the critic's layer that the action joins, 1 or 2
/// @param actorInitW         half the width of the range of the actor's last layer at the start; empty for PyTorch's
/// @param criticInitW        the same for the critic
/// @param initBiases         whether these ranges are for the last layers' biases as well
/// @param fanInInit          whether hidden weights begin within ±1/√(inputs), and not ±1/√(outputs)
/// @param rescaleObs         whether observations are stretched from their bounds to [−1, 1]
/// @param scaleActions       whether the actor's ±1 is scaled to the environment's range
/// @param clipActions        whether an action with its noise is clipped to that range before it is taken and stored
/// @param noise              the kind of exploration noise
/// @param explorationNoise   its standard deviation σ, in units of half the range of an action
/// @param theta              θ of the Ornstein–Uhlenbeck process
/// @param noiseDt            its time step, at most 2/θ
/// @param sigmaMin           what its σ falls to; empty for no falling, as in Gaussian noise
/// @param nStepsAnnealing    time steps over which it falls there
/// @param epsilon            factor of the noise
/// @param resetNoise         whether the process starts anew with each episode
/// @param bootstrap          whether a step at the time limit counts the value of what follows
/// @param learningStarts     time steps of uniformly random actions before learning begins
/// @param policyFrequency    updates of the critic for one of the actor and the targets
/// @param logInterval        time steps from one report to the next
/// @param faithful           whether the tutorial's literal behaviour was asked for; it has set those it is about
public record DdpgHyperparameters(
        @Flag("environment to train on, with continuous actions between finite bounds") String envId,
        @Flag("time steps to train for") long totalTimesteps,
        @Flag("discount factor, in [0, 1]") double gamma,
        @Flag("share of the way that targets follow in an update, in (0, 1]") double tau,
        @Flag("time steps that are remembered") int bufferSize,
        @Flag("time steps drawn for an update") int batchSize,
        @Flag(value = "learning rate of the actor", aliases = "--lr-actor") double actorLearningRate,
        @Flag(value = "learning rate of the critic", aliases = "--lr-critic") double criticLearningRate,
        @Flag("L2 penalty on the critic's parameters") double weightDecay,
        @Flag("units of the first hidden layers") int hidden1Size,
        @Flag("units of the second hidden layers") int hidden2Size,
        @Flag("layer of the critic that the action joins, 1 or 2") int actionLayer,
        @Flag("range of the actor's last layer at the start, or none") OptionalDouble actorInitW,
        @Flag("range of the critic's last layer at the start, or none") OptionalDouble criticInitW,
        @Flag("let these ranges hold for biases too") boolean initBiases,
        @Flag("draw hidden weights within 1/sqrt(inputs), not 1/sqrt(outputs)") boolean fanInInit,
        @Flag("stretch observations from their bounds to [-1, 1]") boolean rescaleObs,
        @Flag("scale actions to the environment's range") boolean scaleActions,
        @Flag("clip noisy actions to the environment's range") boolean clipActions,
        @Flag("kind of exploration noise") NoiseKind noise,
        @Flag(value = "sigma of the noise, in units of half an action's range",
                aliases = "--sigma") double explorationNoise,
        @Flag("theta of the Ornstein-Uhlenbeck process") double theta,
        @Flag("time step of the Ornstein-Uhlenbeck process") double noiseDt,
        @Flag("what its sigma falls to, or none") OptionalDouble sigmaMin,
        @Flag("time steps over which sigma falls") long nStepsAnnealing,
        @Flag("factor of the noise") double epsilon,
        @Flag("start the noise anew with each episode") boolean resetNoise,
        @Flag("count the value of what follows where an episode was cut short") boolean bootstrap,
        @Flag("time steps of uniformly random actions before learning begins") long learningStarts,
        @Flag("updates of the critic for one of the actor") int policyFrequency,
        @Flag("time steps from one report to the next") int logInterval,
        @Flag("do what the tutorial's code literally does: eight flags at once") boolean faithful) {

    /// The kinds of exploration noise.
    public enum NoiseKind {
        /// An Ornstein–Uhlenbeck process.
        OU,
        /// Independent normals.
        GAUSSIAN
    }

    /// @throws IllegalArgumentException if a value is out of range
    public DdpgHyperparameters {
        Require.atLeast("totalTimesteps", totalTimesteps, 1);
        Require.inRange("gamma", gamma, 0, 1);
        Require.that(tau > 0 && tau <= 1, "tau must be in (0, 1], got " + tau);
        Require.atLeast("batchSize", batchSize, 1);
        Require.that(bufferSize >= batchSize,
                "bufferSize must be at least " + batchSize + ", the batch's size, got " + bufferSize);
        Require.that(actorLearningRate > 0 && actorLearningRate <= 1,
                "actorLearningRate must be in (0, 1], got " + actorLearningRate);
        Require.that(criticLearningRate > 0 && criticLearningRate <= 1,
                "criticLearningRate must be in (0, 1], got " + criticLearningRate);
        Require.notNegative("weightDecay", weightDecay);
        Require.inRange("hidden1Size", hidden1Size, 1, Linear.MOST_UNITS);
        Require.inRange("hidden2Size", hidden2Size, 1, Linear.MOST_UNITS);
        Require.that(actionLayer == 1 || actionLayer == 2, "actionLayer must be 1 or 2, got " + actionLayer);
        Require.that(actorInitW.orElse(1) > 0, "actorInitW must be positive or none, got " + actorInitW.orElse(0));
        Require.that(criticInitW.orElse(1) > 0, "criticInitW must be positive or none, got " + criticInitW.orElse(0));
        Require.notNegative("explorationNoise", explorationNoise);
        Require.notNegative("theta", theta);
        Require.positive("noiseDt", noiseDt);
        Require.that(theta * noiseDt <= 2, "theta times noiseDt must be at most 2, got " + theta * noiseDt
                + ": beyond that the noise overshoots its mean by more in each step");
        Require.that(sigmaMin.isEmpty() || noise == NoiseKind.OU,
                "sigmaMin is for noise ou, got gaussian, whose sigma stays as it is: leave it out, or take noise ou");
        Require.inRange("sigmaMin", sigmaMin.orElse(0), 0, explorationNoise);
        Require.atLeast("nStepsAnnealing", nStepsAnnealing, 1);
        Require.notNegative("epsilon", epsilon);
        Require.atLeast("learningStarts", learningStarts, 0);
        Require.atLeast("policyFrequency", policyFrequency, 1);
        Require.atLeast("logInterval", logInterval, 1);
    }

    /// What the paper trains tasks of few dimensions with, for 300 episodes of Pendulum.
    public static DdpgHyperparameters paper() {
        return new DdpgHyperparameters("Pendulum-v1", 60_000, 0.99, 1e-3, 1_000_000, 64, 1e-4, 1e-3, 1e-2, 400, 300, 2,
                OptionalDouble.of(3e-3), OptionalDouble.of(3e-3), true, true, false, true, true, NoiseKind.OU, 0.2,
                0.15, 1, OptionalDouble.empty(), 1000, 1, true, true, 0, 1, 1000, false);
    }

    /// The numbers that the tutorial prints: the paper's, but for a noise that moves a hundredth of a unit of time in each
    /// step, and a critic that begins a tenth as wide.
    public static DdpgHyperparameters plain() {
        DdpgHyperparameters p = paper();
        return new DdpgHyperparameters(p.envId, p.totalTimesteps, p.gamma, p.tau, p.bufferSize, p.batchSize,
                p.actorLearningRate, p.criticLearningRate, p.weightDecay, p.hidden1Size, p.hidden2Size, p.actionLayer,
                p.actorInitW, OptionalDouble.of(3e-4), p.initBiases, p.fanInInit, p.rescaleObs, p.scaleActions,
                p.clipActions, p.noise, p.explorationNoise, p.theta, 0.01, p.sigmaMin, p.nStepsAnnealing, p.epsilon,
                p.resetNoise, p.bootstrap, p.learningStarts, p.policyFrequency, p.logInterval, false);
    }

    /// For MountainCarContinuous, where nothing is earned before the car has once been swung up the hill, and every push
    /// costs: noise that keeps its direction for a while is what finds the way. The rest keeps the actor from running to
    /// tanh's flat ends while the critic knows nothing yet. The car's speed, at most 0.07, is stretched to the size of its
    /// position. The networks are CleanRL's in kind (action at the input, PyTorch's initial weights, no decay), but small:
    /// Adam moves each weight by about its learning rate, whatever the gradient, so that many units together move the
    /// action fast. All of it was found on the seeds 11 to 22, which the chapter tabulates.
    public static DdpgHyperparameters mountainCar() {
        return new DdpgHyperparameters("MountainCarContinuous-v0", 50_000, 0.99, 5e-3, 1_000_000, 64, 1e-4, 1e-3, 0, 64,
                64, 1, OptionalDouble.empty(), OptionalDouble.empty(), true, true, true, true, true, NoiseKind.OU, 0.3,
                0.05, 1, OptionalDouble.empty(), 1000, 1, true, true, 0, 1, 1000, false);
    }

    /// CleanRL's `ddpg_continuous_action.py`.
    public static DdpgHyperparameters cleanRl() {
        return new DdpgHyperparameters("HalfCheetah-v4", 1_000_000, 0.99, 0.005, 1_000_000, 256, 3e-4, 3e-4, 0, 256,
                256, 1, OptionalDouble.empty(), OptionalDouble.empty(), true, true, false, true, true,
                NoiseKind.GAUSSIAN, 0.1, 0.15, 1, OptionalDouble.empty(), 1000, 1, true, true, 25_000, 2, 5000, false);
    }

    /// These with what the tutorial's code does where it departs from the paper and from the environment: actions within
    /// ±1, neither clipped nor scaled; weights drawn by the number of outputs, last biases by PyTorch, and the critic's
    /// last weights within ±3e-4; a time limit that is an end; noise that no episode interrupts, in steps of 0.01.
    public DdpgHyperparameters literal() {
        return new DdpgHyperparameters(envId, totalTimesteps, gamma, tau, bufferSize, batchSize, actorLearningRate,
                criticLearningRate, weightDecay, hidden1Size, hidden2Size, actionLayer, actorInitW,
                OptionalDouble.of(3e-4), false, false, rescaleObs, false, false, noise, explorationNoise, theta,
                0.01, sigmaMin, nStepsAnnealing, epsilon, false, false, learningStarts, policyFrequency, logInterval,
                true);
    }
}
