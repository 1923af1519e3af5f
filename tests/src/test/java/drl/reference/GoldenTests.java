package drl.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The comparison itself: what it must let pass and what it must not.
@Tag("part1")
class GoldenTests {

    @Test
    void readsEveryFormOfNumbers() {
        assertThat(Golden.doubles(json("[[1, 2.5], ['NaN', '-Infinity']]")))
                .containsExactly(1, 2.5, Double.NaN, Double.NEGATIVE_INFINITY);
        assertThat(Golden.floats(json("{'shape': [2], 'data': [0.10000000149011612, 3]}"))).containsExactly(0.1f, 3);
        assertThat(Golden.doubles(json("7"))).containsExactly(7);
        assertThat(Golden.bigInteger(json("'18446744073709551621'"))).isEqualTo("18446744073709551621");
        assertThat(Golden.bigInteger(json("18446744073709551621"))).isEqualTo(new BigInteger("18446744073709551621"));
        assertThat(Golden.longs(json("['18446744073709551615', -3]"))).containsExactly(-1, -3);
        assertThat(Golden.shape(json("[[1, 2, 3], [4, 5, 6]]"))).containsExactly(2, 3);
        assertThat(Golden.shape(json("{'shape': [4, 1], 'data': [1, 2, 3, 4]}"))).containsExactly(4, 1);
        assertThatThrownBy(() -> Golden.number(json("'one'"))).hasMessageContaining("one");
    }

    @Test
    void comparesToTheLastBit() {
        Golden.assertMatches(json("[0.1, 0]"), new double[] {0.1, 0}, 0);
        assertDiffers("[0.1]", 0, Math.nextUp(0.1));
        assertDiffers("[0]", 0, -0.0);
        assertDiffers("[0.1]", 0, Double.NaN);
        assertDiffers("[0.1]", 1, Double.NaN);
        assertDiffers("[0.1, 0.2]", 0, 0.1);
        assertDiffers("[]", 1);
    }

    @Test
    void allowsTheToleranceAndNoMore() {
        Golden.assertMatches(json("[100, 0.5]"), new double[] {100.9, 0.509}, 0.01);
        assertDiffers("[100]", 0.01, 101.1);
        assertDiffers("[0.5]", 0.01, 0.511);
    }

    @Test
    void checksEachOfAChecksumsFields() {
        String checksum = "{'shape': [2, 2], 'sum': %s, 'abs_sum': %s, 'sq_sum': %s, 'first': [1, %s]}";
        double[] values = {1, -2, 3, 4};
        Golden.assertMatches(json(checksum.formatted(6, 10, 30, -2)), values, 0);
        assertDiffers(checksum.formatted(6.001, 10, 30, -2), 1e-6, values);
        assertDiffers(checksum.formatted(6, 10.001, 30, -2), 1e-6, values);
        assertDiffers(checksum.formatted(6, 10, 30.001, -2), 1e-6, values);
        assertDiffers(checksum.formatted(6, 10, 30, -2.001), 1e-6, values);
        assertDiffers(checksum.formatted(6, 10, 30, -2), 1e-6, 1, -2, 3);
    }

    @Test
    void namesAFileThatIsMissing() {
        assertThatThrownBy(() -> Golden.read("no_such_file.json")).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no_such_file.json");
    }

    private static void assertDiffers(String recorded, double tolerance, double... actual) {
        assertThatThrownBy(() -> Golden.assertMatches(json(recorded), actual, tolerance))
                .isInstanceOf(AssertionError.class);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
