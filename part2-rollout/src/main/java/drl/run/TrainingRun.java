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
import drl.nn.StateDict;
import drl.rollout.Evaluation;
import drl.video.RecordVideo;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        return options.resume().isPresent() ? resume(settings, backend) : start(settings, backend);
    }

    private Job start(S settings, Backend backend) {
        String envId = program.envId(settings);
        if (program.rescalesObs(settings)) {
            invocation.checking("--env-id", () -> Envs.make(envId)).close();
            invocation.checking("--rescale-obs", () -> program.environment(settings)).close();
        }
        program.requireFit(settings, invocation);
        RunFolder folder = RunFolder.create(options, envId, program.exp());
        return () -> {
            try (RunLock _ = RunLock.of(folder);
                    Training training = program.training(settings, setup(folder, options.seed(), "training"))) {
                training.begin();
                String obstacle = obstacle(training);
                RunDescription run = describe(settings, training, backend, invocation, obstacle);
                try (RunRecorder recorder = RunRecorder.start(folder, run)) {
                    return train(settings, training, saver(folder, training, new BestModel(), settings, obstacle),
                            folder, recorder, options.seed());
                }
            } catch (UncheckedIOException failed) {
                throw new RunFailure(reason(failed), failed);
            } finally {
                folder.removeIfEmpty();
            }
        };
    }

    /// Goes on with the settings and the seed of the run's config.json. What else was typed may not change results.
    private Job resume(S typed, Backend backend) {
        RunFolder folder = RunFolder.open(options.resume().orElseThrow());
        RunConfig config = folder.readConfig();
        String name = invocation.chapter() + program(invocation);
        if (!config.program().equals(name)) {
            throw new UsageException("--resume " + config.run() + ": that run was made by " + config.program()
                    + ", not by " + name);
        }
        S settings = config.settings(program.defaults());
        new Resumption(folder, config, invocation.given()).check(program, typed, settings);
        RunLock lock = RunLock.of(folder);
        try {
            Checkpoint.Found checkpoint = Checkpoint.read(folder);
            Position position = checkpoint.position();
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
                try (lock; training) {
                    String obstacle = checkpoint.state().isPresent() ? "" : obstacle(training);
                    RunDescription run = describe(settings, training, backend, invocation.withPreset(config.preset()),
                            obstacle.isEmpty() ? checkpoint.remark() : obstacle);
                    try (RunRecorder recorder = RunRecorder.resume(folder, run, position)) {
                        return train(settings, training, saver(folder, training, best, settings, obstacle), folder,
                                recorder, config.seed());
                    }
                } catch (UncheckedIOException failed) {
                    throw new RunFailure(reason(failed), failed);
                }
            };
        } catch (RuntimeException refused) {
            lock.close();
            throw refused;
        }
    }

    /// Why there can be no checkpoints, empty if there can: an environment need not be able to save itself.
    private String obstacle(Training training) {
        if (options.saveFreq() == 0) {
            return "";
        }
        try {
            training.save(new StateDict());
            return "";
        } catch (UnsupportedOperationException unable) {
            return "none will be written: " + unable.getMessage();
        }
    }

    private Saver saver(RunFolder folder, Training training, BestModel best, S settings, String obstacle) {
        return new Saver(folder, training, best, program.envId(settings), options.saveModel(),
                options.saveFreq() > 0 && obstacle.isEmpty(), new WriteBehind(System::nanoTime));
    }

    private static String reason(UncheckedIOException failed) {
        IOException cause = failed.getCause();
        return failed.getMessage().equals(cause.toString()) ? cause.getMessage() : failed.getMessage();
    }

    private static String program(Invocation invocation) {
        return invocation.program().equals(invocation.chapter()) ? "" : " " + invocation.program();
    }

    private int train(S settings, Training training, Saver saver, RunFolder folder, RunRecorder recorder, long seed) {
        Position start = recorder.position();
        try (saver) {
            if (start.globalStep() == 0) {
                saver.saveCheckpoint(start); // so that the run can be resumed from its first moment on
            }
            try {
                training.learn(new Periodic(saver.watching(recorder), start.iteration(), options.saveFreq(),
                        () -> saver.save(recorder.position())));
            } catch (NotFiniteException stop) {
                saver.saveModel();
                saver.await();
                String left = saver.checkpoints()
                        ? keepStateBefore(settings, training, folder, recorder.position(), seed)
                        : (options.saveFreq() == 0 ? "with --save-freq 0 " : "")
                                + "there is no checkpoint from before it";
                throw new RunFailure(stop.getMessage() + "; " + left, stop);
            }
            saver.save(recorder.position());
            saver.await();
        }
        if (start.iteration() > 0 && recorder.position().iteration() == start.iteration()) {
            invocation.out(options).println("The run was complete: there was nothing left to train.");
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
                try (Saver saver = saver(folder, again, best, settings, "")) {
                    saver.saveCheckpoint(position);
                    saver.await();
                }
            }
            last = Checkpoint.read(folder);
        }
        return "the checkpoint holds step " + last.position().globalStep()
                + (options.saveModel() ? ", the networks before the stop are in " + folder.model() : "");
    }

    private TrainingSetup setup(RunFolder folder, long seed, String clips) {
        return new TrainingSetup(seed, options.threads(), env -> camera(folder, env, clips, RecordVideo.CAPPED_CUBIC));
    }

    /// Puts a camera around an environment where `--capture-video` asks for it.
    private Env camera(RunFolder folder, Env env, String clips, IntPredicate chosen) {
        return options.captureVideo() ? new RecordVideo(env, folder.videos(), clips, chosen) : env;
    }

    private RunDescription describe(S settings, Training training, Backend backend, Invocation invocation,
            String remark) {
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
