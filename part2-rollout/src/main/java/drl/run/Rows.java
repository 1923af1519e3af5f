package drl.run;

import java.util.Arrays;

/// The logged points of one iteration, column by column; cleared and filled again for the next.
final class Rows {

    /// The step of points that belong to the end of the iteration, until it is known.
    private static final long AT_END = -1;

    private long[] steps = new long[64];
    private String[] names = new String[64];
    private double[] values = new double[64];
    private int count;

    void add(String name, double value) {
        add(name, value, AT_END);
    }

    void add(String name, double value, long globalStep) {
        if (count == steps.length) {
            steps = Arrays.copyOf(steps, 2 * count);
            names = Arrays.copyOf(names, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        steps[count] = globalStep;
        names[count] = name;
        values[count++] = value;
    }

    /// Gives the end of the iteration to the points that wait for it.
    void endAt(long globalStep) {
        for (int i = 0; i < count; i++) {
            if (steps[i] == AT_END) {
                steps[i] = globalStep;
            }
        }
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    long step(int row) {
        return steps[row];
    }

    String name(int row) {
        return names[row];
    }

    double value(int row) {
        return values[row];
    }
}
