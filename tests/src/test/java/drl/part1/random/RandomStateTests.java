package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.random.NumpyLegacyRandom;
import drl.random.NumpyRandom;
import drl.random.PythonRandom;
import drl.random.RandomStream;
import drl.random.TorchRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every stream's position can be saved and taken up again, what earlier draws left over included.
@Tag("part1")
class RandomStateTests {

    /// A stream, another of the same class somewhere else, and a draw that leaves half of something behind.
    record Case(RandomStream stream, RandomStream other, Draw draw) {

        double next() {
            return draw.from(stream);
        }

        @Override
        public String toString() {
            return stream.getClass().getSimpleName();
        }
    }

    private interface Draw {
        double from(RandomStream stream);
    }

    static Stream<Case> streams() {
        return Stream.of(
                new Case(new TorchRandom(1), new TorchRandom(2), stream -> ((TorchRandom) stream).normal()),
                new Case(new NumpyRandom(1), new NumpyRandom(2), stream -> ((NumpyRandom) stream).nextInt()),
                new Case(new NumpyLegacyRandom(1), new NumpyLegacyRandom(2),
                        stream -> ((NumpyLegacyRandom) stream).standardNormal()),
                new Case(new PythonRandom(1), new PythonRandom(2), stream -> ((PythonRandom) stream).random()));
    }

    /// An odd number of draws leaves a normal or half a word waiting; 3001 of them twist the Mersenne Twister anew.
    @ParameterizedTest
    @MethodSource("streams")
    void goesOnWhereItWasSaved(Case c) {
        for (int before : new int[] {0, 1, 2, 3001}) {
            for (int i = 0; i < before; i++) {
                c.next();
            }
            long[] saved = c.stream.state();
            double[] expected = new double[2001];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = c.next();
            }
            for (RandomStream resumed : new RandomStream[] {c.stream, c.other}) {
                resumed.restore(saved);
                assertThat(resumed.state()).isEqualTo(saved);
                for (double value : expected) {
                    assertThat(c.draw.from(resumed)).isEqualTo(value);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void givesACopyOfItsState(Case c) {
        long[] state = c.stream.state();
        long[] kept = state.clone();
        Arrays.fill(state, 0);
        assertThat(c.stream.state()).isEqualTo(kept);
        c.stream.restore(kept);
        c.next();
        assertThat(kept).isNotEqualTo(c.stream.state());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void refusesWhatIsNoState(Case c) {
        c.next();
        long[] state = c.stream.state();
        assertRefused(c, new long[0], "empty");
        assertRefused(c, Arrays.copyOf(state, state.length - 1), "holds " + state.length + " numbers");
        assertRefused(c, Arrays.copyOf(state, state.length + 1), "this one " + (state.length + 1));
        for (Case foreign : streams().toList()) {
            if (foreign.stream.getClass() != c.stream.getClass()) {
                assertRefused(c, foreign.stream.state(), "not the saved state of a " + c);
            }
        }
    }

    @Test
    void refusesDamagedFields() {
        for (Case c : streams().toList()) {
            boolean isTwister = !(c.stream instanceof NumpyRandom);
            int[] guarded = isTwister ? c.stream instanceof PythonRandom ? new int[] {313} : new int[] {313, 314}
                    : new int[] {5, 6};
            c.next();
            for (int field : guarded) {
                for (long value : new long[] {-1, Long.MAX_VALUE, Long.MIN_VALUE}) {
                    long[] damaged = c.stream.state();
                    damaged[field] = value;
                    assertRefused(c, damaged, "damaged");
                }
            }
        }
        for (Case c : streams().filter(stream -> !(stream.stream instanceof NumpyRandom)).toList()) {
            long[] silent = c.stream.state();
            Arrays.fill(silent, 1, 313, 0);
            assertRefused(c, silent, "all zero");
        }
        for (RandomStream stream : new RandomStream[] {new TorchRandom(0), new NumpyLegacyRandom(0)}) {
            long[] endless = stream.state();
            endless[314] = 1;
            endless[315] = Double.doubleToLongBits(Double.NaN);
            assertThatThrownBy(() -> stream.restore(endless)).hasMessageContaining("finite but is NaN");
        }
        long[] even = new NumpyRandom(0).state();
        even[4] &= ~1;
        assertRefused(streams().skip(1).findFirst().orElseThrow(), even, "increment");
    }

    private static void assertRefused(Case c, long[] state, String why) {
        long[] before = c.stream.state();
        assertThatThrownBy(() -> c.stream.restore(state)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why).hasMessageContaining(c.toString());
        assertThat(c.stream.state()).as("state after a refusal").isEqualTo(before);
    }
}
