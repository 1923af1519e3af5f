package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.part1.TestBackends;
import drl.tensor.Tensor;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What becomes of infinities, NaN and numbers at the edge of what a float holds. A NaN must reach the loss: a run that
/// has gone wrong should not look healthy.
@Tag("part1")
class SpecialValueTests {

    private static final float NAN = Float.NaN, INF = Float.POSITIVE_INFINITY;
    private static final float[] NONE = {NAN, NAN, NAN};

    static List<Backend> backends() {
        return TestBackends.ALL;
    }

    /// A value at every place of a vector and behind its last whole one.
    private static float[] apply(Backend backend, UnaryOperator<Tensor> f, float x) {
        return TestBackends.on(backend, () -> f.apply(Tensor.full(x, 67)).toArray());
    }

    private static void assertAll(Backend backend, UnaryOperator<Tensor> f, float x, float expected) {
        assertThat(apply(backend, f, x)).as("of %s", x).containsOnly(expected);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void nanStaysNan(Backend backend) {
        for (UnaryOperator<Tensor> f : List.<UnaryOperator<Tensor>>of(Tensor::relu, Tensor::tanh, Tensor::sigmoid,
                Tensor::exp, Tensor::log, Tensor::sqrt, Tensor::square, Tensor::abs, Tensor::neg, x -> x.clamp(-1, 1),
                x -> x.mul(0), x -> x.add(Tensor.scalar(1)), x -> x.min(Tensor.scalar(1)), x -> x.max(Tensor.scalar(1)),
                x -> Tensor.scalar(1).min(x), x -> Tensor.scalar(1).max(x), Tensor::softmax, Tensor::logSoftmax)) {
            assertAll(backend, f, NAN, NAN);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void exponentialsOverflowToInfinityAndUnderflowToZero(Backend backend) {
        assertAll(backend, Tensor::exp, INF, INF);
        assertAll(backend, Tensor::exp, 89, INF);
        assertAll(backend, Tensor::exp, -INF, 0);
        assertAll(backend, Tensor::exp, -200, 0);
        assertThat(apply(backend, Tensor::exp, 88.7f)[0]).isBetween(3.3e38f, 3.35e38f);
        assertThat(apply(backend, Tensor::exp, -87.3f)[0]).isBetween(1.2e-38f, 1.23e-38f);
        assertAll(backend, Tensor::exp, -0f, 1);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void boundedFunctionsReachTheirBounds(Backend backend) {
        for (float x : new float[] {9, 20, 1000, Float.MAX_VALUE, INF}) {
            assertAll(backend, Tensor::tanh, x, 1);
            assertAll(backend, Tensor::tanh, -x, -1);
        }
        for (float x : new float[] {40, 1000, Float.MAX_VALUE, INF}) {
            assertAll(backend, Tensor::sigmoid, x, 1);
        }
        for (float x : new float[] {-1000, -Float.MAX_VALUE, -INF}) {
            assertAll(backend, Tensor::sigmoid, x, 0);
        }
        assertAll(backend, Tensor::relu, -INF, 0);
        assertAll(backend, Tensor::relu, INF, INF);
        assertAll(backend, x -> x.clamp(-1, 1), INF, 1);
        assertAll(backend, x -> x.clamp(-1, 1), -INF, -1);
        assertAll(backend, Tensor::tanh, 1e-30f, 1e-30f);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void impossibleArgumentsGiveNan(Backend backend) {
        assertAll(backend, Tensor::log, 0, -INF);
        assertAll(backend, Tensor::log, -1, NAN);
        assertAll(backend, Tensor::sqrt, -1, NAN);
        assertAll(backend, x -> x.div(Tensor.scalar(0)), 0, NAN);
        assertAll(backend, x -> x.div(Tensor.scalar(0)), 1, INF);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void extremesShowANan(Backend backend) {
        TestBackends.on(backend, () -> {
            for (int at = 0; at < 3; at++) {
                float[] values = {1, 2, 3, 4, 5, 6};
                values[at] = NAN;
                Tensor x = Tensor.of(values, 2, 3);
                assertThat(x.max().item()).isNaN();
                assertThat(x.min().item()).isNaN();
                assertThat(x.sum().item()).isNaN();
                assertThat(x.max(1).toArray()).containsExactly(NAN, 6);
                assertThat(x.min(1).toArray()).containsExactly(NAN, 4);
            }
            Tensor infinite = Tensor.of(-INF, INF, 1);
            assertThat(infinite.max().item()).isEqualTo(INF);
            assertThat(infinite.min().item()).isEqualTo(-INF);
            assertThat(infinite.sum().item()).isNaN();
            return null;
        });
    }

    @ParameterizedTest
    @MethodSource("backends")
    void softmaxNeverOverflows(Backend backend) {
        TestBackends.on(backend, () -> {
            Tensor x = Tensor.of(new float[] {1e4f, 1e4f, -1e4f, -3e38f, -3e38f, -3e38f, 0, -INF, -INF}, 3, 3);
            float third = 1 / 3f;
            assertThat(x.softmax().toArray()).containsExactly(0.5f, 0.5f, 0, third, third, third, 1, 0, 0);
            float[] logs = x.logSoftmax().toArray();
            assertThat(logs[0]).isCloseTo((float) -Math.log(2), within(1e-7f));
            assertThat(logs[2]).isEqualTo((float) (-2e4 - Math.log(2)));
            assertThat(logs[3]).isCloseTo((float) -Math.log(3), within(1e-7f));
            assertThat(logs[6]).isZero();
            assertThat(logs[7]).isEqualTo(-INF);
            float[] sums = x.logSumExp().toArray();
            assertThat(sums[0]).isEqualTo(1e4f + (float) Math.log(2));
            assertThat(sums[1]).isEqualTo(-3e38f);
            assertThat(sums[2]).isZero();
            return null;
        });
    }

    /// For every number of outputs the product takes another way through the fast backend.
    @ParameterizedTest
    @EnumSource
    void layersPassNanOn(Activation act) {
        for (Backend backend : TestBackends.ALL) {
            for (int out : new int[] {1, 2, 3, 5, 15, 16, 17, 33, 64, 65}) {
                float[] y = TestBackends.on(backend, () -> {
                    Tensor x = Tensor.full(1, 13, 7);
                    x.set(6 * 7 + 3, NONE, 0, 1); // in row 6
                    return x.linear(Tensor.full(0.1f, 7, out), Tensor.zeros(out), act).toArray();
                });
                for (int i = 0; i < y.length; i++) {
                    assertThat(Float.isNaN(y[i])).as("%s, row %d of %d outputs", backend.description(), i / out, out)
                            .isEqualTo(i / out == 6);
                }
            }
        }
    }

    @Test
    void gradientsOfNanAreNanOrNothing() {
        for (Backend backend : TestBackends.ALL) {
            float[] gradient = TestBackends.on(backend, () -> {
                Tensor x = Tensor.parameter(NAN, 1, -1);
                x.square().sum().backward();
                return x.gradient();
            });
            assertThat(gradient).containsExactly(NAN, 2, -2);
        }
    }
}
