package drl.bench;

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
    /// @param rounds  samples of each figure, at least 1
    /// @param threads worker threads
    record Effort(int rounds, int threads) {
    }
}
