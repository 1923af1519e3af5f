package drl.bench;

import java.nio.file.Path;
import java.util.Optional;

/// Something that `./rl bench NAME` measures.
interface Benchmark {

    /// What the user types.
    String name();

    /// Why it cannot be measured here, empty if it can.
    default String obstacle() {
        return "";
    }

    /// Measures, and adds the figures.
    void run(Figures figures, Effort effort) throws Exception;

    /// How much to measure.
    ///
    /// @param rounds   samples of each figure, at least 1
    /// @param threads  worker threads
    /// @param pictures folder for pictures, empty if none are wanted
    record Effort(int rounds, int threads, Optional<Path> pictures) {
    }
}
