package drl.part1.backend;

import static org.assertj.core.api.Assertions.assertThat;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.backend.Unary;
import drl.part1.TestBackends;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The fast exponential functions: how exact they are, and that a value does not depend on where it stands.
@Tag("part1")
class FloatMathTests {

    private static final Backend FAST = TestBackends.VECTOR.getFirst();

    @ParameterizedTest
    @EnumSource(names = {"EXP", "TANH", "SIGMOID"})
    void isWithinTwoUnitsInTheLastPlace(Unary f) {
        DoubleUnaryOperator exact = switch (f) {
            case EXP -> Math::exp;
            case TANH -> Math::tanh;
            default -> x -> 1 / (1 + Math.exp(-x));
        };
        float[] x = inputs();
        float[] y = apply(f, x, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            float expected = (float) exact.applyAsDouble(x[i]);
            if (Math.abs(expected) < Float.MIN_NORMAL) { // documented to become 0
                assertThat(Math.abs(y[i])).as("%s of %s", f, x[i]).isLessThanOrEqualTo(Float.MIN_NORMAL);
            } else {
                double error = Math.abs(y[i] - exact.applyAsDouble(x[i])) / Math.ulp(expected);
                assertThat(error <= 2).as("%s of %s: %s instead of %s", f, x[i], y[i], expected).isTrue();
            }
        }
    }

    /// Every float between −100 and 88.7 would be two thousand million; every 9973rd, a prime, meets all binary places.
    private static float[] inputs() {
        int step = 9973, negative = Float.floatToIntBits(100f) / step, positive = Float.floatToIntBits(88.7f) / step;
        float[] x = new float[negative + positive];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < negative ? -Float.intBitsToFloat(i * step) : Float.intBitsToFloat((i - negative) * step);
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "TANH", "SIGMOID", "RELU", "SQUARE"})
    void givesAValueTheSameBitsWhereverItStands(Unary f) {
        float[] x = new float[300];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 150) * 0.0731f;
        }
        float[] whole = apply(f, x, 0, x.length);
        for (int from = 0; from < 40; from++) {
            for (int n : new int[] {1, 2, 7, 15, 16, 17, 31, 33, 64, 65}) {
                float[] part = apply(f, x, from, n);
                for (int i = 0; i < n; i++) {
                    assertBits(part[i], whole[from + i], f + " of number " + (from + i) + " at " + i + " of " + n);
                }
            }
        }
    }

    /// As a number it would hide what went wrong.
    @ParameterizedTest
    @EnumSource(names = {"EXP", "TANH", "SIGMOID", "RELU", "SQUARE"})
    void givesNanForNanAlone(Unary f) {
        for (int at = 0; at < 40; at++) { // in whole vectors and behind them
            float[] x = new float[40];
            x[at] = Float.NaN;
            float[] y = apply(f, x, 0, x.length);
            for (int i = 0; i < y.length; i++) {
                assertThat(Float.isNaN(y[i])).as("%s, number %d of a NaN at %d", f, i, at).isEqualTo(i == at);
            }
        }
    }

    /// What acting (one row) and learning (a batch) compute for an observation are the same bits.
    @ParameterizedTest
    @EnumSource
    void givesARowTheSameBitsInAnyBatch(Activation act) {
        int rows = 127, in = 67;
        for (int out : new int[] {1, 2, 3, 5, 16, 17, 64, 65}) {
            KernelRun run = new KernelRun(FAST);
            Storage x = run.random(rows * in), w = run.random(in * out), b = run.random(out),
                    y = run.random(rows * out);
            FAST.linear(x, w, b, act, y, rows, in, out);
            for (int n : new int[] {1, 2, 3, 4, 5, 6, 7, 12, 13, 50}) {
                for (int from = 0; from + n <= rows; from += 11) {
                    Storage part = FAST.allocate(n * out);
                    FAST.linear(x.slice(from * in, n * in), w, b, act, part, n, in, out);
                    for (int i = 0; i < n * out; i++) {
                        assertBits(FAST.get(part, i), FAST.get(y, from * out + i),
                                "output " + i + " of " + n + " rows of " + out);
                    }
                }
            }
        }
    }

    @Test
    void namesWhatItRunsOn() {
        assertThat(TestBackends.SCALAR.description()).isEqualTo("scalar loops, 1 thread");
        assertThat(TestBackends.VECTOR.get(0).description()).matches("Vector API, \\d+ bit, 1 thread");
        assertThat(TestBackends.VECTOR.get(1).description()).endsWith("2 threads");
    }

    private static void assertBits(float actual, float expected, String label) {
        if (Float.floatToRawIntBits(actual) != Float.floatToRawIntBits(expected)) {
            throw new AssertionError(label + ": " + actual + " instead of " + expected);
        }
    }

    private static float[] apply(Unary f, float[] x, int from, int n) {
        Storage in = FAST.allocate(x.length), out = FAST.allocate(x.length);
        FAST.upload(x, 0, in, 0, x.length);
        FAST.unary(f, 0, in.slice(from, n), out.slice(from, n));
        float[] y = new float[n];
        FAST.download(out, from, y, 0, n);
        return y;
    }
}
