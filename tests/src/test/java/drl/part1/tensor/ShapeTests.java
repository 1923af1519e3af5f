package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.backend.Activation;
import drl.tensor.Shape;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Shapes that do not fit are refused in one line that names the operation and the shapes.
@Tag("part1")
class ShapeTests {

    private final Tape tape = new Tape();
    private final Tensor row = Tensor.of(1, 2, 3);                                          // (3)
    private final Tensor matrix = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);          // (2, 3)
    private final Tensor block = Tensor.zeros(2, 3, 4);                                     // (2, 3, 4)

    @BeforeEach
    void beginStep() {
        tape.step();
    }

    @AfterEach
    void endStep() {
        tape.close();
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatIllegalArgumentException().isThrownBy(call)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").contains(parts));
    }

    @Test
    void shapesThemselves() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).isNotEqualTo(Shape.of(3, 2)).hasToString("(2, 3)")
                .hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of()).isSameAs(Shape.SCALAR).hasToString("()");
        assertThat(Shape.SCALAR.size()).isEqualTo(1);
        assertThat(Shape.of(2, 0, 3).size()).isZero();
        assertThat(Shape.of(2, 3, 4).dim(-1)).isEqualTo(4);
        assertRefused(() -> Shape.of(2, -1), "negative", "[2, -1]");
        assertRefused(() -> Shape.of(1 << 16, 1 << 16), "too many elements", "[65536, 65536]");
        assertRefused(() -> Shape.of(1 << 22, 1 << 22, 1 << 22), "too many elements"); // 2⁶⁶ is 0 in 64 bits
        assertRefused(() -> Shape.of(2, 3).dim(2), "(2, 3)", "no axis 2");
        assertRefused(() -> Shape.of(2, 3).dim(-3), "(2, 3)", "no axis -3");
    }

    @Test
    void values() {
        assertRefused(() -> Tensor.of(new float[] {1, 2}, 3), "(3)", "3 values", "got 2");
        assertRefused(() -> matrix.set(1, 2, 3), "(2, 3)", "6 values", "got 3");
        assertThatThrownBy(matrix::item).isInstanceOf(IllegalStateException.class).hasMessageContaining("(2, 3)");
        assertThatThrownBy(() -> matrix.at(6)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.get(4, new float[9], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> matrix.set(4, new float[9], 0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void view() {
        assertThat(matrix.view(-1, 2).shape()).isEqualTo(Shape.of(3, 2));
        assertThat(matrix.view(3, -1).shape()).isEqualTo(Shape.of(3, 2));
        assertRefused(() -> matrix.view(4), "view", "(2, 3)", "6 values", "(4)");
        assertRefused(() -> matrix.view(-1, 4), "view", "(2, 3)", "6 values");
        assertRefused(() -> matrix.view(-1, -1), "-1");
        assertRefused(() -> matrix.view(-2, -3), "-2");
    }

    @Test
    void squeezeAndUnsqueeze() {
        assertThat(Tensor.zeros(3, 1).squeeze().shape()).isEqualTo(Shape.of(3));
        assertThat(Tensor.zeros(1, 1).squeeze().shape()).isEqualTo(Shape.SCALAR);
        assertThat(Tensor.zeros(1, 3, 1, 2).squeeze().shape()).isEqualTo(Shape.of(3, 2));
        assertThat(row.unsqueeze(0).shape()).isEqualTo(Shape.of(1, 3));
        assertThat(row.unsqueeze(1).shape()).isEqualTo(Shape.of(3, 1));
        assertThat(row.unsqueeze(-1).shape()).isEqualTo(Shape.of(3, 1));
        assertThat(row.unsqueeze(-2).shape()).isEqualTo(Shape.of(1, 3));
        assertRefused(() -> matrix.squeeze(1), "squeeze", "axis 1", "(2, 3)");
        assertRefused(() -> matrix.squeeze(2), "(2, 3)", "axis 2");
        assertRefused(() -> row.unsqueeze(2), "unsqueeze", "(3)", "2");
        assertRefused(() -> row.unsqueeze(-3), "unsqueeze", "(3)", "-3");
        assertRefused(() -> row.unsqueeze(-5), "unsqueeze", "(3)", "-5");
    }

    @Test
    void axesInAnotherOrder() {
        assertThat(block.permute(2, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(block.permute(-1, 0, 1).shape()).isEqualTo(Shape.of(4, 2, 3));
        assertRefused(() -> block.permute(0, 1), "permute", "[0, 1]", "(2, 3, 4)");
        assertRefused(() -> matrix.permute(0, 0), "permute", "[0, 0]", "(2, 3)");
        assertRefused(() -> matrix.permute(0, -2), "permute", "[0, -2]", "(2, 3)");
        assertRefused(() -> matrix.permute(0, 2), "(2, 3)", "axis 2");
        assertRefused(row::transpose, "transpose", "(3)", "permute");
        assertRefused(block::transpose, "transpose", "(2, 3, 4)");
    }

    @Test
    void expand() {
        assertRefused(() -> matrix.expand(2, 6), "expand", "(2, 3)", "[2, 6]");
        assertRefused(() -> matrix.expand(2, 2, 3), "expand", "(2, 3)", "[2, 2, 3]");
        assertRefused(() -> matrix.expand(3), "expand", "(2, 3)", "[3]");
        assertRefused(() -> matrix.expand(), "expand", "(2, 3)", "[]");
    }

    @Test
    void rowsShareTheirMemory() {
        Tensor whole = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor rows = whole.rows(1, 3);
        assertThat(rows.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(rows.toArray()).containsExactly(3, 4, 5, 6);
        whole.set(1, 2, 7, 4, 5, 8);
        rows.set(3, new float[] {9}, 0, 1);
        assertThat(rows.toArray()).containsExactly(7, 4, 5, 9);
        assertThat(whole.toArray()).containsExactly(1, 2, 7, 4, 5, 9);
        assertThat(whole.rows(3, 3).size()).isZero();
        assertRefused(() -> whole.rows(2, 4), "rows", "2", "4", "(3, 2)");
        assertThatIllegalStateException().isThrownBy(() -> whole.square().rows(0, 1));
        assertThatIllegalStateException().isThrownBy(() -> Tensor.parameter(1, 2).rows(0, 1));
    }

    @Test
    void narrow() {
        assertThat(matrix.narrow(-1, 1, 3).toArray()).containsExactly(2, 3, 5, 6);
        assertThat(matrix.narrow(0, 1, 1).shape()).isEqualTo(Shape.of(0, 3));
        assertRefused(() -> matrix.narrow(1, 2, 4), "narrow", "2", "4", "(2, 3)");
        assertRefused(() -> matrix.narrow(1, 2, 1), "narrow", "2", "1", "(2, 3)");
        assertRefused(() -> matrix.narrow(1, -1, 2), "narrow", "-1", "2", "(2, 3)");
        assertRefused(() -> matrix.narrow(2, 0, 1), "(2, 3)", "axis 2");
    }

    @Test
    void concat() {
        assertRefused(() -> matrix.concat(row, 0), "concat", "(2, 3)", "(3)");
        assertRefused(() -> matrix.concat(Tensor.zeros(2, 4), 0), "concat", "(2, 3)", "(2, 4)", "axis 0");
        assertRefused(() -> matrix.concat(Tensor.zeros(3, 3), 1), "concat", "(2, 3)", "(3, 3)", "axis 1");
        assertRefused(() -> matrix.concat(matrix, 2), "(2, 3)", "axis 2");
    }

    @Test
    void pickingByIndex() {
        assertThat(matrix.select(1, Tensor.of(2, 2, 0)).toArray()).containsExactly(3, 3, 1, 6, 6, 4);
        assertRefused(() -> matrix.gather(1, Tensor.of(0, 1)), "gather", "(2)", "(2, 3)", "axis 1");
        assertRefused(() -> matrix.gather(1, Tensor.zeros(3, 1)), "gather", "(3, 1)", "(2, 3)");
        assertRefused(() -> matrix.select(2, Tensor.of(0)), "(2, 3)", "axis 2");
    }

    @ParameterizedTest
    @ValueSource(floats = {3, -1, 0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e10f})
    void indicesAreWholeNumbersWithinTheAxis(float index) {
        String named = Float.toString(index);
        assertThatThrownBy(() -> matrix.select(1, Tensor.of(0, index))).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll(named, "position 1", "from 0 to 2");
        assertThatThrownBy(() -> matrix.gather(1, Tensor.of(new float[] {0, index}, 2, 1)))
                .isInstanceOf(IndexOutOfBoundsException.class).hasMessageContainingAll(named, "from 0 to 2");
    }

    @Test
    void reductions() {
        assertThat(matrix.sum(-1).shape()).isEqualTo(Shape.of(2));
        assertThat(block.sum(1).shape()).isEqualTo(Shape.of(2, 4));
        assertThat(row.sum(0).shape()).isEqualTo(Shape.SCALAR);
        assertRefused(() -> matrix.sum(2), "(2, 3)", "axis 2");
        assertRefused(() -> Tensor.scalar(1).max(0), "()", "axis 0");
        assertRefused(() -> Tensor.zeros(0).max(), "no values", "(0)");
        assertRefused(() -> Tensor.zeros(2, 0).min(1), "no values", "(2, 0)");
        assertThat(Tensor.zeros(0, 3).max(1).size()).isZero();
        assertRefused(() -> row.clamp(1, 0), "clamp", "1.0 and 0.0");
        assertRefused(() -> row.clamp(Float.NaN, 1), "clamp", "NaN");
    }

    @Test
    void ofNothingThereIsNothing() {
        Tensor none = Tensor.parameter(new float[0], 2, 0);
        for (Tensor other : List.of(Tensor.scalar(1), Tensor.zeros(0), Tensor.zeros(2, 1), none)) {
            Tensor sum = none.add(other);
            assertThat(sum.shape()).isEqualTo(Shape.of(2, 0));
            sum.sum().backward();
        }
    }

    @Test
    void matrices() {
        assertRefused(() -> matrix.matmul(matrix), "matmul", "(2, 3) and (2, 3)");
        assertRefused(() -> matrix.matmul(Tensor.zeros(2)), "matmul", "(2, 3)", "(2");
        assertRefused(() -> row.matmul(Tensor.zeros(4, 3)), "matmul", "3)", "(4, 3)");
        assertRefused(() -> row.matmul(Tensor.zeros(4)), "matmul", "3)", "(4");
        assertRefused(() -> block.matmul(Tensor.zeros(4, 5)), "matmul", "(2, 3, 4)", "(4, 5)");
        assertRefused(() -> matrix.matmulTransposed(Tensor.zeros(3, 2)), "matmul", "(2, 3)", "(3, 2)");
        assertRefused(() -> matrix.cholesky(), "cholesky", "(2, 3)");
        assertRefused(() -> matrix.solveLower(matrix), "solveLower", "(2, 3)");
        assertRefused(() -> Tensor.zeros(2, 2).solveLower(row), "solveLower", "(2, 2)", "(3)");
        assertRefused(() -> Tensor.zeros(2, 2).solveLower(Tensor.zeros(3, 2)), "solveLower", "(2, 2)", "(3, 2)");
    }

    @Test
    void layers() {
        Tensor w = Tensor.zeros(3, 4), b = Tensor.zeros(4);
        assertThat(row.linear(w, b, Activation.RELU).shape()).isEqualTo(Shape.of(4));
        Tensor lower = Tensor.zeros(2, 1);
        assertThat(Tensor.zeros(2, 2).linear(lower, w, b, Activation.RELU).shape()).isEqualTo(Shape.of(2, 4));
        assertRefused(() -> Tensor.zeros(2, 3).linear(lower, w, b, Activation.RELU), "linear", "(2, 3)", "(2, 1)",
                "(3, 4)");
        assertRefused(() -> Tensor.zeros(3, 2).linear(lower, w, b, Activation.RELU), "linear", "(3, 2)", "(2, 1)",
                "(3, 4)");
        assertRefused(() -> Tensor.zeros(2, 4).linear(w, b, Activation.RELU), "linear", "(2, 4)", "(3, 4)", "(4)");
        assertRefused(() -> matrix.linear(w, Tensor.zeros(3), Activation.RELU), "linear", "(2, 3)", "(3, 4)", "(3)");
        assertRefused(() -> matrix.linear(w, Tensor.zeros(1, 4), Activation.RELU), "linear", "(1, 4)");
        assertRefused(() -> Tensor.scalar(1).linear(w, b, Activation.RELU), "linear", "()");
        assertRefused(() -> matrix.linear(row, b, Activation.RELU), "linear", "(3)");
    }
}
