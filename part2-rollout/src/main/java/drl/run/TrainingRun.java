package drl.run;

import drl.backend.Backend;
import drl.cli.Devices;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.RunFailure;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.env.Env;
import drl.env.Envs;
import drl.rollout.Evaluation;
import drl.video.RecordVideo;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.IntPredicate;

/// One run of a [TrainingProgram], from the command line to the files it leaves: what stands around the algorithm and is
/// the same for all of them.
///
/// A new run goes [#prepare], [#start], [#train], evaluation; `--resume` enters it at a checkpoint instead.
///
/// @param <S> the program's settings
final class TrainingRun<S extends Record> {

    private static final int FILMED_EVALUATIONS = 3; // episodes

    private final TrainingProgram<S> program;
    private final RunOptions options;
    private final Invocation invocation;

    TrainingRun(TrainingProgram<S> program, RunOptions options, Invocation invocation) {
        this.program = program;
        this.options = options;
        this.invocation = invocation;
    }

    /// Checks that everything asked for is possible.
    ///
    /// @throws UsageException if it is not
    Job prepare(S settings) {
        Backend backend = Devices.choose(options);
        return options.resume().isPresent() ? resume(backend) : start(settings, backend);
    }

    private Job start(S settings, Backend backend) {
        String envId = program.envId(settings);
        if (program.rescalesObs(settings)) {
            invocation.checking("--env-id", () -> Envs.make(envId)).close();
            invocation.checking("--rescale-obs", () -> program.environment(settings)).close();
        }
        invocation.checking("--env-id", () -> fitting(envId)).close();
        RunFolder folder = RunFolder.create(options, envId, program.exp());
        return () -> {
            try (Training training = program.training(settings, setup(folder, options.seed(), "training"))) {
                training.begin();
                RunDescription run = describe(settings, training, backend, "");
                try (RunRecorder recorder = RunRecorder.start(folder, run)) {
                    return train(settings, training, folder, recorder, new BestModel(), options.seed());
                }
            }
        };
    }

    /// Goes on with the settings and the seed of the run's config.json; of the command line only what does not change
    /// results counts.
    private Job resume(Backend backend) {
        RunFolder folder = RunFolder.open(options.resume().orElseThrow());
        RunConfig config = folder.readConfig();
        String name = invocation.chapter() + program(invocation);
        if (!config.program().equals(name)) {
            throw new UsageException("--resume " + config.run() + ": that run was made by " + config.program()
                    + ", not by " + name);
        }
        Checkpoint.Found checkpoint = Checkpoint.read(folder);
        Position position = checkpoint.position();
        S settings = config.settings(program.defaults());
        String clips = "training-from-" + position.globalStep();
        Training training = program.training(settings, setup(folder, config.seed(), clips));
        BestModel best = new BestModel();
        try {
            checkpoint.state().ifPresentOrElse(state -> {
                training.load(state);
                best.load(state);
            }, training::begin);
        } catch (RuntimeException unfit) {
            training.close();
            throw unfit;
        }
        return () -> {
            RunDescription run = describe(settings, training, backend, checkpoint.remark());
            try (training; RunRecorder recorder = RunRecorder.resume(folder, run, position)) {
                return train(settings, training, folder, recorder, best, config.seed());
            }
        };
    }

    private static String program(Invocation invocation) {
        return invocation.program().equals(invocation.chapter()) ? "" : " " + invocation.program();
    }

    private int train(S settings, Training training, RunFolder folder, RunRecorder recorder, BestModel best,
            long seed) {
        Position start = recorder.position();
        try (Saver saver = new Saver(folder, training, best, program.envId(settings), options)) {
            if (start.globalStep() == 0) {
                saver.saveCheckpoint(start); // so that the run can be resumed from its first moment on
            }
            try {
                training.learn(new Periodic(best.watching(recorder), start.iteration(), options.saveFreq(),
                        () -> saver.save(recorder.position())));
            } catch (NotFiniteException stop) {
                saver.saveModel();
                saver.await();
                String left =
                        options.saveFreq() > 0 ? keepStateBefore(settings, training, folder, recorder.position(), seed)
                                : "with --save-freq 0 there is no checkpoint from before it";
                throw new RunFailure(stop.getMessage() + "; " + left, stop);
            }
            saver.save(recorder.position());
            saver.await();
        }
        if (options.evalEpisodes() > 0) {
            try (Env env = camera(folder, program.environment(settings), "evaluation",
                    episode -> episode < FILMED_EVALUATIONS)) {
                recorder.evaluation(Evaluation.play(training.policy(), env, options.evalEpisodes(), seed, true));
            }
        }
        recorder.finish();
        return 0;
    }

    /// Leaves a checkpoint of the last whole iteration before a run was stopped in the middle of the next. The state of
    /// that moment is gone, but the same seed leads to it again from the checkpoint before: nothing has to be kept
    /// ready for this in every iteration of every run.
    ///
    /// @return what the user can do with it
    private String keepStateBefore(S settings, Training stopped, RunFolder folder, Position position, long seed) {
        Checkpoint.Found last = Checkpoint.read(folder);
        if (stopped.deterministic() && last.position().iteration() < position.iteration()) {
            BestModel best = new BestModel();
            try (Training again = program.training(settings, new TrainingSetup(seed, options.threads()))) {
                last.state().ifPresentOrElse(state -> {
                    again.load(state);
                    best.load(state);
                }, again::begin);
                StopAt.run(again, best, last.position().iteration(), position.iteration());
                try (Saver saver = new Saver(folder, again, best, program.envId(settings), options)) {
                    saver.saveCheckpoint(position);
                    saver.await();
                }
            }
            last = Checkpoint.read(folder);
        }
        return "the checkpoint holds step " + last.position().globalStep()
                + (options.saveModel() ? ", the networks before the stop are in " + folder.model() : "");
    }

    private Env fitting(String envId) {
        Env env = Envs.make(envId);
        try {
            program.requireFit(envId, env);
            return env;
        } catch (IllegalArgumentException unfit) {
            env.close();
            throw unfit;
        }
    }

    private TrainingSetup setup(RunFolder folder, long seed, String clips) {
        return new TrainingSetup(seed, options.threads(), env -> camera(folder, env, clips, RecordVideo.CAPPED_CUBIC));
    }

    /// Puts a camera around an environment where `--capture-video` asks for it.
    private Env camera(RunFolder folder, Env env, String clips, IntPredicate chosen) {
        return options.captureVideo() ? new RecordVideo(env, folder.videos(), clips, chosen) : env;
    }

    private RunDescription describe(S settings, Training training, Backend backend, String remark) {
        String envId = program.envId(settings);
        SequencedMap<String, String> header = new LinkedHashMap<>();
        try (Env env = Envs.make(envId)) {
            header.put("observations", env.observationSpace().toString());
            header.put("actions", env.actionSpace().toString());
        }
        header.putAll(training.header());
        header.put("device", Devices.reason(options));
        header.put("backend", backend.description());
        if (!remark.isEmpty()) {
            header.put("checkpoint", remark);
        }
        SequencedMap<String, String> versions = new LinkedHashMap<>();
        versions.put("backend", backend.description());
        return new RunDescription(envId, program.exp(), program.totalTimesteps(settings), settings, options,
                invocation, header, versions);
    }
}
