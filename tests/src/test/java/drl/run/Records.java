package drl.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What runs left behind.
public final class Records {

    private Records() {
    }

    /// metrics.csv without what depends on the clock: the column of times, and the rows of speeds.
    public static List<String> rows(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
            return lines.filter(line -> !line.contains("charts/SPS")).map(line -> line.replaceFirst(",[^,]*,", ","))
                    .toList();
        }
    }

    /// How many iterations a run has written down.
    public static long iterations(Path run) throws IOException {
        if (!Files.exists(run.resolve("metrics.csv"))) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
            return lines.filter(line -> line.contains("losses/entropy")).count();
        }
    }
}
