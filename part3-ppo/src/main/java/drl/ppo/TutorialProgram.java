package drl.ppo;

import drl.backend.Backend;
import drl.cli.Devices;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Preset;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.distribution.Covariance;
import drl.env.Box;
import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Evaluation;
import drl.rollout.GaussianPolicy;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Periodic;
import drl.run.Playable;
import drl.run.Position;
import drl.run.Recorder;
import drl.run.RunConfig;
import drl.run.RunDescription;
import drl.run.RunFolder;
import drl.run.RunRecorder;
import drl.video.RecordVideo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/// `./rl part3-ppo tutorial`: puts [PPO] together with an environment, a run's records and checkpoints, and evaluates what
/// it has learned.
public final class TutorialProgram implements Program<PpoHyperparameters>, Playable {

    private static final String EXP = "ppo_tutorial";

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
    public Job prepare(PpoHyperparameters settings, RunOptions options, Invocation invocation) {
        Backend backend = Devices.choose(options);
        return options.resume().isPresent() ? resume(options, invocation, backend)
                : start(settings, options, invocation, backend);
    }

    private Job start(PpoHyperparameters settings, RunOptions options, Invocation invocation, Backend backend) {
        invocation.checking("--env-id", () -> continuous(settings.envId())).close();
        RunFolder folder = RunFolder.create(options, settings.envId(), EXP);
        return () -> {
            Training training = new Training(settings, options.seed(), watched(options, folder, "training"));
            RunDescription description = describe(training, options, invocation, backend);
            try (RunRecorder recorder = RunRecorder.start(folder, description)) {
                return train(training, folder, recorder, Position.START, options);
            }
        };
    }

    /// Goes on with the settings and the seed of the run's config.json; of the command line only what does not change
    /// results counts.
    private Job resume(RunOptions options, Invocation invocation, Backend backend) {
        RunFolder folder = RunFolder.open(options.resume().orElseThrow());
        RunConfig config = folder.readConfig();
        requireSameProgram(config, invocation);
        StateDict checkpoint = StateDict.read(Checkpoint.file(folder));
        String prefix = "training-from-" + Checkpoint.position(checkpoint).globalStep();
        Training training = new Training(config.settings(PpoHyperparameters.plain()), config.seed(),
                watched(options, folder, prefix));
        training.load(checkpoint);
        return () -> {
            RunDescription description = describe(training, options, invocation, backend);
            Position position = Checkpoint.position(checkpoint);
            try (RunRecorder recorder = RunRecorder.resume(folder, description, position)) {
                return train(training, folder, recorder, position, options);
            }
        };
    }

    private static void requireSameProgram(RunConfig config, Invocation invocation) {
        String program = invocation.chapter() + " " + invocation.program();
        if (!config.program().equals(program)) {
            throw new UsageException(
                    "--resume " + config.run() + ": that run was made by " + config.program() + ", not by "
                            + program);
        }
    }

    private static int train(Training training, RunFolder folder, RunRecorder recorder, Position start,
            RunOptions options) {
        Recorder saving = new Periodic(recorder, start.iteration(), options.saveFreq(), () -> {
            training.writeModel(folder);
            training.writeCheckpoint(folder, recorder.position());
        });
        try (training.watched) {
            training.ppo.learn(training.hp.totalTimesteps(), saving);
        }
        training.writeModel(folder);
        if (options.saveFreq() > 0) {
            training.writeCheckpoint(folder, recorder.position());
        }
        if (options.evalEpisodes() > 0) {
            try (Env env = watched(options, folder, "evaluation").apply(Envs.make(training.hp.envId()))) {
                recorder.evaluation(
                        Evaluation.play(training.ppo.policy(), env, options.evalEpisodes(), training.seed, true));
            }
        }
        recorder.finish();
        return 0;
    }

    /// An environment with continuous actions.
    ///
    /// @throws IllegalArgumentException if there is none of that name, or its actions are of another kind
    private static Env continuous(String envId) {
        Env env = Envs.make(envId);
        if (env.actionSpace() instanceof Box) {
            return env;
        }
        env.close();
        throw new IllegalArgumentException(envId + " has the actions " + env.actionSpace()
                + ", and this program needs continuous ones, as Pendulum-v1 has");
    }

    /// Puts a camera around an environment where `--capture-video` asks for it.
    private static UnaryOperator<Env> watched(RunOptions options, RunFolder folder, String prefix) {
        return env -> options.captureVideo()
                ? new RecordVideo(env, folder.videos(), prefix, RecordVideo.CAPPED_CUBIC)
                : env;
    }

    private static RunDescription describe(Training training, RunOptions options, Invocation invocation,
            Backend backend) {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("observations", training.env.observationSpace().toString());
        header.put("actions", training.env.actionSpace().toString());
        header.put("networks", training.ppo.networks());
        header.put("backend", backend.description());
        SequencedMap<String, String> versions = new LinkedHashMap<>();
        versions.put("backend", backend.description());
        return new RunDescription(training.hp.envId(), EXP, training.hp.totalTimesteps(), training.hp, options,
                invocation,
                header, versions);
    }

    @Override
    public Env environment(RunConfig config) {
        return Envs.make(config.envId());
    }

    @Override
    public Policy policy(RunConfig config, StateDict model, Env env, long seed) {
        PpoHyperparameters hp = config.settings(PpoHyperparameters.plain());
        TorchRandom random = new TorchRandom(seed);
        int obsDim = env.observationSpace().size(), actDim = env.actionSpace().size();
        FeedForwardNN actor = new FeedForwardNN(obsDim, actDim, random);
        actor.load(model, "actor.");
        return new GaussianPolicy(actor, Covariance.diagonal(actDim, (float) hp.actionVariance()), obsDim, random);
    }

    /// Everything that a run changes as it goes, and so everything that a checkpoint holds.
    private static final class Training {
        final PpoHyperparameters hp;
        final long seed;
        final Env env;
        final Env watched; // env, perhaps with a camera around it, which is no part of a checkpoint
        final TorchRandom random;
        final NumpyLegacyRandom shuffles;
        final PPO ppo;

        Training(PpoHyperparameters hp, long seed, UnaryOperator<Env> camera) {
            this.hp = hp;
            this.seed = seed;
            env = new SeededOnce(continuous(hp.envId()), seed);
            watched = camera.apply(env);
            random = new TorchRandom(seed);
            shuffles = new NumpyLegacyRandom(seed);
            ppo = new PPO(watched, hp, random, shuffles);
        }

        void writeModel(RunFolder folder) {
            StateDict model = new StateDict();
            ppo.save(model);
            model.note("env_id", hp.envId());
            model.note("program", "part3-ppo tutorial");
            model.write(folder.model());
        }

        void writeCheckpoint(RunFolder folder, Position position) {
            StateDict state = new StateDict();
            ppo.saveTraining(state);
            Checkpoint.put(state, "torch", random);
            Checkpoint.put(state, "shuffles", shuffles);
            Checkpoint.put(state, "0", env);
            Checkpoint.put(state, position);
            Checkpoint.write(folder, state);
        }

        void load(StateDict state) {
            ppo.loadTraining(state);
            Checkpoint.get(state, "torch", random);
            Checkpoint.get(state, "shuffles", shuffles);
            Checkpoint.get(state, "0", env);
        }
    }
}
