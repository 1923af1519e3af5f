package drl.part1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.reference.Golden;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How far numbers may be from recorded ones: `relative`·(the largest of the tensor) + `absolute`.
///
/// Relative to the tensor's largest number, because rounding errors are relative to the terms of a sum and not to what
/// they leave when they cancel. Taken number by number, a millionth is more than PyTorch keeps itself: small differences
/// of large numbers are up to thirty times as far apart between its float32 and its float64.
///
/// @param relative share of the largest recorded number
/// @param absolute and this much beside it
public record Tolerance(double relative, double absolute) {

    private static final String NUMBER = "([0-9.]+(?:e-?[0-9]+)?)";

    /// What a file states as `1e-6 rel + 1e-7 abs`.
    public static Tolerance of(JsonNode file) {
        MatchResult stated = find(file, NUMBER + " rel\\w* \\+ " + NUMBER + " abs");
        return new Tolerance(Double.parseDouble(stated.group(1)), Double.parseDouble(stated.group(2)));
    }

    /// A single number that a file states between these words: `stated(file, "orthogonal: ", " abs")`.
    public static double stated(JsonNode file, String before, String after) {
        return Double.parseDouble(find(file, Pattern.quote(before) + NUMBER + Pattern.quote(after)).group(1));
    }

    private static MatchResult find(JsonNode file, String pattern) {
        String text = file.required("tolerance").textValue();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("the file states its tolerance otherwise: %s", text).isTrue();
        return matcher;
    }

    /// Checks a tensor's shape and values.
    public void check(JsonNode recorded, Tensor actual) {
        assertThat(actual.shape().dims()).as("shape").isEqualTo(Golden.shape(recorded));
        check(recorded, actual.toArray());
    }

    /// Checks values against a number, a list, a tensor object or a checksum. A checksum's sums may be off by what its
    /// numbers may be off by together, each by its own share.
    public void check(JsonNode recorded, float... actual) {
        double[] values = new double[actual.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = actual[i];
        }
        check(recorded, values);
    }

    /// The same for values in double precision.
    public void check(JsonNode recorded, double... actual) {
        if (!Golden.isChecksum(recorded)) {
            compare(Golden.doubles(recorded), actual);
            return;
        }
        int n = Arrays.stream(Golden.shape(recorded)).reduce(1, (a, b) -> a * b);
        assertThat(actual).hasSize(n);
        double[] first = Golden.doubles(recorded.required("first"));
        compare(first, Arrays.copyOf(actual, first.length));

        double sum = 0, absSum = 0, squareSum = 0;
        for (double value : actual) {
            sum += value;
            absSum += Math.abs(value);
            squareSum += value * value;
        }
        double recordedAbs = Golden.number(recorded.required("abs_sum"));
        double recordedSquares = Golden.number(recorded.required("sq_sum"));
        double together = relative * recordedAbs + absolute * n;
        compare("sum", Golden.number(recorded.required("sum")), sum, together);
        compare("sum of magnitudes", recordedAbs, absSum, together);
        compare("sum of squares", recordedSquares, squareSum, // d(x²) = 2x·dx
                2 * (relative * recordedSquares + absolute * recordedAbs));
    }

    private void compare(double[] recorded, double[] actual) {
        assertThat(recorded).as("recorded numbers").isNotEmpty();
        assertThat(actual).hasSameSizeAs(recorded);
        double largest = 0;
        for (double value : recorded) {
            largest = Math.max(largest, Math.abs(value));
        }
        for (int i = 0; i < recorded.length; i++) {
            compare("number " + i + " of " + recorded.length, recorded[i], actual[i], relative * largest + absolute);
        }
    }

    private static void compare(String what, double recorded, double actual, double allowed) {
        boolean same = Double.compare(recorded, actual) == 0;
        if (!same && !(Math.abs(actual - recorded) <= allowed)) {
            throw new AssertionError(what + ": expected " + recorded + " but was " + actual + ", off by "
                    + Math.abs(actual - recorded) + " with " + allowed + " allowed");
        }
    }
}
