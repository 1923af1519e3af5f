package drl.bench;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;

/// What was measured, as CSV on standard output: a row for each figure as soon as it is known.
final class Figures {

    private static final String HEADER = "benchmark,threads,figure,unit,median,least,most,samples";

    private final PrintStream out;
    private final int threads;

    Figures(PrintStream out, int threads) {
        this.out = out;
        this.threads = threads;
        out.println(HEADER);
        out.flush();
    }

    /// Adds a figure, measured with the threads that were asked for.
    ///
    /// @param samples at least one; what counts is their median
    void add(String benchmark, String figure, String unit, double... samples) {
        add(benchmark, threads, figure, unit, samples);
    }

    /// Adds a figure.
    ///
    /// @param samples at least one; what counts is their median
    void add(String benchmark, int threads, String figure, String unit, double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        out.println(String.join(",", benchmark, String.valueOf(threads), figure, unit, text(median(sorted)),
                text(sorted[0]), text(sorted[sorted.length - 1]), String.valueOf(sorted.length)));
        out.flush();
    }

    /// The middle one of some samples, or the mean of the two in the middle.
    static double median(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// Four digits, or all of those before the point.
    private static String text(double value) {
        double size = Math.abs(value);
        int decimals = size == 0 || size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : 5;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
