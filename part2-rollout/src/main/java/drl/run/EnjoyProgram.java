package drl.run;

import drl.cli.Devices;
import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.env.Env;
import drl.env.wrapper.RecordEpisodeStatistics;
import drl.plot.Statistics;
import drl.rollout.Evaluation;
import drl.video.RecordVideo;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `./rl enjoy RUN`: plays what a run has trained. Without flags it plays the very episodes of the evaluation that
/// ended the run.
final class EnjoyProgram implements Program<EnjoyProgram.Settings> {

    private static final String PREFIX = "enjoy";

    /// What to play, and who watches.
    ///
    /// @param runs       the run's folder, alone
    /// @param stochastic whether actions are drawn from the policy
    /// @param video      whether the first episode is filmed
    /// @param human      whether a window shows everything
    /// @param best       whether the best model plays instead of the last
    record Settings(
            @Operands(value = "the folder of the run", label = "RUN", max = 1) List<Path> runs,
            @Flag("draw actions from the policy instead of taking its best one") boolean stochastic,
            @Flag("save a clip of the first episode in the run's folder, as MP4") boolean video,
            @Flag("show it in a window, in real time; once that is closed, the rest is played unseen") boolean human,
            @Flag("play the model whose episodes were best in training, not the last one") boolean best) {
    }

    @Override
    public String name() {
        return "enjoy";
    }

    @Override
    public String summary() {
        return "plays the policy of a run: prints the return of --eval-episodes episodes, saves a clip of the first";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), false, true, false, false);
    }

    /// Seed and number of episodes are those of the run's own evaluation unless others are typed.
    @Override
    public RunOptions options(Given given) {
        RunOptions d = RunOptions.DEFAULTS;
        if (given.operands().isEmpty()) {
            return d;
        }
        RunConfig run = RunFolder.open(Path.of(given.operands().getFirst())).readConfig();
        int episodes = run.options(d).evalEpisodes();
        return d.withSeed(run.seed()).withEvalEpisodes(episodes > 0 ? episodes : d.evalEpisodes());
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        if (options.resume().isPresent()) {
            throw new UsageException(
                    "--resume: nothing is trained here; give it to the program that made the run");
        }
        Require.that(options.evalEpisodes() >= 1, "--eval-episodes must be at least 1, got " + options.evalEpisodes());
        if (settings.human) {
            Screen.require("--human");
        } else {
            Screen.doWithout();
        }
        Devices.choose(options);
        TrainedRun run = TrainedRun.open(RunFolder.open(settings.runs.getFirst()), settings.best, options.seed());
        if (settings.video) {
            makeFolder(run.folder().videos());
        }
        PrintStream out = invocation.out(options);
        return () -> {
            play(run, settings, options, out);
            return 0;
        };
    }

    private static void play(TrainedRun run, Settings settings, RunOptions options, PrintStream out) {
        print(out, "run", run.folder().path());
        print(out, "program", run.config().program());
        print(out, "environment", run.config().envId());
        print(out, "policy", settings.stochastic ? "stochastic" : "deterministic");
        print(out, "seed", options.seed());
        out.println();
        out.flush();

        double[] returns;
        try (Env env = watched(run, settings, out)) {
            returns = Evaluation.play(run.policy(), env, options.evalEpisodes(), options.seed(), !settings.stochastic);
        }
        out.println();
        print(out, "return", String.format(Locale.ROOT, "%.2f ± %.2f over %d episode%s", Statistics.mean(returns),
                Statistics.std(returns), returns.length, returns.length == 1 ? "" : "s"));
        if (settings.video) {
            print(out, "clip", run.folder().videos().resolve(PREFIX + "-episode-0.mp4"));
        }
    }

    /// The run's environment with everybody who looks on.
    private static Env watched(TrainedRun run, Settings settings, PrintStream out) {
        Env env = new EpisodePrinter(new RecordEpisodeStatistics(run.env()), out);
        if (settings.video) {
            env = new RecordVideo(env, run.folder().videos(), PREFIX, episode -> episode == 0);
        }
        return settings.human ? new PlayWindow(env, run.config().envId()) : env;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UsageException(folder + " is where the clip would go, but no folder can be made there ("
                    + failed.getClass().getSimpleName() + "); --no-video plays without a clip", failed);
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(folder + " is where the clip would go, but it is write-protected;"
                    + " --no-video plays without a clip");
        }
    }

    private static void print(PrintStream out, String label, Object text) {
        out.println(label + " ".repeat(13 - label.length()) + text);
    }
}
