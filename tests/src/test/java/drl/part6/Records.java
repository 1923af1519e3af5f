package drl.part6;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What runs left behind.
final class Records {

    private Records() {
    }

    /// metrics.csv without what depends on the clock: the column of times, and the rows of speeds.
    static List<String> rows(Path run) throws IOException {
        try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
            return lines.filter(line -> !line.contains("charts/SPS")).map(line -> line.replaceFirst(",[^,]*,", ","))
                    .toList();
        }
    }

    /// How many iterations a run has written down.
    static long iterations(Path run) throws IOException {
        if (!Files.exists(run.resolve("metrics.csv"))) {
            return 0;
        }
        try (Stream<String> lines = Files.lines(run.resolve("metrics.csv"))) {
            return lines.filter(line -> line.contains("losses/entropy")).count();
        }
    }
}
