package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.part1.TestBackends;
import drl.steps.Step;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Where gradients go, and how they add up.
@Tag("part1")
@Step("Step 3, the chain rule")
class GradientTests {

    private final Tape tape = new Tape();

    @Test
    void gradientsOfParametersAccumulateUntilZeroed() {
        Tensor x = Tensor.parameter(3);
        for (int i = 1; i <= 3; i++) {
            try (var _ = tape.step()) {
                x.square().sum().backward();
            }
            assertThat(x.gradient()).containsExactly(6 * i);
        }
        x.zeroGrad();
        assertThat(x.gradient()).containsExactly(0);
    }

    @Test
    void twoLossesShareAStep() {
        Tensor shared = Tensor.parameter(2), a = Tensor.parameter(3), b = Tensor.parameter(5);
        try (var _ = tape.step()) {
            Tensor trunk = shared.square();
            Tensor first = trunk.mul(a).sum(), second = trunk.mul(b).sum();
            first.backward();
            assertThat(shared.gradient()).containsExactly(2 * 2 * 3);
            assertThat(a.gradient()).containsExactly(4);
            assertThat(b.gradient()).containsExactly(0);
            second.backward();
            assertThat(shared.gradient()).containsExactly(2 * 2 * (3 + 5));
            assertThat(a.gradient()).containsExactly(4);
            assertThat(b.gradient()).containsExactly(4);
            assertThat(trunk.gradient()).as("of the last loss alone").containsExactly(5);
        }
    }

    /// As a product of tensors that are one and the same, which the layer's kernel cannot know of.
    @Test
    void aLayersInputMayBeItsWeightOrItsBias() {
        float[] values = {0.5f, -1, 2, 0.25f};
        for (Backend backend : TestBackends.ALL) {
            float[] byProduct = gradient(backend, values, h -> h.matmul(h));
            assertThat(gradient(backend, values, h -> h.linear(h, Tensor.zeros(2), Activation.IDENTITY)))
                    .isEqualTo(byProduct);

            assertThat(gradient(backend, values, h -> row(h).linear(weight(), row(h), Activation.IDENTITY)))
                    .as("two tensors").isEqualTo(gradient(backend, values, h -> {
                        Tensor row = row(h);
                        return row.linear(weight(), row, Activation.IDENTITY);
                    }));
        }
    }

    private static Tensor row(Tensor matrix) {
        return matrix.narrow(0, 0, 1).squeeze(0);
    }

    private static Tensor weight() {
        return Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    }

    private static float[] gradient(Backend backend, float[] values, UnaryOperator<Tensor> layer) {
        return TestBackends.on(backend, () -> {
            Tensor x = Tensor.parameter(values, 2, 2);
            layer.apply(x.square()).sum().backward();
            return x.gradient();
        });
    }

    @Test
    void aLossMayBeWalkedTwice() {
        Tensor x = Tensor.parameter(3);
        try (var _ = tape.step()) {
            Tensor loss = x.square().mul(2).sum();
            loss.backward();
            loss.backward();
        }
        assertThat(x.gradient()).containsExactly(24);
    }

    @Test
    void aValueUsedTwiceReceivesBothGradients() {
        Tensor x = Tensor.parameter(3);
        try (var _ = tape.step()) {
            Tensor y = x.square();
            y.mul(y).add(y).sum().backward(); // x⁴ + x²
        }
        assertThat(x.gradient()).containsExactly(4 * 27 + 2 * 3);
    }

    @Test
    void aLayersInputReceivesWhatItsOtherUsesGive() {
        Tensor x = Tensor.parameter(new float[] {1, 2}, 1, 2), b = Tensor.parameter(0);
        Tensor w = Tensor.parameter(new float[] {3, 4}, 2, 1);
        for (int step = 0; step < 2; step++) {
            try (var _ = tape.step()) {
                Tensor h = x.mul(1);
                x.zeroGrad();
                h.linear(w, b, Activation.IDENTITY).sum().add(h.square().sum()).backward();
            }
            assertThat(x.gradient()).containsExactly(3 + 2, 4 + 4);
        }
    }

