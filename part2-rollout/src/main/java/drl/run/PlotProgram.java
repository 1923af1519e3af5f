package drl.run;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.plot.Band;
import drl.plot.Chart;
import drl.plot.Curve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `./rl plot RUN...`: the learning curves of one or more runs in one picture.
final class PlotProgram implements Program<PlotProgram.Settings> {

    private static final String RUNS = "the folders of the runs, such as runs/Pendulum-v1__ppo__1__1700000000";
    private static final int POINTS = 400;

    /// What to plot.
    ///
    /// @param runs   the runs' folders
    /// @param out    the picture
    /// @param metric a name of `metrics.csv`
    /// @param over   what lies along the x axis
    record Settings(
            @Operands(value = RUNS, label = "RUN") List<Path> runs,
            @Flag("picture to write, replaced if there is one") Path out,
            @Flag("what to plot, a name of metrics.csv") String metric,
            @Flag("what to plot it over") Metrics.Axis over) {

        /// @throws IllegalArgumentException if the picture would not be a PNG
        Settings {
            if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
                throw new IllegalArgumentException("out must end in .png, got " + out);
            }
        }
    }

    @Override
    public String name() {
        return "plot";
    }

    @Override
    public String summary() {
        return "draws the learning curves of runs; those that differ only in the seed become a mean with a band";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), Path.of("learning-curves.png"), LearningCurve.RETURN,
                Metrics.Axis.STEPS);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        List<RunFolder> folders = settings.runs.stream().map(Path::normalize).distinct().map(RunFolder::open).toList();
        Path parent = settings.out.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new UsageException("--out " + settings.out + ": there is no folder " + parent);
        }
        Chart chart = chart(RunGroup.of(folders), settings.metric, settings.over);
        return () -> {
            save(chart, settings.out);
            if (!options.quiet()) {
                invocation.out().println(settings.out);
            }
            return 0;
        };
    }

    private static Chart chart(List<RunGroup> groups, String metric, Metrics.Axis over) {
        boolean perEpisode = metric.startsWith("charts/episodic");
        boolean several = groups.stream().anyMatch(group -> group.folders().size() > 1);
        List<String> environments = groups.stream().map(group -> group.config().envId()).distinct().toList();
        List<String> labels = RunGroup.labels(groups);
        String title = groups.size() > 1 ? String.join(", ", environments)
                : labels.getFirst() + " on " + environments.getFirst();
        Chart chart = new Chart(title, over == Metrics.Axis.STEPS ? LearningCurve.X_TITLE : "seconds",
                metric.substring(metric.indexOf('/') + 1).replace('_', ' ') + (several ? ", mean ± 1 std" : ""));
        for (int i = 0; i < groups.size(); i++) {
            List<Curve> curves = new ArrayList<>();
            for (RunFolder folder : groups.get(i).folders()) {
                curves.add(Metrics.read(folder.metrics()).curve(metric, over));
            }
            int window = perEpisode ? LearningCurve.window(curves.getFirst().size()) : 1;
            if (curves.size() > 1) {
                chart.band(labels.get(i),
                        Band.of(curves.stream().map(curve -> curve.smoothed(window)).toList(), POINTS));
            } else {
                chart.rawAndSmoothed(labels.get(i), curves.getFirst(), window);
            }
        }
        return chart;
    }

    private static void save(Chart chart, Path out) {
        try {
            chart.save(out);
        } catch (IOException failed) {
            throw new UsageException("--out " + out + " cannot be written: " + failed.getMessage(), failed);
        }
    }
}
