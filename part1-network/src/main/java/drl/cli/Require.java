package drl.cli;

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

    /// The shortest usual spelling: `1` for 1.0, `0.00025` for 2.5E-4, `1e-9` and `2e12` where zeros would have to be
    /// counted.
    static String plain(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || value == 0) {
            return value == 0 ? "0" : Double.toString(value);
        }
        // d.ddd or d.dddE±n, with as few digits as tell it from its neighbours
        String[] parts = Double.toString(Math.abs(value)).split("[.E]");
        String digits = parts[0] + parts[1];
        int before = parts[0].length() + (parts.length > 2 ? Integer.parseInt(parts[2]) : 0); // digits before the point
        String significant = digits.replaceFirst("^0+", "");
        before -= digits.length() - significant.length();
        significant = significant.replaceFirst("0+$", "");
        int behind = significant.length() - before;
        boolean readable = Math.abs(before) <= 10 && behind <= 8 || behind >= 0 && before > -6;
        String text;
        if (!readable) {
            String rest = significant.substring(1);
            text = significant.charAt(0) + (rest.isEmpty() ? "" : "." + rest) + "e" + (before - 1);
        } else if (behind <= 0) {
            text = significant + "0".repeat(-behind);
        } else {
            String padded = "0".repeat(Math.max(0, 1 - before)) + significant;
            text = padded.substring(0, padded.length() - behind) + "." + padded.substring(padded.length() - behind);
        }
        return value < 0 ? "-" + text : text;
    }
}