    @Test
    void nothingPassesADetachedValue() {
        Tensor x = Tensor.parameter(3);
        try (var _ = tape.step()) {
            Tensor target = x.square().detach();
            assertThat(target.requiresGrad()).isFalse();
            x.mul(target).sum().backward();
        }
        assertThat(x.gradient()).containsExactly(9);
    }

    @Test
    void constantsReceiveNoGradient() {
        Tensor x = Tensor.parameter(3), c = Tensor.of(4);
        try (var _ = tape.step()) {
            c.mul(x).sum().backward();
            assertThat(c.mul(c).requiresGrad()).isFalse();
        }
        assertThat(c.grad()).isNull();
        assertThat(c.gradient()).containsExactly(0);
        assertThat(x.gradient()).containsExactly(4);
    }

    /// A critic whose weights are not to move still tells its input which way is up.
    @Test
    void layersOfConstantWeightsPassGradientsOn() {
        for (Backend backend : TestBackends.ALL) {
            float[] gradient = TestBackends.on(backend, () -> {
                Tensor x = Tensor.parameter(new float[] {1, 2}, 1, 2);
                Tensor w = Tensor.of(new float[] {3, 4}, 2, 1), b = Tensor.of(5);
                x.linear(w, b, Activation.RELU).sum().backward();
                return x.gradient();
            });
            assertThat(gradient).containsExactly(3, 4);
        }
    }

    /// Sizes as in DDPG's critic, whose action joins at the second layer. The bits are those of one input copied
    /// together; plain loops, which round each sum once, may differ in the last.
    @Test
    void aLayerOfTwoInputsIsTheLayerOfBothSideBySide() {
        for (Backend backend : TestBackends.VECTOR) {
            for (int k : new int[] {1, 2, 17}) {
                for (boolean learns : new boolean[] {true, false}) {
                    List<float[]> apart = layerOfTwo(backend, k, learns, false);
                    List<float[]> together = layerOfTwo(backend, k, learns, true);
                    for (int i = 0; i < apart.size(); i++) {
                        assertThat(apart.get(i)).as("%s, %s more, learns %s", backend.description(), k, learns)
                                .containsExactly(together.get(i));
                    }
                }
            }
        }
    }

    /// Values and gradients of a layer; only the second input's where it does not learn, and does not pass on to the first.
    private static List<float[]> layerOfTwo(Backend backend, int k, boolean learns, boolean together) {
        return TestBackends.on(backend, () -> {
            int rows = 64, in = 40, out = 30;
            Tensor x = wave(learns, rows, in), more = wave(true, rows, k);
            Tensor w = wave(learns, in + k, out), b = wave(learns, out);
            Tensor y = together ? x.concat(more, 1).linear(w, b, Activation.RELU)
                    : x.linear(more, w, b, Activation.RELU);
            y.square().sum().backward();
            return List.of(y.toArray(), more.gradient(), x.gradient(), w.gradient(), b.gradient());
        });
    }

    private static Tensor wave(boolean parameter, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.7 * i + shape.length);
        }
        return parameter ? Tensor.parameter(values, shape) : Tensor.of(values, shape);
    }

    @Test
    void aStaleGradientIsNotShownAsThisSteps() {
        Tensor x = Tensor.parameter(3);
        try (var _ = tape.step()) {
            x.square().sum().backward();
        }
        try (var _ = tape.step()) {
            assertThat(x.square().gradient()).containsExactly(0);
        }
    }

    @Test
    void longChainsAreWalkedWithoutRecursion() {
        Tensor x = Tensor.parameter(1);
        try (var _ = tape.step()) {
            Tensor y = x;
            for (int i = 0; i < 20_000; i++) {
                y = y.add(1);
            }
            y.sum().backward();
            assertThat(y.item()).isEqualTo(20_001);
        }
        assertThat(x.gradient()).containsExactly(1);
    }
}
