package drl.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A chapter with two programs, which keep what they were started with.
final class SampleChapter implements Chapter {

    final List<SampleSettings> started = new ArrayList<>();
    final List<RunOptions> options = new ArrayList<>();
    final List<Invocation> invocations = new ArrayList<>();
    RuntimeException failureOfPrepare;
    Exception failureOfRun;

    @Override
    public String name() {
        return "part9-sample";
    }

    @Override
    public String summary() {
        return "a chapter of the tests";
    }

    @Override
    public int order() {
        return 9;
    }

    @Override
    public List<Program<?>> programs() {
        return List.of(new Tutorial(), new Replay());
    }

    /// Has presets, one of them with a flag of its own, and one that is chosen by the environment.
    final class Tutorial implements Program<SampleSettings> {

        @Override
        public String name() {
            return "tutorial";
        }

        @Override
        public String summary() {
            return "gathers steps, 100 % of them";
        }

        @Override
        public Class<SampleSettings> settingsType() {
            return SampleSettings.class;
        }

        @Override
        public List<Preset> presets() {
            return List.of(new Preset("pendulum", "for Pendulum-v1"), new Preset("cartpole", "for CartPole-v1"),
                    new Preset("optimized", "all tricks", true), new Preset("none", "plain defaults"));
        }

        @Override
        public String presetFor(Given given) {
            return given.text("--env-id", "Pendulum-v1").startsWith("CartPole") ? "cartpole" : "pendulum";
        }

        @Override
        public SampleSettings base(String preset, Given given) {
            return switch (preset) {
                case "pendulum" -> SampleSettings.PLAIN.with(1e-3, 0.9);
                case "cartpole" -> SampleSettings.PLAIN.with(2.5e-4, 0.98);
                case "optimized" -> SampleSettings.PLAIN.with(2e-3, 0.95);
                default -> SampleSettings.PLAIN;
            };
        }

        @Override
        public Job prepare(SampleSettings settings, RunOptions shared, Invocation invocation) {
            if (failureOfPrepare != null) {
                throw failureOfPrepare;
            }
            return () -> {
                if (failureOfRun != null) {
                    throw failureOfRun;
                }
                started.add(settings);
                options.add(shared);
                invocations.add(invocation);
                invocation.out().println("trained");
                return 0;
            };
        }
    }

    /// Has operands and no presets.
    static final class Replay implements Program<Replay.Settings> {

        record Settings(
                @Operands(value = "the folders of the runs", label = "RUN", max = 2) List<Path> runs,
                @Flag("picture to write") Optional<Path> out) {}

        @Override
        public String name() {
            return "replay";
        }

        @Override
        public String summary() {
            return "plays runs";
        }

        @Override
        public Class<Settings> settingsType() {
            return Settings.class;
        }

        @Override
        public Settings base(String preset, Given given) {
            return new Settings(List.of(), Optional.empty());
        }

        @Override
        public RunOptions options(Given given) {
            RunOptions d = RunOptions.DEFAULTS;
            return new RunOptions(0, d.device(), d.threads(), d.runsDir(), d.runName(), d.resume(), d.saveFreq(), 3,
                    d.captureVideo(), d.quiet());
        }

        @Override
        public Job prepare(Settings settings, RunOptions shared, Invocation invocation) {
            return () -> {
                invocation.out().println(settings.runs() + " " + settings.out() + " " + shared.evalEpisodes());
                return 7;
            };
        }
    }
}
