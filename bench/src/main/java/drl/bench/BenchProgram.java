package drl.bench;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Operands;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `./rl bench [NAME...]`: measures what is named, or everything.
final class BenchProgram implements Program<BenchProgram.Settings> {

    private static final List<Benchmark> ALL = List.of(new Products(), WholeRuns.PENDULUM, WholeRuns.CARTPOLE,
            WholeRuns.HALF_CHEETAH, WholeRuns.DDPG, WholeRuns.A2C, new Scaling(), new Jmh());

    /// What to measure, and how often.
    ///
    /// @param names    of the benchmarks; empty for all
    /// @param rounds   samples of each figure
    /// @param pictures folder for pictures
    record Settings(
            @Operands(value = "what to measure, everything if left out", label = "NAME", min = 0) List<String> names,
            @Flag("samples of each figure, of which the median counts") int rounds,
            @Flag("folder for the pictures of `scaling`, or none") Optional<Path> pictures) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.atLeast("rounds", rounds, 1);
        }
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measures " + String.join(", ", ALL.stream().map(Benchmark::name).toList());
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(List.of(), 5, Optional.empty());
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        List<Benchmark> chosen = chosen(settings.names);
        settings.pictures.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw new UsageException("--pictures " + folder + ": there is no such folder");
        });
        return () -> {
            Figures figures = new Figures(invocation.out(), options.threads());
            for (Benchmark benchmark : chosen) {
                benchmark.run(figures, new Benchmark.Effort(settings.rounds, options.threads(), settings.pictures));
            }
            return 0;
        };
    }

    private static List<Benchmark> chosen(List<String> names) {
        if (names.isEmpty()) {
            return ALL.stream().filter(benchmark -> benchmark.obstacle().isEmpty()).toList();
        }
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            Benchmark benchmark = ALL.stream().filter(b -> b.name().equals(name)).findFirst()
                    .orElseThrow(() -> new UsageException("there is no benchmark " + name + "; there are "
                            + String.join(", ", ALL.stream().map(Benchmark::name).toList())));
            if (!benchmark.obstacle().isEmpty()) {
                throw new UsageException(name + ": " + benchmark.obstacle());
            }
            chosen.add(benchmark);
        }
        return chosen;
    }
}
