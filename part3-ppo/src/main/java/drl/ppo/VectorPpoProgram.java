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
import drl.env.Env;
import drl.env.Envs;
import drl.nn.StateDict;
import drl.rollout.Evaluation;
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

/// `./rl part3-ppo continuous` and `./rl part3-ppo discrete`: puts [VectorPPO] together with its environments, a run's
/// records and checkpoints, and evaluates what it has learned. The two differ in the actions they take on and in their
/// presets.
public final class VectorPpoProgram implements Program<VectorPpoHyperparameters>, Playable {

    private final VectorPpoKind kind;

    /// @param kind of actions
    public VectorPpoProgram(VectorPpoKind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind.program();
    }

    @Override
    public String summary() {
        return kind.summary();
    }

    @Override
    public Class<VectorPpoHyperparameters> settingsType() {
        return VectorPpoHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return kind.presets();
    }

    @Override
    public String presetFor(Given given) {
        return kind.presetFor(given.text("--env-id", kind.settings("").envId()));
    }

    @Override
    public VectorPpoHyperparameters base(String preset, Given given) {
        return kind.settings(preset);
    }

    @Override
    public Job prepare(VectorPpoHyperparameters settings, RunOptions options, Invocation invocation) {
        Backend backend = Devices.choose(options);
        return options.resume().isPresent() ? resume(options, invocation, backend)
                : start(settings, options, invocation, backend);
    }

    private Job start(VectorPpoHyperparameters hp, RunOptions options, Invocation invocation, Backend backend) {
        invocation.checking("--env-id", () -> suitable(hp.envId())).close();
        RunFolder folder = RunFolder.create(options, hp.envId(), kind.exp());
        return () -> {
            try (VectorPpoTraining training = new VectorPpoTraining(hp, options.seed(), options.threads(),
                    camera(options, folder, "training"))) {
                training.begin();
                RunDescription description = describe(training, options, invocation, backend);
                try (RunRecorder recorder = RunRecorder.start(folder, description)) {
                    return train(training, folder, recorder, Position.START, options.seed(), options);
                }
            }
        };
    }

    /// Goes on with the settings and the seed of the run's config.json; of the command line only what does not change
    /// results counts.
    private Job resume(RunOptions options, Invocation invocation, Backend backend) {
        RunFolder folder = RunFolder.open(options.resume().orElseThrow());
        RunConfig config = folder.readConfig();
        String program = invocation.chapter() + " " + invocation.program();
        if (!config.program().equals(program)) {
            throw new UsageException("--resume " + config.run() + ": that run was made by " + config.program()
                    + ", not by " + program);
        }
        StateDict checkpoint = StateDict.read(Checkpoint.file(folder));
        Position position = Checkpoint.position(checkpoint);
        VectorPpoTraining training = new VectorPpoTraining(config.settings(kind.settings("")), config.seed(),
                options.threads(), camera(options, folder, "training-from-" + position.globalStep()));
        training.load(checkpoint);
        return () -> {
            RunDescription description = describe(training, options, invocation, backend);
            try (training; RunRecorder recorder = RunRecorder.resume(folder, description, position)) {
                return train(training, folder, recorder, position, config.seed(), options);
            }
        };
    }

    private static int train(VectorPpoTraining training, RunFolder folder, RunRecorder recorder, Position start,
            long seed, RunOptions options) {
        Recorder saving = new Periodic(recorder, start.iteration(), options.saveFreq(), () -> {
            writeModel(training, folder);
            writeCheckpoint(training, folder, recorder.position());
        });
        if (options.saveFreq() > 0 && start.equals(Position.START)) {
            writeCheckpoint(training, folder, recorder.position()); // a run can be resumed from its first moment on
        }
        training.ppo.learn(saving);
        writeModel(training, folder);
        if (options.saveFreq() > 0) {
            writeCheckpoint(training, folder, recorder.position());
        }
        if (options.evalEpisodes() > 0) {
            UnaryOperator<Env> camera = camera(options, folder, "evaluation");
            try (Env env = camera.apply(VectorPpoTraining.environment(training.hp))) {
                recorder.evaluation(Evaluation.play(training.policy(), env, options.evalEpisodes(), seed, true));
            }
        }
        recorder.finish();
        return 0;
    }

    private static void writeModel(VectorPpoTraining training, RunFolder folder) {
        StateDict model = new StateDict();
        training.saveModel(model);
        model.note("env_id", training.hp.envId());
        model.write(folder.model());
    }

    private static void writeCheckpoint(VectorPpoTraining training, RunFolder folder, Position position) {
        StateDict state = new StateDict();
        training.save(state);
        Checkpoint.put(state, position);
        Checkpoint.write(folder, state);
    }

    /// An environment with actions of this program's kind.
    ///
    /// @throws IllegalArgumentException if there is none of that name, or its actions are of another kind
    private Env suitable(String envId) {
        Env env = Envs.make(envId);
        if (kind.takes(env.actionSpace())) {
            return env;
        }
        env.close();
        throw new IllegalArgumentException(envId + " has the actions " + env.actionSpace() + ", and this program needs "
                + kind.needs());
    }

    private static UnaryOperator<Env> camera(RunOptions options, RunFolder folder, String prefix) {
        return env -> options.captureVideo()
                ? new RecordVideo(env, folder.videos(), prefix, RecordVideo.CAPPED_CUBIC)
                : env;
    }

    private RunDescription describe(VectorPpoTraining training, RunOptions options, Invocation invocation,
            Backend backend) {
        VectorPpoHyperparameters hp = training.hp;
        SequencedMap<String, String> header = new LinkedHashMap<>();
        try (Env env = Envs.make(hp.envId())) {
            header.put("observations", env.observationSpace().toString());
            header.put("actions", env.actionSpace().toString());
        }
        header.put("networks", training.ppo.agent().toString());
        header.put("iterations", hp.numIterations() + " of " + hp.numEnvs() + " × " + hp.numSteps() + " steps");
        header.put("backend", backend.description());
        SequencedMap<String, String> versions = new LinkedHashMap<>();
        versions.put("backend", backend.description());
        return new RunDescription(hp.envId(), kind.exp(), hp.numIterations() * hp.batchSize(), hp, options, invocation,
                header, versions);
    }

    @Override
    public Env environment(RunConfig config) {
        return VectorPpoTraining.environment(config.settings(kind.settings("")));
    }

    @Override
    public Policy policy(RunConfig config, StateDict model, Env env, long seed) {
        return VectorPpoTraining.policy(config.settings(kind.settings("")), model, env, seed);
    }
}
