package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How numbers are spelled in messages and in config.json.
@Tag("part1")
class RequireTests {

    @ParameterizedTest
    @CsvSource({"1.0, 1", "2.5E-4, 0.00025", "-0.05, -0.05", "1e-8, 0.00000001", "1e-9, 1e-9", "2e12, 2e12",
        "1e6, 1000000",
        "123456.75, 123456.75", "-0.0, 0", "1.25e-12, 1.25e-12", "0.123456789012, 0.123456789012",
        "Infinity, Infinity"})
    void numbersAreSpelledAsOneWritesThem(double value, String text) {
        assertThat(Require.plain(value)).isEqualTo(text);
    }

    /// The rule, said with decimal arithmetic, which takes a tenth of a second to load.
    @Test
    void spellingsAgreeWithDecimalArithmetic() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 20_000; i++) {
            double exact = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-20, 20));
            int digits = random.nextInt(1, 18);
            double value = Double.parseDouble(String.format(Locale.ROOT, "%." + digits + "e", exact));
            BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
            boolean readable = Math.abs(decimal.precision() - decimal.scale()) <= 10 && decimal.scale() <= 8;
            assertThat(Require.plain(value)).isEqualTo(readable ? decimal.toPlainString()
                    : decimal.toString().replace("E+", "e").replace("E", "e"));
        }
    }
}
