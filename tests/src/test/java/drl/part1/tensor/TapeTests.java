package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.part1.TestBackends;
import drl.steps.Step;
import drl.tensor.Op;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a tape remembers, re-uses and refuses.
@Tag("part1")
@Step("Step 4, a tape that is used again")
class TapeTests {

    private final Tape tape = new Tape();

    // ---- memory -----------------------------------------------------------------------------------------------

    @Test
    void theNextStepTakesOverNodesAndBuffers() {
        Tensor x = Tensor.parameter(1, 2, 3);
        List<Tensor> nodes = null;
        List<Storage> values = null, gradients = null;
        for (int step = 0; step < 3; step++) {
            try (var _ = tape.step()) {
                x.square().mul(x).exp().sum().backward();
            }
            List<Tensor> now = tape.recorded();
            assertThat(now).hasSize(4);
            if (nodes == null) {
                nodes = now;
                values = now.stream().map(Tensor::data).toList();
                gradients = now.stream().map(Tensor::grad).toList();
            }
            for (int i = 0; i < now.size(); i++) {
                assertThat(now.get(i)).isSameAs(nodes.get(i));
                assertThat(now.get(i).data()).isSameAs(values.get(i));
                assertThat(now.get(i).grad()).isSameAs(gradients.get(i));
            }
        }
    }

