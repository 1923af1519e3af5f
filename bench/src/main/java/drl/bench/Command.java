package drl.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A whole command, `./rl ...`, in a JVM of its own, started as `rl` starts it.
final class Command {

    private final List<String> line = new ArrayList<>();

    /// @param words what stands behind `./rl`
    Command(List<String> words) {
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "drl.cli.Rl"));
        line.addAll(words);
    }

    /// What a run took.
    ///
    /// @param seconds   from the start of the JVM to its end
    /// @param megabytes the most memory it held, 0 where the system does not tell
    record Cost(double seconds, double megabytes) {
    }

    /// Runs the command once.
    ///
    /// @throws IllegalStateException if it fails
    Cost run() throws IOException, InterruptedException {
        Path log = Files.createTempFile("bench", ".log");
        try {
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
            double kilobytes = 0;
            while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
                kilobytes = Math.max(kilobytes, peak(status));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", line) + " failed: " + Files.readString(log));
            }
            return new Cost(seconds, kilobytes / 1000);
        } finally {
            Files.delete(log);
        }
    }

    private static double peak(Path status) {
        try {
            return Files.readAllLines(status).stream().filter(row -> row.startsWith("VmHWM:"))
                    .mapToDouble(row -> Double.parseDouble(row.replaceAll("\\D", ""))).findFirst().orElse(0);
        } catch (IOException | RuntimeException gone) { // no such file system, or the process has just ended
            return 0;
        }
    }
}
