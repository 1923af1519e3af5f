package drl.ddpg;

import drl.cli.Given;
import drl.cli.Preset;
import drl.cli.UsageException;
import drl.ddpg.DdpgHyperparameters.NoiseKind;
import drl.env.Box;
import drl.env.Env;
import drl.nn.StateDict;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;

/// `./rl part4-ddpg`: trains [DDPG].
public final class DdpgProgram implements TrainingProgram<DdpgHyperparameters> {

    @Override
    public String name() {
        return "part4-ddpg";
    }

    @Override
    public String summary() {
        return "DDPG: one action for each state, improved through the critic's gradient";
    }

    @Override
    public Class<DdpgHyperparameters> settingsType() {
        return DdpgHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return List.of(new Preset("paper", "the paper's settings for tasks of few dimensions, on Pendulum"),
                new Preset("mountain-car", "for MountainCarContinuous: noise that lasts, small networks"),
                new Preset("cleanrl", "CleanRL's settings for MuJoCo"),
                new Preset("none", "the numbers that the tutorial prints"));
    }

    @Override
    public String presetFor(Given given) {
        String env = given.text("--env-id", "Pendulum-v1");
        return env.startsWith("Pendulum") ? "paper" : env.startsWith("MountainCar") ? "mountain-car" : "cleanrl";
    }

    @Override
    public DdpgHyperparameters base(String preset, Given given) {
        DdpgHyperparameters settings = switch (preset) {
            case "mountain-car" -> DdpgHyperparameters.mountainCar();
            case "cleanrl" -> DdpgHyperparameters.cleanRl();
            case "none" -> DdpgHyperparameters.plain();
            default -> DdpgHyperparameters.paper();
        };
        requireUse(given, settings.noise());
        return given.on("--faithful") ? settings.literal() : settings;
    }

    /// Refuses what was typed for a process that is not there, or for a σ that does not fall.
    private static void requireUse(Given given, NoiseKind preset) {
        boolean gaussian = given.text("--noise", preset.name()).equalsIgnoreCase(NoiseKind.GAUSSIAN.name());
        for (String flag : List.of("--theta", "--noise-dt", "--n-steps-annealing")) {
            if (gaussian && given.has(flag)) {
                throw new UsageException(flag + " is for --noise ou, got gaussian: leave it out, or take --noise ou");
            }
        }
        if (given.has("--n-steps-annealing") && !given.has("--sigma-min")) {
            throw new UsageException("--n-steps-annealing is for --sigma-min, what sigma falls to: give both or none");
        }
    }

    @Override
    public String exp() {
        return "ddpg";
    }

    @Override
    public DdpgHyperparameters defaults() {
        return DdpgHyperparameters.paper();
    }

    @Override
    public String envId(DdpgHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(DdpgHyperparameters settings) {
        return settings.totalTimesteps();
    }

    @Override
    public void requireFit(String envId, Env env) {
        TrainingProgram.requireActions(env.actionSpace() instanceof Box box && box.bounded(), envId, env,
                "DDPG needs continuous ones between finite bounds, as Pendulum-v1 has");
    }

    @Override
    public boolean rescalesObs(DdpgHyperparameters settings) {
        return settings.rescaleObs();
    }

    @Override
    public Training training(DdpgHyperparameters settings, TrainingSetup setup) {
        return new DdpgTraining(settings, setup);
    }

    @Override
    public Env environment(DdpgHyperparameters settings) {
        return DdpgTraining.environment(settings);
    }

    @Override
    public Policy policy(DdpgHyperparameters hp, StateDict model, Env env, long seed) {
        Streams streams = Streams.of(seed);
        DdpgParts parts = new DdpgParts(hp, env.observationSpace().size(), (Box) env.actionSpace());
        ActorNetwork actor = parts.actor(streams);
        actor.load(model, "actor.");
        return parts.policy(actor, parts.noise(streams));
    }
}
