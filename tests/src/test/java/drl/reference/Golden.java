package drl.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the recorded numbers of the Python originals that the golden tests compare with.
///
/// The files lie in this module's resources under `reference`, described in the README there;
/// `-Dreference.dir=DIR` reads files of the same names from another folder instead, and a file missing there is an
/// error, never a skipped test.
public final class Golden {

    private static final String FOLDER_PROPERTY = "reference.dir";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Golden() {
    }

    /// Reads a whole file, for example `rng_numpy_a.json`.
    public static JsonNode read(String name) {
        try (InputStream in = open(name)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the reference file " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream open(String name) throws IOException {
        String folder = System.getProperty(FOLDER_PROPERTY, "");
        if (!folder.isBlank()) {
            return Files.newInputStream(Path.of(folder, name));
        }
        InputStream in = Golden.class.getResourceAsStream("/reference/" + name);
        if (in == null) {
            throw new NoSuchFileException(name + " is not among the test resources");
        }
        return in;
    }

    /// Reads a number; NaN and the infinities are recorded as strings.
    public static double number(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        return switch (node.asText()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw new IllegalArgumentException("not a number in the reference file: " + node);
        };
    }

    /// Reads a whole number of any size, recorded as a number or as a string of digits.
    public static BigInteger bigInteger(JsonNode node) {
        return node.isTextual() ? new BigInteger(node.textValue()) : node.bigIntegerValue();
    }

    /// Reads all numbers of a single number, a (nested) list, or a tensor object with a `data` field, in row-major
    /// order.
    public static double[] doubles(JsonNode node) {
        return leaves(node).stream().mapToDouble(Golden::number).toArray();
    }

    /// Like [#doubles] for numbers that were float32 when recorded, so that the conversion is exact.
    public static float[] floats(JsonNode node) {
        double[] recorded = doubles(node);
        float[] values = new float[recorded.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) recorded[i];
        }
        return values;
    }

    /// Like [#doubles] for whole numbers.
    public static int[] ints(JsonNode node) {
        return leaves(node).stream().mapToInt(leaf -> bigInteger(leaf).intValueExact()).toArray();
    }

    /// Like [#doubles] for whole numbers of 64 bits; unsigned ones above 2⁶³ come out negative.
    public static long[] longs(JsonNode node) {
        return leaves(node).stream().mapToLong(leaf -> bigInteger(leaf).longValue()).toArray();
    }

