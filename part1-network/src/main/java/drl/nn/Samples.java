package drl.nn;

import drl.random.NumpyRandom;
import java.util.Arrays;

/// Points that scatter around a curve: all that the network is shown of it.
///
/// @param x the places, rising (n)
/// @param y the curve's heights there, with noise (n)
record Samples(double[] x, double[] y) {

    private static final double LEFT = -3;
    private static final double RIGHT = 3;

    /// The heights of the curve itself: sin 2x + ½·sin 5x.
    static double[] curve(double[] x) {
        double[] heights = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            heights[i] = Math.sin(2 * x[i]) + 0.5 * Math.sin(5 * x[i]);
        }
        return heights;
    }

    /// Draws `n` points at places in [−3, 3], all equally likely.
    ///
    /// @param noise the standard deviation of what is added to the curve's heights
    static Samples draw(int n, double noise, NumpyRandom random) {
        double[] x = new double[n];
        random.uniform(LEFT, RIGHT, x);
        Arrays.sort(x);
        double[] y = curve(x);
        for (int i = 0; i < n; i++) {
            y[i] += noise * random.standardNormal();
        }
        return new Samples(x, y);
    }

    /// `n` places from end to end at equal distances.
    static double[] grid(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = LEFT + (RIGHT - LEFT) * i / (n - 1);
        }
        return x;
    }
}
