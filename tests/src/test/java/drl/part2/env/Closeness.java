package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.reference.Golden;

/// Absolute comparison with recorded numbers, as the environments' files state their tolerances.
public final class Closeness {
    private Closeness() {
    }

    /// Checks that every number is within `tolerance` of the recorded one.
    public static void assertWithin(double tolerance, JsonNode recorded, double... actual) {
        double[] expected = Golden.doubles(recorded);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            double error = Math.abs(actual[i] - expected[i]);
            if (!(error <= tolerance)) {
                throw new AssertionError("number " + i + " of " + expected.length + ": expected " + expected[i]
                        + " but was " + actual[i] + ", off by " + error + " with a tolerance of " + tolerance);
            }
        }
    }

    /// The same for single precision.
    public static void assertWithin(double tolerance, JsonNode recorded, float[] actual) {
        double[] values = new double[actual.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = actual[i];
        }
        assertWithin(tolerance, recorded, values);
    }
}
