package drl.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Kills a training run in the middle, the hard way: another JVM, SIGKILL.
public final class Interruption {

    private Interruption() {
    }

    /// Starts `./rl` with these arguments and kills it once its metrics tell of `iterations` iterations.
    public static void runUntilIteration(int iterations, Path runs, String... args) {
        Path metrics = runs.resolve("killed/metrics.csv");
        run(runs, process -> {
            while (process.isAlive() && iterations(metrics) < iterations) {
                Thread.sleep(5);
            }
        }, args);
    }

    /// Starts `./rl` with these arguments and kills it so many milliseconds later.
    ///
    /// @return whether it was still running
    public static boolean runFor(long millis, Path runs, String... args) {
        return run(runs, process -> process.waitFor(millis, TimeUnit.MILLISECONDS), args);
    }

    /// Waits for the moment.
    private interface Moment {
        void await(Process process) throws IOException, InterruptedException;
    }

    private static boolean run(Path runs, Moment moment, String... args) {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                        "drl.cli.Rl"));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(runs.resolve("killed.log").toFile()).start();
            moment.await(process);
            boolean running = process.isAlive();
            process.destroyForcibly();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the run would not die");
            }
            return running;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static long iterations(Path metrics) throws IOException {
        return Files.exists(metrics)
                ? Files.readString(metrics).lines().filter(line -> line.contains("charts/SPS")).count()
                : 0;
    }
}
