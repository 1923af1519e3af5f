package drl.ppo;

import drl.cli.Given;
import drl.cli.Preset;
import drl.distribution.Covariance;
import drl.env.Box;
import drl.env.Env;
import drl.env.Envs;
import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.GaussianPolicy;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;

/// `./rl part3-ppo tutorial`: trains [PPO].
public final class TutorialProgram implements TrainingProgram<PpoHyperparameters> {

    @Override
    public String name() {
        return "tutorial";
    }

    @Override
    public String summary() {
        return "PPO as the tutorial builds it, for continuous actions";
    }

    @Override
    public Class<PpoHyperparameters> settingsType() {
        return PpoHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset("series", "the series' settings for Pendulum"),
                new Preset("optimized", "the series' last part: GAE, minibatches, falling learning rate, KL limit",
                        true),
                new Preset("none", "the plain defaults of the tutorial's class"));
    }

    @Override
    public String presetFor(Given given) {
        return given.text("--env-id", "Pendulum-v1").startsWith("Pendulum") ? "series" : "none";
    }

    @Override
    public PpoHyperparameters base(String preset, Given given) {
        PpoHyperparameters settings = switch (preset) {
            case "optimized" -> PpoHyperparameters.optimized();
            case "none" -> PpoHyperparameters.plain();
            default -> PpoHyperparameters.series();
        };
        return given.on("--faithful") ? settings.literal() : settings;
    }

    @Override
    public String exp() {
        return "ppo_tutorial";
    }

    @Override
    public PpoHyperparameters defaults() {
        return PpoHyperparameters.plain();
    }

    @Override
    public String envId(PpoHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(PpoHyperparameters settings) {
        return settings.totalTimesteps();
    }

    @Override
    public void requireFit(String envId, Env env) {
        TrainingProgram.requireActions(env.actionSpace() instanceof Box, envId, env,
                "this program needs continuous ones, as Pendulum-v1 has");
    }

    @Override
    public Training training(PpoHyperparameters settings, TrainingSetup setup) {
        return new TutorialTraining(settings, setup);
    }

    @Override
    public Env environment(PpoHyperparameters settings) {
        return Envs.make(settings.envId());
    }

    @Override
    public Policy policy(PpoHyperparameters hp, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        int obsDim = env.observationSpace().size(), actDim = env.actionSpace().size();
        FeedForwardNN actor = new FeedForwardNN(obsDim, actDim, random);
        actor.load(model, "actor.");
        return new GaussianPolicy(actor, Covariance.diagonal(actDim, (float) hp.actionVariance()), obsDim, random);
    }
}
