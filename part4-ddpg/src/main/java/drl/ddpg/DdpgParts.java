package drl.ddpg;

import drl.env.Box;
import drl.nn.Init;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import java.util.Optional;
import java.util.OptionalDouble;

/// Makes the parts of [DDPG] that the settings choose between.
public final class DdpgParts {

    private final DdpgHyperparameters hp;
    private final int numState;
    private final ActionScale scale;

    /// @param numState the length of an observation (O)
    /// @param actions  of the environment, with finite bounds
    /// @throws IllegalArgumentException if a bound is infinite
    public DdpgParts(DdpgHyperparameters hp, int numState, Box actions) {
        this.hp = hp;
        this.numState = numState;
        scale = ActionScale.of(actions, hp.scaleActions(), hp.clipActions());
    }

    /// An actor with its initial weights.
    public ActorNetwork actor(Streams streams) {
        return actor(init(hp.actorInitW(), streams), streams.torch());
    }

    /// A critic with its initial weights.
    public CriticNetwork critic(Streams streams) {
        return critic(init(hp.criticInitW(), streams), streams.torch());
    }

    /// A second actor with the same parameters. The run's random streams stay where they are.
    public ActorNetwork copy(ActorNetwork actor) {
        ActorNetwork copy = actor(NetworkInit.PYTORCH, new TorchRandom(0));
        StateDict parameters = new StateDict();
        actor.save(parameters, "");
        copy.load(parameters, "");
        return copy;
    }

    /// A second critic with the same parameters.
    public CriticNetwork copy(CriticNetwork critic) {
        CriticNetwork copy = critic(NetworkInit.PYTORCH, new TorchRandom(0));
        StateDict parameters = new StateDict();
        critic.save(parameters, "");
        copy.load(parameters, "");
        return copy;
    }

    /// What explores.
    public Noise noise(Streams streams) {
        Noise noise = switch (hp.noise()) {
            case GAUSSIAN -> new GaussianNoise(hp.explorationNoise(), streams.numpy());
            case OU -> new OrnsteinUhlenbeckProcess(scale.size(), new OrnsteinUhlenbeckProcess.Settings(hp.theta(), 0,
                    hp.explorationNoise(), hp.noiseDt(), 0, hp.sigmaMin(), hp.nStepsAnnealing()), streams.numpy());
        };
        return hp.resetNoise() ? noise : noise.endless();
    }

    /// What acts.
    public DeterministicPolicy policy(ActorNetwork actor, Noise noise) {
        return new DeterministicPolicy(actor, numState, scale, noise, hp.epsilon());
    }

    private ActorNetwork actor(NetworkInit init, TorchRandom random) {
        return new ActorNetwork(numState, scale, hp.hidden1Size(), hp.hidden2Size(), init, random);
    }

    private CriticNetwork critic(NetworkInit init, TorchRandom random) {
        return new CriticNetwork(numState, scale.size(), hp.hidden1Size(), hp.hidden2Size(), hp.actionLayer(), init,
                random);
    }

    private NetworkInit init(OptionalDouble initW, Streams streams) {
        Optional<Init> hidden = hp.fanInInit() ? Optional.empty() : Optional.of(NetworkInit.fanOut(streams.numpy()));
        return new NetworkInit(hidden, initW, hp.initBiases());
    }
}
