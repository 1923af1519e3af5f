package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part2")
@DisplayName("progress on standard output")
class ProgressTests {

    @Test
    void theBarShowsShareStepsSpeedTimeLeftAndReturn() {
        assertThat(bar(StandardCharsets.UTF_8, 251_250, 1_005_000, 120_000, -812.345, 79)).isEqualTo(
                " 25% ████░░░░░░░░░░░░░ 251k/1.01M steps  120k steps/s  0:07 left  return -812.3");
        assertThat(bar(StandardCharsets.UTF_8, 0, 10_000_000, 1_000, Double.NaN, 79)).isEqualTo(
                "  0% " + "░".repeat(31) + " 0/10.00M steps  1000 steps/s  2:46:40 left");
        assertThat(bar(StandardCharsets.UTF_8, 500, 500, 9_999, 500, 200))
                .isEqualTo("100% " + "█".repeat(40) + " 500/500 steps  9999 steps/s  0:00 left  return 500.0");
    }

    @Test
    void aConsoleWithoutBlocksGetsPlainCharacters() {
        assertThat(bar(StandardCharsets.ISO_8859_1, 50, 100, 10, Double.NaN, 60))
                .isEqualTo(" 50% " + "#".repeat(9) + ".".repeat(10) + " 50/100 steps  10 steps/s  0:05 left");
    }

    @Test
    void itNeverIsLongerThanTheTerminal() {
        for (int width = 0; width < 120; width++) {
            assertThat(bar(StandardCharsets.UTF_8, 123_456, 1_000_000, 120_000, -812.3, width).length())
                    .isLessThanOrEqualTo(width);
        }
    }

    @Test
    void withoutAKnownEndThereIsNeitherBarNorTimeLeft() {
        assertThat(bar(StandardCharsets.UTF_8, 2_000, 0, 500, -1, 79))
                .isEqualTo("2000 steps  500 steps/s  return -1.0");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1.000", "-1.23456, -1.235", "12.3456, 12.35", "-123.456, -123.5", "12345.6, 12346",
        "0.123456, 0.1235", "0.00123, 0.0012", "0.000123456, 1.235e-4", "-9.99999e-8, -1.000e-7", "1.5e300, 1.500e300",
        "5e-324, 4.9E-324", "NaN, NaN", "-Infinity, -Infinity"})
    void figuresAreRoundedForReading(double value, String expected) {
        assertThat(text(new TextBuffer().rounded(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 2, 0.00", "-0.001, 2, 0.00", "1.375, 2, 1.38", "-1.5, 0, -2", "2.5, 0, 3", "999.9999, 3, 1000.000",
        "12345678.9, 1, 12345678.9", "1e300, 2, 1.0E300", "NaN, 2, NaN"})
    void decimalsAreFixedWhereColumnsAre(double value, int decimals, String expected) {
        assertThat(text(new TextBuffer().fixed(value, decimals))).isEqualTo(expected);
    }

    private static String text(TextBuffer buffer) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            buffer.writeTo(out);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String bar(Charset charset, long steps, long total, double speed, double meanReturn, int width) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, charset);
        try (BarProgress bar = new BarProgress(out, new Iteration(0), 0, total)) {
            return bar.line(steps, total, speed, meanReturn, width);
        }
    }
}
