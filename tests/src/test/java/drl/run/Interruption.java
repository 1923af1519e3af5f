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
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
                        "drl.cli.Rl"));
        command.addAll(List.of(args));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(runs.resolve("killed.log").toFile()).start();
            while (process.isAlive() && iterations(runs.resolve("killed/metrics.csv")) < iterations) {
                Thread.sleep(5);
            }
            process.destroyForcibly();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the run would not die");
            }
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
