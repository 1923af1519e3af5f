package drl.plot;

/// Mean and spread, as NumPy computes them.
public final class Statistics {

    private Statistics() {
    }

    /// The mean; NaN of no values.
    public static double mean(double... values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /// The population's standard deviation, NumPy's `std`; NaN of no values.
    public static double std(double... values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }
}
