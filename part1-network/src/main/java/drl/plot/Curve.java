package drl.plot;

import java.util.Arrays;

/// Points of a curve, by rising x.
///
/// @param x (n), never falling
/// @param y (n)
public record Curve(double[] x, double[] y) {

    /// @throws IllegalArgumentException if there are no points, the lengths differ or x falls
    public Curve {
        if (x.length == 0 || x.length != y.length) {
            throw new IllegalArgumentException(
                    "a curve has as many x as y, and at least one; got " + x.length + " and " + y.length);
        }
        for (int i = 1; i < x.length; i++) {
            if (!(x[i] >= x[i - 1])) {
                throw new IllegalArgumentException("x must not fall, got " + x[i - 1] + " before " + x[i]);
            }
        }
    }

    /// The number of points.
    public int size() {
        return x.length;
    }

    /// The curve of means over `window` neighbouring points, half of them on either side and fewer at the ends. Values
    /// that are not finite are left out of the means.
    ///
    /// @throws IllegalArgumentException if `window` is less than 1
    public Curve smoothed(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window must be at least 1, got " + window);
        }
        double[] means = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            int from = i - window / 2;
            means[i] = finiteMean(Math.max(0, from), Math.min(y.length, from + window));
        }
        return new Curve(x, means);
    }

    /// The height at `position`, on the straight line between the neighbouring points; outside the curve, that of its
    /// nearest end.
    public double at(double position) {
        int found = Arrays.binarySearch(x, position);
        if (found >= 0) {
            return y[found];
        }
        int right = -found - 1;
        if (right == 0 || right == x.length) {
            return y[Math.min(right, x.length - 1)];
        }
        double share = (position - x[right - 1]) / (x[right] - x[right - 1]);
        return y[right - 1] + share * (y[right] - y[right - 1]);
    }

    private double finiteMean(int from, int to) {
        double sum = 0;
        int count = 0;
        for (int i = from; i < to; i++) {
            if (Double.isFinite(y[i])) {
                sum += y[i];
                count++;
            }
        }
        return sum / count;
    }
}