    @Test
    void buffersAreAllocatedOnceForTheLargestBatch() {
        AtomicInteger allocations = new AtomicInteger();
        Tape counting = new Tape(counting(allocations), true);
        Tensor w = Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6}, 2, 3), b = Tensor.parameter(1, 2, 3);
        int[] batches = {7, 3, 5, 7, 1, 6};
        for (int i = 0; i < batches.length; i++) {
            allocations.set(0);
            Tensor x = Tensor.full(0.5f, batches[i], 2);
            try (var _ = counting.step()) {
                Tensor y = x.linear(w, b, Activation.TANH);
                assertThat(y.shape().dims()).containsExactly(batches[i], 3);
                y.concat(y, 1).square().sum(-1).mean().backward();
            }
            if (i == 0) {
                assertThat(allocations.get()).isPositive();
            } else {
                assertThat(allocations.get()).as("batch %d, of %d", i, batches[i]).isZero();
            }
        }
    }

    private static Backend counting(AtomicInteger allocations) {
        return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[] {Backend.class},
                (_, method, args) -> {
                    if (method.getName().equals("allocate")) {
                        allocations.incrementAndGet();
                    }
                    try {
                        return method.invoke(TestBackends.SCALAR, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void valuesAreRightAfterShapesAndOperationsChanged() {
        Tensor x = Tensor.parameter(1, 2, 3, 4);
        for (int n : new int[] {4, 2, 3, 1, 4}) {
            try (var _ = tape.step()) {
                Tensor part = x.narrow(0, 0, n);
                Tensor y = n % 2 == 0 ? part.square() : part.view(n, 1).exp().squeeze(-1);
                x.zeroGrad();
                y.sum().backward();
                for (int i = 0; i < 4; i++) {
                    double value = i + 1, slope = n % 2 == 0 ? 2 * value : Math.exp(value);
                    assertThat(x.gradient()[i]).isEqualTo((float) (i < n ? slope : 0));
                }
            }
        }
    }

    @Test
    void viewsShareTheValuesTheyShow() {
        try (var _ = tape.step()) {
            Tensor x = Tensor.parameter(1, 2, 3, 4).square();
            Tensor view = x.view(2, 2);
            assertThat(view.data()).isSameAs(x.data());
            assertThat(view.flatten().detach().data()).isSameAs(x.data());
            assertThat(x.expand(4).data()).isNotSameAs(x.data());
        }
    }

    /// A node that was a view must not write into what it once showed.
    @Test
    void aNodeThatWasAViewGetsValuesOfItsOwn() {
        Tensor x = Tensor.parameter(1, 2);
        try (var _ = tape.step()) {
            x.view(2, 1);
        }
        try (var _ = tape.step()) {
            assertThat(x.mul(5).toArray()).containsExactly(5, 10);
        }
        assertThat(x.toArray()).containsExactly(1, 2);
    }

    // ---- what is refused --------------------------------------------------------------------------------------

    @Test
    void backwardNeedsASingleNumber() {
        try (var _ = tape.step()) {
            Tensor y = Tensor.parameter(1, 2).square();
            assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("single number", "(2)", "sum()", "mean()");
        }
    }

    @Test
    void backwardNeedsAParameter() {
        try (var _ = tape.step()) {
            Tensor y = Tensor.of(1, 2).square().sum();
            assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no parameter");
            Tensor z = Tensor.parameter(1, 2).detach().sum();
            assertThatThrownBy(z::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no parameter");
        }
    }

    @Test
    void aTapeWithoutGradientsRecordsNone() {
        Tensor x = Tensor.parameter(3);
        try (var _ = Tape.withoutGradients().step()) {
            Tensor y = x.square().sum();
            assertThat(y.requiresGrad()).isFalse();
            assertThatThrownBy(y::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("its tape records none");
        }
    }

    /// Else the walk would pass over another tape's nodes, meet none of the loss's, and leave gradients as they are.
    @Test
    void backwardOutsideTheLosssStepIsRefused() {
        Tensor x = Tensor.parameter(3), loss;
        try (var _ = tape.step()) {
            loss = x.square().sum();
        }
        assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("tape");
        try (var _ = new Tape().step()) {
            assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class).hasMessageContaining("tape");
        }
        assertThat(x.gradient()).containsExactly(0);
    }

    /// Else the gradient would end there, and what lies behind would learn nothing.
    @Test
    void backwardAcrossTapesIsRefused() {
        Tensor x = Tensor.parameter(3), w = Tensor.parameter(2);
        Tensor elsewhere = x.square();
        try (var _ = tape.step()) {
            Tensor loss = elsewhere.mul(w).sum();
            assertThatThrownBy(loss::backward).isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("another tape", "(1)", "detach()");
        }
        w.zeroGrad();
        try (var _ = tape.step()) {
            elsewhere.detach().mul(w).sum().backward();
        }
        assertThat(w.gradient()).containsExactly(9);
    }

    @Test
    void aStepLeftOpenIsNoticed() {
        tape.step();
        try {
            assertThatThrownBy(tape::step).isInstanceOf(IllegalStateException.class).hasMessageContaining("still open");
        } finally {
            tape.close();
        }
        try (var _ = tape.step()) {
            assertThat(Tape.current()).isSameAs(tape);
        }
    }

    @Test
    void aStepThatFailedIsClosed() {
        Tape before = Tape.current();
        assertThatThrownBy(() -> {
            try (var _ = tape.step()) {
                Tensor.of(1, 2).add(Tensor.of(1, 2, 3));
            }
        }).isInstanceOf(IllegalArgumentException.class);
        assertThat(Tape.current()).isSameAs(before);
        try (var _ = tape.step()) {
            assertThat(Tensor.of(1, 2).add(1).toArray()).containsExactly(2, 3);
        }
    }

    @Test
    void onlyParametersCanBeMoved() {
        Backend backend = Backend.defaultBackend();
        try (var _ = tape.step()) {
            Tensor y = Tensor.parameter(1, 2).square();
            assertThatThrownBy(() -> y.moveTo(backend.allocate(2), backend.allocate(2)))
                    .isInstanceOf(IllegalStateException.class).hasMessageContaining("only parameters");
        }
        assertThatThrownBy(() -> Tensor.of(1, 2).moveTo(backend.allocate(2), backend.allocate(2)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("no gradient");
    }

    // ---- several tapes ----------------------------------------------------------------------------------------

    @Test
    void aStepMayBeTakenInsideAnother() {
        Tensor x = Tensor.parameter(3);
        Tape inner = Tape.withoutGradients();
        try (var _ = tape.step()) {
            Tensor y = x.square();
            float value;
            try (var _ = inner.step()) {
                assertThat(Tape.current()).isSameAs(inner);
                value = y.add(x).item();
            }
            assertThat(Tape.current()).isSameAs(tape);
            y.mul(value).sum().backward();
        }
        assertThat(x.gradient()).containsExactly(12 * 6);
        assertThat(tape.recorded()).hasSize(3);
        assertThat(inner.recorded()).singleElement().satisfies(t -> assertThat(t.op()).isInstanceOf(Op.Combine.class));
    }

    @Test
    void stepsEndInReverseOrder() {
        Tape before = Tape.current(), inner = new Tape();
        tape.step();
        inner.step();
        assertThatThrownBy(tape::close).isInstanceOf(IllegalStateException.class).hasMessageContaining("inner");
        assertThat(Tape.current()).isSameAs(inner);
        inner.close();
        tape.close();
        tape.close();
        assertThat(Tape.current()).isSameAs(before);
    }

    @Test
    void aThreadHasATapeOfItsOwnOutsideSteps() throws InterruptedException {
        AtomicReference<Tape> other = new AtomicReference<>();
        List<Float> values = new ArrayList<>();
        try (var _ = tape.step()) {
            Thread thread = new Thread(() -> {
                other.set(Tape.current());
                values.add(Tensor.of(2).square().item());
            });
            thread.start();
            thread.join();
        }
        assertThat(values).containsExactly(4f);
        assertThat(other.get()).isNotSameAs(tape);
        assertThat(tape.recorded()).isEmpty();
    }

    /// The thread may have computed before a program chose its device.
    @Test
    void outsideStepsTheDefaultBackendComputes() {
        Backend before = Backend.defaultBackend();
        Backend chosen = counting(new AtomicInteger());
        assertThat(Tape.current().backend()).isSameAs(before);
        Backend.setDefault(chosen);
        try {
            assertThat(Tape.current().backend()).isSameAs(chosen);
            assertThat(Tensor.of(3).square().item()).isEqualTo(9);
        } finally {
            Backend.setDefault(before);
        }
        assertThat(Tape.current().backend()).isSameAs(before);
    }

    @Test
    void withoutAStepEveryValueIsKept() {
        Tensor first = Tensor.of(1, 2).square(), second = Tensor.of(3, 4).square();
        assertThat(first.toArray()).containsExactly(1, 4);
        assertThat(second.toArray()).containsExactly(9, 16);
    }

    @Test
    void valuesStayReadableUntilTheNextStep() {
        Tensor y;
        try (var _ = tape.step()) {
            y = Tensor.of(3).square();
        }
        assertThat(y.item()).isEqualTo(9);
    }
}
