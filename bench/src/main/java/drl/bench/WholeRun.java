package drl.bench;

import drl.backend.Backend;
import drl.cli.Given;
import drl.cli.Settings;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A training program with fixed settings: the time of the whole command, and, in this process, how fast its loop is
/// once it is warm and what it spends its time on.
///
/// @param <S> the program's settings
final class WholeRun<S extends Record> implements Benchmark {

    private static final double WARM_UP_SECONDS = 6;
    private static final String ENDLESS = "1000000000";

    private final String name;
    private final TrainingProgram<S> program;
    private final List<String> words;
    private final String preset;
    private final SequencedMap<String, String> settings;
    private final Work work;
    private final String obstacle;

    /// @param words    what stands behind `./rl` before the flags
    /// @param preset   what the settings start from
    /// @param settings under their names in `config.json`
    /// @param obstacle why it cannot run here, or empty
    WholeRun(String name, TrainingProgram<S> program, List<String> words, String preset,
            SequencedMap<String, String> settings, Work work, String obstacle) {
        this.name = name;
        this.program = program;
        this.words = List.copyOf(words);
        this.preset = preset;
        this.settings = settings;
        this.work = work;
        this.obstacle = obstacle;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String obstacle() {
        return obstacle;
    }

    @Override
    public void run(Figures figures, Effort effort) throws IOException, InterruptedException {
        command(figures, effort);
        loop(figures, effort);
    }

    private void command(Figures figures, Effort effort) throws IOException, InterruptedException {
        Path runs = Files.createTempDirectory("bench");
        List<String> line = new ArrayList<>(words);
        line.addAll(List.of("--preset", preset));
        settings.forEach((setting, value) -> line.addAll(flag(setting, value)));
        line.addAll(List.of("--threads", String.valueOf(effort.threads()), "--runs-dir", runs.toString()));
        double[] seconds = new double[effort.rounds()], megabytes = new double[effort.rounds()];
        try {
            for (int round = 0; round < effort.rounds(); round++) {
                Command.Cost cost = new Command(line).run();
                seconds[round] = cost.seconds();
                megabytes[round] = cost.megabytes();
            }
        } finally {
            delete(runs);
        }
        figures.add(name, "whole command", "s", seconds);
        figures.add(name, "peak resident memory", "MB", megabytes);
    }

    private static List<String> flag(String setting, String value) {
        String flag = setting.replace('_', '-');
        return switch (value) {
            case "true" -> List.of("--" + flag);
            case "false" -> List.of("--no-" + flag);
            default -> List.of("--" + flag, value);
        };
    }

    private void loop(Figures figures, Effort effort) {
        double peak = Products.peak(effort.threads());
        Backend.setDefault(Backend.onCpu(effort.threads()));
        Map<String, String> endless = new HashMap<>(settings);
        endless.put("total_timesteps", ENDLESS);
        S typed = Settings.of(program.settingsType()).restore(program.base(preset, Given.none()), endless);
        SequencedMap<String, Double> shares;
        Meter meter;
        try (Phases phases = new Phases();
                Training training = program.training(typed, new TrainingSetup(1, effort.threads()))) {
            meter = new Meter(WARM_UP_SECONDS, effort.rounds(), effort.rounds(), phases::start);
            meter.measure(training);
            shares = phases.shares();
        }
        double[] rates = meter.stepsPerSecond();
        figures.add(name, "env steps per second", "1/s", rates);
        figures.add(name, "updates per second", "1/s", times(work.updates(), rates));
        figures.add(name, "arithmetic", "GFLOP/s", times(work.flops() / 1e9, rates));
        figures.add(name, "arithmetic of the peak product rate", "share", times(work.flops() / peak, rates));
        figures.add(name, "allocated per update", "byte", times(1 / work.updates(), meter.bytesPerStep()));
        shares.forEach((phase, share) -> figures.add(name, "time for " + phase, "share", share));
    }

    private static double[] times(double factor, double[] values) {
        double[] products = values.clone();
        for (int i = 0; i < products.length; i++) {
            products[i] *= factor;
        }
        return products;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
