package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import drl.backend.Storage;
import drl.nn.Adam;
import drl.nn.Optimizer;
import drl.nn.RMSprop;
import drl.nn.SGD;
import drl.nn.StateDict;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What all optimisers have in common.
@Tag("part1")
class OptimizerTests {

    /// Makes an optimiser for one parameter.
    interface Maker extends Function<Tensor, Optimizer> {
    }

    static List<Named<Maker>> optimisers() {
        return List.of(Named.of("SGD", p -> new SGD(List.of(p), 0.1)),
                Named.of("SGD with momentum", p -> new SGD(List.of(p), 0.1, 0.9, 0.01, false)),
                Named.of("Adam", p -> new Adam(List.of(p), 0.1, Adam.Options.DEFAULT.withWeightDecay(0.01))),
                Named.of("RMSprop", p -> new RMSprop(List.of(p), 0.1, 0.9, 1e-5, 0.01)));
    }

    private static void descend(Tensor x, Optimizer optimizer, int steps) {
        Tape tape = new Tape();
        for (int i = 0; i < steps; i++) {
            try (var _ = tape.step()) {
                optimizer.zeroGrad();
                x.square().square().sum().backward();
                optimizer.step();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void goesDownhill(Maker maker) {
        Tensor x = Tensor.parameter(1, -0.5f, 0.25f);
        descend(x, maker.apply(x), 100);
        for (float value : x.toArray()) {
            assertThat(Math.abs(value)).isLessThan(0.4f);
        }
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void aParameterHasOneOptimiser(Maker maker) {
        Tensor x = Tensor.parameter(1, -0.5f);
        Optimizer first = maker.apply(x), second = maker.apply(x);
        assertThatIllegalStateException().isThrownBy(first::step).withMessageContaining("(2)");
        assertThatIllegalStateException().isThrownBy(first::zeroGrad).withMessageContaining("another optimiser");
        descend(x, second, 1);
        assertThat(x.toArray()[0]).isLessThan(1);
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void continuesFromASavedStateBitForBit(Maker maker) {
        Tensor x = Tensor.parameter(1, -0.5f, 0.25f);
        Optimizer optimizer = maker.apply(x);
        optimizer.learningRate(0.05);
        descend(x, optimizer, 5);
        StateDict state = new StateDict();
        optimizer.save(state, "optim.");
        Tensor copy = Tensor.parameter(x.toArray());
        descend(x, optimizer, 5);

        Optimizer resumed = maker.apply(copy);
        resumed.load(state, "optim.");
        assertThat(resumed.steps()).isEqualTo(5);
        assertThat(resumed.learningRate()).isEqualTo(0.05);
        descend(copy, resumed, 5);
        assertThat(copy.toArray()).isEqualTo(x.toArray());
    }

    @Test
    void parametersStayTheSameTensorsInOneBlock() {
        Tensor a = Tensor.parameter(1, 2), b = Tensor.parameter(3);
        Storage before = a.data();
        Optimizer optimizer = new SGD(List.of(a, b), 1);
        assertThat(a.data()).isNotSameAs(before);
        assertThat(a.toArray()).containsExactly(1, 2);
        assertThat(b.toArray()).containsExactly(3);
        descend(a, optimizer, 1);
        assertThat(a.toArray()).containsExactly(1 - 4, 2 - 32);
        assertThat(b.toArray()).as("its gradient is zero").containsExactly(3);
    }

    @Test
    void climbsWhenToldTo() {
        Tensor up = Tensor.parameter(1), down = Tensor.parameter(1);
        descend(up, new Adam(List.of(up), 0.1, Adam.Options.DEFAULT.maximizing()), 1);
        descend(down, new Adam(List.of(down), 0.1), 1);
        assertThat(up.item()).isCloseTo(1.1f, within(1e-6f));
        assertThat(down.item()).isCloseTo(0.9f, within(1e-6f));
        descend(up, new SGD(List.of(up), 0.1, 0, 0, true), 1);
        assertThat(up.item()).isGreaterThan(1.1f);
    }

    @Test
    void clippingLeavesShortGradientsAndShortensLongOnes() {
        Tensor x = Tensor.parameter(3, 4);
        Optimizer optimizer = new SGD(List.of(x), 1);
        try (var _ = new Tape().step()) {
            x.square().sum().mul(0.5f).backward(); // the gradient is x
        }
        optimizer.clipGradNorm(10);
        assertThat(optimizer.gradNorm().item()).isEqualTo(5);
        assertThat(x.gradient()).containsExactly(3, 4);
        optimizer.clipGradNorm(1);
        assertThat(optimizer.gradNorm().item()).isEqualTo(5);
        assertThat(x.gradient()[0]).isBetween(0.599999f, 0.6f);
        assertThat(x.gradient()[1]).isBetween(0.799999f, 0.8f);
    }

    /// Steps that were taken back have left no trace: the next ones give what they gave.
    @Test
    void goesBackToWhereItWasKept() {
        for (Function<Tensor, Optimizer> kind : List.<Function<Tensor, Optimizer>>of(x -> new SGD(List.of(x), 1e-3),
                x -> new SGD(List.of(x), 1e-3, 0.9, 0, false), x -> new Adam(List.of(x), 0.1),
                x -> new RMSprop(List.of(x), 0.1))) {
            Tensor x = Tensor.parameter(3, 4);
            Optimizer optimizer = kind.apply(x);
            assertThatIllegalStateException().isThrownBy(optimizer::goBack).withMessageContaining("keep()");
            descend(x, optimizer, 2);
            optimizer.keep();
            float[] then = x.toArray();
            descend(x, optimizer, 3);
            float[] later = x.toArray();
            assertThat(later).isNotEqualTo(then);
            optimizer.goBack();
            assertThat(x.toArray()).isEqualTo(then);
            assertThat(optimizer.steps()).isEqualTo(2);
            descend(x, optimizer, 3);
            assertThat(x.toArray()).isEqualTo(later);
        }
    }

    /// Behind a ReLU that is always off: running means end at zero, not among the subnormal numbers, which are slow.
    @Test
    void meansOfGradientsThatStayZeroEndAtZero() {
        Tensor x = Tensor.parameter(1, -0.5f, 0.25f);
        assertThat(meansAfterZeros(x, new SGD(List.of(x), 0.1, 0.9, 0, false), "momentum_buffer")).containsOnly(0);
        Adam.Options quick = new Adam.Options(0.9, 0.9, 1e-8, 0, false);
        assertThat(meansAfterZeros(x, new Adam(List.of(x), 0.1, quick), "exp_avg")).containsOnly(0);
        assertThat(meansAfterZeros(x, new Adam(List.of(x), 0.1, quick), "exp_avg_sq")).containsOnly(0);
        assertThat(meansAfterZeros(x, new RMSprop(List.of(x), 0.1, 0.9, 1e-5, 0), "square_avg")).containsOnly(0);
        assertThat(meansAfterZeros(x, new Adam(List.of(x), 0.1, quick.withEps(0)), "exp_avg_sq"))
                .as("without ε they are divided by each other, however small").doesNotContain(0);
    }

    /// What nothing but a weight decay works on is zero in the end, and not a subnormal number either.
    @Test
    void parametersThatOnlyDecayEndAtZero() {
        Adam.Options decay = Adam.Options.DEFAULT.withWeightDecay(0.01);
        for (Maker maker : List.<Maker>of(p -> new Adam(List.of(p), 1e-3, decay),
                p -> new RMSprop(List.of(p), 1e-3, 0.9, 1e-5, 0.01), p -> new SGD(List.of(p), 1, 0, 0.5, false))) {
            Tensor x = Tensor.parameter(1e-20f, -1e-29f, 0.5f);
            Optimizer optimizer = maker.apply(x);
            for (int i = 0; i < 200; i++) {
                optimizer.step();
                for (float value : x.toArray()) {
                    assertThat(value == 0 || Math.abs(value) >= 1e-30f).as("%s after %d steps", value, i).isTrue();
                }
            }
        }
    }

    private static float[] meansAfterZeros(Tensor x, Optimizer optimizer, String name) {
        descend(x, optimizer, 1);
        optimizer.zeroGrad();
        for (int i = 0; i < 2000; i++) {
            optimizer.step();
        }
        StateDict state = new StateDict();
        optimizer.save(state, "");
        return state.get(name, List.of(3));
    }

    @Test
    void needsParameters() {
        Tensor constant = Tensor.of(1, 2), parameter = Tensor.parameter(1);
        Storage before = parameter.data();
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(List.of(parameter, constant), 0.1))
                .withMessageContainingAll("(2)", "Tensor.parameter");
        assertThat(parameter.data()).as("nothing was moved").isSameAs(before);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesImpossibleNumbers(double bad) {
        List<Tensor> x = List.of(Tensor.parameter(1));
        String got = "got " + bad;
        assertRefused("learningRate", got, () -> new SGD(x, bad));
        assertRefused("momentum", got, () -> new SGD(x, 0.1, bad, 0, false));
        assertRefused("weightDecay", got, () -> new SGD(x, 0.1, 0, bad, false));
        assertRefused("beta1", got, () -> new Adam.Options(bad, 0.9, 1e-8, 0, false));
        assertRefused("beta2", got, () -> new Adam.Options(0.9, bad, 1e-8, 0, false));
        assertRefused("eps", got, () -> Adam.Options.DEFAULT.withEps(bad));
        assertRefused("weightDecay", got, () -> Adam.Options.DEFAULT.withWeightDecay(bad));
        assertRefused("smoothing", got, () -> new RMSprop(x, 0.1, bad, 1e-8, 0));
        assertRefused("eps", got, () -> new RMSprop(x, 0.1, 0.9, bad, 0));
        Optimizer sgd = new SGD(x, 0.1);
        assertRefused("learningRate", got, () -> sgd.learningRate(bad));
        if (!(bad > 0)) {
            assertRefused("maxNorm", got, () -> sgd.clipGradNorm(bad));
        }
    }

    private static void assertRefused(String name, String got, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContainingAll(name, got);
    }
}
