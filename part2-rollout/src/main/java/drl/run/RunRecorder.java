package drl.run;

import drl.cli.Setting;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/// Writes down a training run, and shows it on standard output: a header, the progress, at the end the evaluation and
/// the files written.
///
/// ```java
/// RunFolder folder = RunFolder.create(options, settings.envId(), "ppo");
/// return () -> {
///     try (RunRecorder recorder = RunRecorder.start(folder, description)) {
///         ppo.learn(settings.totalTimesteps(), recorder);
///         recorder.evaluation(returns);
///         recorder.finish();
///     }
///     return 0;
/// };
/// ```
///
/// Not thread-safe: threads hand what they found to the one that ends the iterations.
public final class RunRecorder implements Recorder, AutoCloseable {

    private final RunFolder folder;
    private final RunDescription run;
    private final RunReport report;
    private final MetricsCsv metrics;
    private final MetricsSink[] sinks;
    private final Progress progress;
    private final Rows rows = new Rows();
    private final Iteration iteration;
    private final Position start;
    private final long startNanos = System.nanoTime();
    private long globalStep;
    private double[] evaluation = {};

    private RunRecorder(RunFolder folder, RunDescription run, Position start) throws IOException {
        Screen.doWithout(); // the learning curve and videos go into files
        this.folder = folder;
        this.run = run;
        this.start = start;
        globalStep = start.globalStep();
        iteration = new Iteration(start.iteration());
        boolean quiet = run.options().quiet();
        PrintStream out = run.invocation().out(run.options());
        report = new RunReport(out);
        metrics = new MetricsCsv(folder.metrics(), start.metricsBytes());
        boolean resumed = start.globalStep() > 0;
        List<Setting> table = resumed ? List.of() : ConfigJson.hyperparameters(run.settings());
        sinks = new MetricsSink[] {metrics, new TensorBoardEvents(folder, table, start.globalStep())};
        report.header(folder, run);
        progress = quiet ? Progress.NONE
                : run.invocation().terminal()
                        ? new BarProgress(out, iteration, start.globalStep(), run.totalTimesteps())
                        : new LineProgress(out);
    }

    /// Begins the records of a new run: `config.json`, an empty `metrics.csv`, the header.
    ///
    /// @throws UncheckedIOException if they cannot be written
    public static RunRecorder start(RunFolder folder, RunDescription run) {
        try {
            ConfigJson.write(folder, run);
            return new RunRecorder(folder, run, Position.START);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// Goes on with the records of a run at a checkpoint; what it had logged after that is removed, since it will be
    /// logged again. `config.json` stays as it is.
    ///
    /// @throws UncheckedIOException if they cannot be written, or end before the checkpoint
    public static RunRecorder resume(RunFolder folder, RunDescription run, Position checkpoint) {
        try {
            return new RunRecorder(folder, run, checkpoint);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void scalar(String name, double value) {
        rows.add(name, value);
    }

    @Override
    public void episode(double episodicReturn, int episodicLength, long globalStep) {
        rows.add(LearningCurve.RETURN, episodicReturn, globalStep);
        rows.add("charts/episodic_length", episodicLength, globalStep);
        iteration.episode(episodicReturn, episodicLength);
    }

    @Override
    public void iteration(long globalStep) {
        double wallTime = wallTime();
        double seconds = Math.max(1e-9, wallTime - start.wallTime());
        this.globalStep = globalStep;
        iteration.end(globalStep, (globalStep - start.globalStep()) / seconds);
        rows.add("charts/SPS", Math.floor(iteration.stepsPerSecond())); // whole steps, as CleanRL logs them
        write(wallTime);
        progress.iteration(iteration, rows);
        rows.clear();
        iteration.clear();
    }

    /// Where the records stand at the end of the latest iteration.
    public Position position() {
        return new Position(globalStep, iteration.number(), metrics.length(), wallTime());
    }

    /// Logs the returns of the evaluation's episodes as `eval/episodic_return`, with the episode's number from 0 in the
    /// place of the step, as CleanRL does.
    ///
    /// @param returns one an episode
    public void evaluation(double[] returns) {
        for (int i = 0; i < returns.length; i++) {
            rows.add("eval/episodic_return", returns[i], i);
        }
        evaluation = returns.clone();
    }

    /// Writes what is still to be written, draws the learning curve, and shows the evaluation and the files.
    public void finish() {
        write(wallTime());
        rows.clear();
        progress.close();
        String trouble = draw();
        String command = run.options().track() ? "wandb sync " + folder.path() : "";
        report.end(evaluation, folder.files(), trouble, command);
    }

    /// Ends the records as they are; without [#finish], at the last complete iteration.
    @Override
    public void close() {
        progress.close();
        for (MetricsSink sink : sinks) {
            try {
                sink.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void write(double wallTime) {
        rows.endAt(globalStep);
        try {
            for (MetricsSink sink : sinks) {
                sink.write(rows, wallTime);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// A machine without fonts, say, must not cost a run that has ended well.
    ///
    /// @return why there is no picture, empty if there is one or no episode to show
    private String draw() {
        Metrics logged = Metrics.read(folder.metrics(), LearningCurve::shows);
        if (!logged.has(LearningCurve.RETURN)) {
            return "";
        }
        String title = run.program() + " on " + run.envId() + ", seed " + run.options().seed();
        try {
            LearningCurve.draw(logged, title, folder.learningCurve());
            return "";
        } catch (Exception | Error failure) {
            return folder.learningCurve() + " could not be drawn: " + failure;
        }
    }

    private double wallTime() {
        return start.wallTime() + (System.nanoTime() - startNanos) / 1e9;
    }
}