    /// Returns the recorded shape of a tensor object or checksum, or the lengths of a nested list.
    public static int[] shape(JsonNode node) {
        if (node.has("shape")) {
            return ints(node.get("shape"));
        }
        List<Integer> lengths = new ArrayList<>();
        for (JsonNode level = node; level.isArray(); level = level.path(0)) {
            lengths.add(level.size());
        }
        return lengths.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Says whether a long tensor was recorded only by its sums and its first numbers.
    public static boolean isChecksum(JsonNode node) {
        return node.has("abs_sum");
    }

    /// Checks values against whatever the file holds for them: a number, a list, a tensor object or a checksum.
    ///
    /// @param tolerance allowed |actual − recorded| / max(1, |recorded|) for each number, 0 for the same bits; a
    ///     checksum's sums may differ by what such differences add up to
    public static void assertMatches(JsonNode recorded, float[] actual, double tolerance) {
        double[] values = new double[actual.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = actual[i];
        }
        assertMatches(recorded, values, tolerance);
    }

    /// The same for values in double precision.
    public static void assertMatches(JsonNode recorded, double[] actual, double tolerance) {
        if (!isChecksum(recorded)) {
            assertClose(doubles(recorded), actual, tolerance);
            return;
        }
        int count = 1;
        for (int length : shape(recorded)) {
            count *= length;
        }
        assertThat(actual).hasSize(count);
        double[] first = doubles(recorded.required("first"));
        assertClose(first, Arrays.copyOf(actual, first.length), tolerance);
        double sum = 0;
        double absSum = 0;
        double squareSum = 0;
        for (double value : actual) {
            sum += value;
            absSum += Math.abs(value);
            squareSum += value * value;
        }
        double[] sums = {sum, absSum, squareSum};
        double[] recordedSums = {number(recorded.required("sum")), number(recorded.required("abs_sum")),
            number(recorded.required("sq_sum"))};
        // Adding in another order than NumPy's changes the last digits of a sum even when every number is equal.
        double unit = tolerance + 1e-15 * count;
        double[] allowed = {unit * (count + absSum), unit * (count + absSum), 2 * unit * (absSum + squareSum)};
        for (int i = 0; i < sums.length; i++) {
            assertThat(sums[i]).as("checksum %d", i).isCloseTo(recordedSums[i], within(allowed[i]));
        }
    }

    /// Checks a number of a whole run by the measure in which the runs' files say how far rounding alone drives two of them
    /// apart: |actual − recorded|/(1 + |recorded|).
    ///
    /// @param what names the number, for the message
    public static void assertNear(String what, double recorded, double actual, double tolerance) {
        double off = Math.abs(actual - recorded) / (1 + Math.abs(recorded));
        assertThat(off).as("%s: expected %s but was %s", what, recorded, actual).isLessThanOrEqualTo(tolerance);
    }

    /// The same for a number as the file holds it.
    public static void assertNear(String what, JsonNode recorded, double actual, double tolerance) {
        assertNear(what, number(recorded), actual, tolerance);
    }

    /// The same for a list or a tensor object.
    public static void assertNear(String what, JsonNode recorded, float[] actual, double tolerance) {
        double[] expected = doubles(recorded);
        assertThat(actual).as(what).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertNear(what + " [" + i + "]", expected[i], actual[i], tolerance);
        }
    }

    /// The same for a tensor of which the file holds the size, three sums and the first numbers.
    public static void assertNearChecksum(String what, JsonNode recorded, float[] actual, double tolerance) {
        assertThat(actual).as(what).hasSize(Arrays.stream(shape(recorded)).reduce(1, (a, b) -> a * b));
        double sum = 0, absSum = 0, squares = 0;
        for (float value : actual) {
            sum += value;
            absSum += Math.abs(value);
            squares += (double) value * value;
        }
        assertNear(what + " sum", recorded.required("sum"), sum, tolerance);
        assertNear(what + " abs_sum", recorded.required("abs_sum"), absSum, tolerance);
        assertNear(what + " sq_sum", recorded.required("sq_sum"), squares, tolerance);
        JsonNode first = recorded.required("first");
        assertNear(what, first, Arrays.copyOf(actual, doubles(first).length), tolerance);
    }

    private static void assertClose(double[] recorded, double[] actual, double tolerance) {
        assertThat(recorded).as("recorded numbers").isNotEmpty();
        assertThat(actual).hasSameSizeAs(recorded);
        for (int i = 0; i < recorded.length; i++) {
            boolean same = Double.compare(actual[i], recorded[i]) == 0;
            double scale = Math.max(1, Math.abs(recorded[i]));
            boolean close = tolerance > 0 && Math.abs(actual[i] - recorded[i]) <= tolerance * scale;
            if (!same && !close) {
                throw new AssertionError("number " + i + " of " + recorded.length + ": expected " + recorded[i]
                        + " but was " + actual[i] + ", off by " + Math.abs(actual[i] - recorded[i])
                        + " with a tolerance of " + tolerance);
            }
        }
    }

    private static List<JsonNode> leaves(JsonNode node) {
        List<JsonNode> leaves = new ArrayList<>();
        collect(node.has("data") ? node.get("data") : node, leaves);
        return leaves;
    }

    private static void collect(JsonNode node, List<JsonNode> leaves) {
        if (!node.isArray()) {
            leaves.add(node);
            return;
        }
        for (JsonNode element : node) {
            collect(element, leaves);
        }
    }
}
