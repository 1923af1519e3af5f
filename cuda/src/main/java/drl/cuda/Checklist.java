package drl.cuda;

import java.io.PrintStream;
import java.util.Locale;

/// The lines of a check: a name, the largest relative difference, whether it is within bounds.
final class Checklist {

    private final PrintStream out;
    private int count;
    private int failed;
    private double largest;

    Checklist(PrintStream out) {
        this.out = out;
    }

    /// One comparison.
    ///
    /// @param difference the largest one, relative to the numbers' size; NaN fails
    /// @param allowed    the most there may be
    void add(String name, double difference, double allowed) {
        boolean passes = difference <= allowed;
        count++;
        failed += passes ? 0 : 1;
        largest = Math.max(largest, difference);
        out.printf(Locale.ROOT, "%-6s%-44s difference %8.1e, allowed %8.1e%n", passes ? "pass" : "FAIL", name,
                difference,
                allowed);
    }

    /// Something that is so or not.
    void add(String name, boolean holds) {
        count++;
        failed += holds ? 0 : 1;
        out.printf(Locale.ROOT, "%-6s%s%n", holds ? "pass" : "FAIL", name);
    }

    /// Something that could not be tried.
    void skip(String name, String reason) {
        out.printf(Locale.ROOT, "%-6s%s: %s%n", "skip", name, reason);
    }

    int count() {
        return count;
    }

    int failed() {
        return failed;
    }

    double largest() {
        return largest;
    }

    /// The largest |a − b| / max(1, |a|); NaN on one side only is infinitely far.
    static double difference(float[] a, float[] b) {
        double largest = a.length == b.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            if (Float.isNaN(a[i]) != Float.isNaN(b[i])) {
                return Double.POSITIVE_INFINITY;
            }
            if (a[i] != b[i] && !Float.isNaN(a[i])) {
                largest = Math.max(largest, Math.abs((double) a[i] - b[i]) / Math.max(1, Math.abs(a[i])));
            }
        }
        return largest;
    }
}
