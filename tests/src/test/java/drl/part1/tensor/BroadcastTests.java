package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.nn.Loss;
import drl.steps.Step;
import drl.tensor.Shape;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which shapes may meet. The list of what may not is the longer one: a (n) against a (n, 1) would silently become
/// (n, n) in PyTorch.
@Tag("part1")
@Step("Step 2, which shapes may meet")
class BroadcastTests {

    private static final Map<String, BinaryOperator<Tensor>> OPERATIONS = new LinkedHashMap<>(Map.of(
            "add", (a, b) -> a.add(b), "sub", (a, b) -> a.sub(b), "mul", (a, b) -> a.mul(b), "div", (a, b) -> a.div(b),
            "min", (a, b) -> a.min(b), "max", (a, b) -> a.max(b), "pow", (a, b) -> a.pow(b)));

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 64})
    void aRowAgainstAColumnIsRefusedByName(int n) {
        try (var _ = new Tape().step()) {
            Tensor row = Tensor.full(2, n), column = Tensor.full(3, n, 1);
            OPERATIONS.forEach((name, operation) -> {
                assertRefused(name, operation, row, column);
                assertRefused(name, operation, column, row);
            });
        }
    }

    private static void assertRefused(String name, BinaryOperator<Tensor> operation, Tensor a, Tensor b) {
        assertThatThrownBy(() -> operation.apply(a, b)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(name + ": shapes " + a.shape() + " and " + b.shape() + " do not fit")
                .hasMessageContaining("squeeze");
    }

    @Test
    void aLossNeedsEqualShapes() {
        try (var _ = new Tape().step()) {
            Tensor row = Tensor.full(2, 4), column = Tensor.full(3, 4, 1), single = Tensor.scalar(1);
            for (BinaryOperator<Tensor> loss : Map.<String, BinaryOperator<Tensor>>of("mse", Loss::mse, "smoothL1",
                    Loss::smoothL1).values()) {
                assertThatThrownBy(() -> loss.apply(row, column)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("prediction (4)", "target (4, 1)", "squeeze");
                assertThatThrownBy(() -> loss.apply(column, row)).isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContainingAll("prediction (4, 1)", "target (4)");
                assertThatThrownBy(() -> loss.apply(row, single)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // one      | the other | result
        "3          | 3         | 3",
        "2 3        | 2 3       | 2 3",
        "2 3        |           | 2 3",
        "2 3        | 1         | 2 3",
        "2 3        | 1 1       | 2 3",
        "3          |           | 3",
        "1          |           | 1",
        "1 1        | 1         | 1 1",
        "2 3        | 3         | 2 3",
        "2 3        | 1 3       | 2 3",
        "1 3        | 3         | 1 3",
        "3 3        | 3         | 3 3",
        "2 4 3      | 3         | 2 4 3",
        "2 4 3      | 1 1 3     | 2 4 3",
        "2 3        | 2 1       | 2 3",
        "2 4 3      | 2 4 1     | 2 4 3",
        "2 1        | 1 3       | 2 3"})
    void theseMeetBothWays(String one, String other, String result) {
        Tensor a = counting(one, 1), b = counting(other, 100);
        try (var _ = new Tape().step()) {
            Tensor sum = a.add(b), reversed = b.add(a), difference = b.sub(a);
            Shape shape = shape(result);
            assertThat(sum.shape()).isEqualTo(shape);
            assertThat(reversed.shape()).isEqualTo(shape);
            for (int i = 0; i < shape.size(); i++) {
                float x = valueBehind(a, shape, i), y = valueBehind(b, shape, i);
                assertThat(sum.at(i)).isEqualTo(x + y);
                assertThat(reversed.at(i)).isEqualTo(x + y);
                assertThat(difference.at(i)).isEqualTo(y - x);
            }
        }
    }

    /// Gradients of what was repeated add up.
    @Test
    void gradientsFlowBackToTheSmallerOne() {
        Tensor matrix = counting("2 3", 1), row = Tensor.parameter(1, 2, 3);
        Tensor column = Tensor.parameter(new float[] {1, 2}, 2, 1), single = Tensor.parameter(5);
        try (var _ = new Tape().step()) {
            matrix.mul(row).add(matrix.mul(column)).add(matrix.mul(single)).sum().backward();
        }
        assertThat(row.gradient()).containsExactly(1 + 4, 2 + 5, 3 + 6);
        assertThat(column.gradient()).containsExactly(1 + 2 + 3, 4 + 5 + 6);
        assertThat(single.gradient()).containsExactly(21);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"3 | 4", "2 3 | 2", "2 3 | 3 2", "2 3 | 3 1", "2 3 | 1 2", "3 1 | 3",
        "3 1 | 4",
        "2 3 4 | 3 4", "2 3 4 | 1 3 4", "2 3 4 | 2 1 4", "2 3 4 | 2 1 1", "2 3 4 | 3 1", "2 1 3 | 4 1", "1 3 | 3 1 1",
        "2 | 1 1 2 1"})
    void theseNeverMeet(String one, String other) {
        Tensor a = counting(one, 1), b = counting(other, 1);
        try (var _ = new Tape().step()) {
            assertRefused("mul", (x, y) -> x.mul(y), a, b);
            assertRefused("mul", (x, y) -> x.mul(y), b, a);
        }
    }

    private static Shape shape(String sizes) {
        return sizes == null ? Shape.SCALAR : Shape.of(Inputs.of(sizes).shapes().getFirst()[0]);
    }

    /// `from`, `from` + 1, and so on.
    private static Tensor counting(String sizes, float from) {
        Shape shape = shape(sizes);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = from + i;
        }
        return Tensor.of(values, shape.dims());
    }

    /// What element `i` of the result takes from an operand, by NumPy's rule: axes are aligned at the end, and those of
    /// size 1 repeat.
    private static float valueBehind(Tensor operand, Shape result, int i) {
        int at = 0, stride = 1;
        for (int axis = 1; axis <= result.rank(); axis++) {
            int size = result.dim(-axis), position = i % size;
            i /= size;
            if (axis <= operand.shape().rank()) {
                int own = operand.shape().dim(-axis);
                at += (own == 1 ? 0 : position) * stride;
                stride *= own;
            }
        }
        return operand.at(at);
    }
}
