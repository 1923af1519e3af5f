package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import drl.nn.Loss;
import drl.steps.Step;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Losses, by hand.
@Tag("part1")
@Step("Step 9, losses and optimisers")
class LossTests {

    private final Tape tape = new Tape();

    @BeforeEach
    void beginStep() {
        tape.step();
    }

    @AfterEach
    void endStep() {
        tape.close();
    }

    @Test
    void meanSquaredError() {
        Tensor x = Tensor.parameter(1, 2, 3);
        Tensor loss = Loss.mse(x, Tensor.of(1, 0, 6));
        loss.backward();
        assertThat(loss.item()).isEqualTo((0 + 4 + 9) / 3f);
        assertThat(x.gradient()).containsExactly(0, 4 / 3f, -2);
    }

    @Test
    void smoothL1IsSquareNearZeroAndStraightBeyond() {
        Tensor x = Tensor.parameter(0, 0.5f, -0.5f, 1, 3, -3);
        Tensor loss = Loss.smoothL1(x, Tensor.of(new float[6]));
        loss.backward();
        assertThat(loss.item()).isCloseTo((0 + 0.125f + 0.125f + 0.5f + 2.5f + 2.5f) / 6, within(1e-7f));
        float[] expected = {0, 0.5f, -0.5f, 1, 1, -1};
        for (int i = 0; i < expected.length; i++) {
            assertThat(x.gradient()[i]).as("slope at %s", x.at(i)).isCloseTo(expected[i] / 6, within(1e-7f));
        }
    }

    @Test
    void crossEntropy() {
        Tensor logits = Tensor.parameter(new float[] {0, 0, (float) Math.log(3), 0}, 2, 2);
        Tensor loss = Loss.crossEntropy(logits, Tensor.of(1, 0));
        loss.backward();
        assertThat(loss.item()).isCloseTo((float) (Math.log(2) + Math.log(4.0 / 3)) / 2, within(1e-7f));
        float[] expected = {0.25f, -0.25f, -0.125f, 0.125f}; // (softmax − one-hot)/2
        for (int i = 0; i < 4; i++) {
            assertThat(logits.gradient()[i]).isCloseTo(expected[i], within(1e-7f));
        }
    }

    @Test
    void crossEntropyNeedsAClassForEachRow() {
        Tensor logits = Tensor.zeros(3, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> Loss.crossEntropy(logits, Tensor.of(1, 0)));
    }
}
