package drl.cli;

import java.math.BigDecimal;

/// Range checks for the compact constructors of settings records.
///
/// Every message starts with the component's name, which the command line replaces by the flag: a record's
/// `gamma must be in [0, 1], got 1.5` reaches the user as `--gamma must be in [0, 1], got 1.5`.
public final class Require {

    private Require() {}

    /// Requires `low <= value <= high`.
    ///
    /// @throws IllegalArgumentException otherwise, and for NaN
    public static void inRange(String name, double value, double low, double high) {
        that(value >= low && value <= high,
                name + " must be in [" + plain(low) + ", " + plain(high) + "], got " + plain(value));
    }

    /// Requires `value >= least`.
    ///
    /// @throws IllegalArgumentException otherwise
    public static void atLeast(String name, long value, long least) {
        that(value >= least, name + " must be at least " + least + ", got " + value);
    }

    /// Requires a finite `value >= 0`.
    ///
    /// @throws IllegalArgumentException otherwise, and for NaN
    public static void notNegative(String name, double value) {
        that(value >= 0 && value < Double.POSITIVE_INFINITY, name + " must be at least 0, got " + plain(value));
    }

    /// Requires a finite `value > 0`.
    ///
    /// @throws IllegalArgumentException otherwise, and for NaN
    public static void positive(String name, double value) {
        that(value > 0 && value < Double.POSITIVE_INFINITY, name + " must be above 0, got " + plain(value));
    }

    /// Requires any other condition.
    ///
    /// @param message starts with a component's name and says what is allowed and what was given
    /// @throws IllegalArgumentException with that message, if the condition does not hold
    public static void that(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /// The shortest usual spelling: `1` for 1.0, `0.00025` for 2.5E-4.
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
        boolean readable = Math.abs(decimal.precision() - decimal.scale()) <= 10 && decimal.scale() <= 8;
        return readable ? decimal.toPlainString() : decimal.toString().replace("E+", "e").replace("E", "e");
    }
}
