package drl.plot;

import java.util.List;

/// The mean of several curves, and how far they lie apart: one standard deviation to either side.
///
/// @param x    (n)
/// @param mean (n)
/// @param std  (n), the population's (NumPy's `std`), so 0 for a single curve
public record Band(double[] x, double[] mean, double[] std) {

    /// Compares the curves at `points` places, evenly spread over the stretch that all of them cover.
    ///
    /// @throws IllegalArgumentException if there are no curves, fewer than 2 points, or no stretch in common
    public static Band of(List<Curve> curves, int points) {
        if (curves.isEmpty() || points < 2) {
            throw new IllegalArgumentException(
                    "a band takes a curve and 2 points at least, got " + curves.size() + " and " + points);
        }
        double from = curves.stream().mapToDouble(curve -> curve.x()[0]).max().orElseThrow();
        double to = curves.stream().mapToDouble(curve -> curve.x()[curve.size() - 1]).min().orElseThrow();
        if (from > to) {
            throw new IllegalArgumentException("the curves have no stretch in common: one begins at " + from
                    + ", where another has ended at " + to);
        }
        double[] x = new double[points];
        double[] mean = new double[points];
        double[] std = new double[points];
        for (int i = 0; i < points; i++) {
            double place = from + (to - from) * i / (points - 1);
            double[] heights = curves.stream().mapToDouble(curve -> curve.at(place)).toArray();
            x[i] = place;
            mean[i] = Statistics.mean(heights);
            std[i] = Statistics.std(heights);
        }
        return new Band(x, mean, std);
    }
}
