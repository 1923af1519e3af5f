package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drl.random.PythonRandom;
import drl.reference.Golden;
import java.math.BigInteger;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Python's module `random`, number for number.
@Tag("part1")
class PythonRandomTests {

    @TestFactory
    @Tag("golden")
    List<DynamicNode> drawsWhatPythonDraws() {
        return new RecordedStreams()
                .on("random", (entry, name, recorded) -> assertDraws(recorded, random(entry)::random))
                .on("getrandbits(\\d+)", (entry, name, recorded) -> {
                    PythonRandom random = random(entry);
                    for (long value : Golden.longs(recorded)) {
                        assertThat(random.getrandbits(Integer.parseInt(name.group(1)))).isEqualTo(value);
                    }
                })
                .on("sample_range(\\d+)_k(\\d+)", (entry, name, recorded) -> {
                    int[] drawn = new int[Integer.parseInt(name.group(2))];
                    random(entry).sample(Integer.parseInt(name.group(1)), drawn);
                    assertThat(drawn).isEqualTo(Golden.ints(recorded));
                })
                .on("randrange_(\\d+)", (entry, name, recorded) -> {
                    PythonRandom random = random(entry);
                    for (int value : Golden.ints(recorded)) {
                        assertThat(random.randrange(Integer.parseInt(name.group(1)))).isEqualTo(value);
                    }
                })
                .on("shuffle_(\\d+)", (entry, name, recorded) -> {
                    int[] values = IntStream.range(0, Integer.parseInt(name.group(1))).toArray();
                    random(entry).shuffle(values);
                    assertThat(values).isEqualTo(Golden.ints(recorded));
                })
                .on("uniform_(-?[0-9.]+)_(-?[0-9.]+)", (entry, name, recorded) -> {
                    PythonRandom random = random(entry);
                    double low = Double.parseDouble(name.group(1));
                    double high = Double.parseDouble(name.group(2));
                    assertDraws(recorded, () -> random.uniform(low, high));
                })
                .tests(Golden.read("rng_numpy_a.json").required("python_random"));
    }

    @Test
    void takesTheSeedsSizeNotItsSign() {
        assertThat(new PythonRandom(-5).state()).isEqualTo(new PythonRandom(5).state());
        assertThat(new PythonRandom(Long.MIN_VALUE).state())
                .isEqualTo(new PythonRandom(BigInteger.TWO.pow(63)).state());
    }

    /// One object drawing samples of changing sizes, as from a growing replay buffer, must not carry anything over.
    @Test
    void samplesTheSameWhateverWasSampledBefore() {
        PythonRandom busy = new PythonRandom(8);
        busy.sample(30, new int[10]);
        busy.sample(100_000, new int[500]);
        busy.sample(300, new int[3]);
        for (int n : new int[] {64, 200, 5_000, 90}) {
            PythonRandom fresh = new PythonRandom(8);
            fresh.restore(busy.state());
            int[] expected = new int[64];
            fresh.sample(n, expected);
            int[] drawn = new int[64];
            busy.sample(n, drawn);
            assertThat(drawn).isEqualTo(expected).doesNotHaveDuplicates();
            assertThat(IntStream.of(drawn)).allMatch(value -> value >= 0 && value < n);
        }
    }

    /// Either side of where Python changes its way of sampling; the checksum is that of Python 3.11 after `seed(77)`.
    @Test
    void changesItsWayOfSamplingWherePythonDoes() {
        PythonRandom random = new PythonRandom(77);
        int[][] sizesAndLimits = {{1, 21}, {5, 21}, {6, 85}, {21, 85}, {22, 277}, {85, 277}, {86, 1045}};
        IntStream.Builder all = IntStream.builder();
        for (int[] sizeAndLimit : sizesAndLimits) {
            for (int above = 0; above < 2; above++) {
                int[] drawn = new int[sizeAndLimit[0]];
                random.sample(sizeAndLimit[1] + above, drawn);
                IntStream.of(drawn).forEach(all::add);
            }
        }
        assertThat(Checksums.ofInts(all.build().toArray())).isEqualTo(1137432007L);
    }

    @Test
    void refusesImpossibleArguments() {
        PythonRandom random = new PythonRandom(0);
        assertThatThrownBy(() -> random.sample(3, new int[4])).hasMessageContaining("4 different numbers of 3");
        assertThatThrownBy(() -> random.randrange(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> random.getrandbits(33)).hasMessageContaining("not 33");
        assertThatThrownBy(() -> random.getrandbits(0)).hasMessageContaining("not 0");
    }

    private static void assertDraws(JsonNode recorded, DoubleSupplier draw) {
        double[] drawn = new double[recorded.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = draw.getAsDouble();
        }
        Golden.assertMatches(recorded, drawn, 0);
    }

    private static PythonRandom random(JsonNode entry) {
        return new PythonRandom(Golden.bigInteger(entry.required("seed")));
    }
}
