package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import drl.random.NumpyRandom;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What lies in a space, and what a space refuses to be.
@Tag("part2")
class SpaceTests {
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    @Test
    void aBoxKnowsItsElements() {
        Box box = new Box(new float[] {-1, 0}, new float[] {1, INFINITY});
        assertThat(box.contains(new float[] {-1, 0})).isTrue();
        assertThat(box.contains(new float[] {1, 1e30f})).isTrue();
        assertThat(box.contains(new float[] {1.0001f, 0})).isFalse();
        assertThat(box.contains(new float[] {0, -1e-9f})).isFalse();
        assertThat(box.contains(new float[] {Float.NaN, 0})).isFalse();
        assertThat(box.contains(new float[] {0})).isFalse();
    }

    @Test
    void aDiscreteSpaceKnowsItsElements() {
        Discrete three = new Discrete(3);
        assertThat(three.contains(new float[] {0})).isTrue();
        assertThat(three.contains(new float[] {2})).isTrue();
        assertThat(three.contains(new float[] {3})).isFalse();
        assertThat(three.contains(new float[] {-1})).isFalse();
        assertThat(three.contains(new float[] {0.5f})).isFalse();
        assertThat(three.contains(new float[] {Float.NaN})).isFalse();
        assertThat(three.contains(new float[] {0, 0})).isFalse();
        assertThat(three.contains(new float[0])).isFalse();
    }

    @Test
    void printsAsGymnasiumDoes() {
        assertThat(Box.of(-2, 2, 1)).hasToString("Box(-2.0, 2.0, (1,), float32)");
        assertThat(Box.unbounded(3)).hasToString("Box(-Infinity, Infinity, (3,), float32)");
        assertThat(Box.of(0, 1, 2, 3)).hasToString("Box(0.0, 1.0, (2, 3), float32)");
        assertThat(new Box(new float[] {-1, -8}, new float[] {1, 8}))
                .hasToString("Box([-1.0, -8.0], [1.0, 8.0], (2,), float32)");
        assertThat(new Discrete(2)).hasToString("Discrete(2)");
    }

    @Test
    void knowsSizeAndShape() {
        assertThat(Box.of(0, 1, 2, 3).size()).isEqualTo(6);
        assertThat(Box.of(0, 1, 2, 3).shape()).containsExactly(2, 3);
        assertThat(new Discrete(5).size()).isEqualTo(1);
        assertThat(new Discrete(5).shape()).isEmpty();
    }

    @Test
    void equalBoundsMakeEqualBoxes() {
        assertThat(Box.of(-1, 1, 2)).isEqualTo(new Box(new float[] {-1, -1}, new float[] {1, 1}))
                .hasSameHashCodeAs(new Box(new float[] {-1, -1}, new float[] {1, 1}))
                .isNotEqualTo(Box.of(-1, 1, 3)).isNotEqualTo(Box.of(-1, 2, 2)).isNotEqualTo(Box.of(-1, 1, 2, 1));
    }

    @Test
    void aBoxKeepsItsOwnBounds() {
        float[] low = {-1};
        Box box = new Box(low, new float[] {1});
        low[0] = 5;
        box.low()[0] = 5;
        box.shape()[0] = 5;
        assertThat(box).isEqualTo(Box.of(-1, 1, 1));
    }

    @Test
    void refusesWhatIsNoSpace() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Discrete(0)).withMessageContaining("not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> Box.of(1, -1, 1))
                .withMessageContaining("element 0 has 1.0 and -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Box.of(Float.NaN, 1, 1)).withMessageContaining("NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Box.of(0, 1, 0)).withMessageContaining("(0,)");
        assertThatIllegalArgumentException().isThrownBy(() -> new Box(new float[2], new float[3]))
                .withMessageContaining("2 low and 3 high");
    }

    static List<Space> spaces() {
        return List.of(new Discrete(7), Box.of(-3, 2, 4), Box.unbounded(2),
                new Box(new float[] {1, -INFINITY}, new float[] {INFINITY, 1}));
    }

    @ParameterizedTest
    @MethodSource("spaces")
    void drawsElementsOfItself(Space space) {
        NumpyRandom random = new NumpyRandom(3);
        float[] x = new float[space.size()];
        float[] least = new float[space.size()];
        float[] greatest = new float[space.size()];
        for (int i = 0; i < 500; i++) {
            space.sample(random, x);
            assertThat(space.contains(x)).isTrue();
            for (int j = 0; j < x.length; j++) {
                least[j] = i == 0 ? x[j] : Math.min(least[j], x[j]);
                greatest[j] = i == 0 ? x[j] : Math.max(greatest[j], x[j]);
            }
        }
        for (int j = 0; j < x.length; j++) {
            assertThat(greatest[j] - least[j]).as("spread of number %d", j).isGreaterThan(2);
        }
    }

    @Test
    void drawsEveryIndex() {
        NumpyRandom random = new NumpyRandom(3);
        int[] drawn = new int[4];
        float[] x = new float[1];
        for (int i = 0; i < 4000; i++) {
            new Discrete(4).sample(random, x);
            drawn[(int) x[0]]++;
        }
        for (int count : drawn) {
            assertThat(count).isBetween(850, 1150);
        }
    }
}
