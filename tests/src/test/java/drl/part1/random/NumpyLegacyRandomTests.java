package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drl.random.NumpyLegacyRandom;
import drl.reference.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.MatchResult;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// NumPy's legacy stream, number for number.
@Tag("part1")
class NumpyLegacyRandomTests {

    private static final double EXACT = 0;
    /// What the file allows where a C library's logarithm decides the last bit.
    private static final double LAST_BIT = 1e-15;

    @TestFactory
    @Tag("golden")
    List<DynamicNode> drawsWhatNumpyDraws() {
        return new RecordedStreams()
                .on("mt19937_key_first8", (entry, name, recorded) -> {
                    long[] state = random(entry).state();
                    long[] words = Golden.longs(recorded);
                    for (int i = 0; i < words.length; i++) {
                        assertThat(state[1 + i / 2] >>> 32 * (i % 2) & 0xffffffffL).isEqualTo(words[i]);
                    }
                })
                .on("mt19937_pos", (entry, name, recorded) ->
                        assertThat(random(entry).state()[313]).isEqualTo(recorded.longValue()))
                .on("raw_uint32_tomaxint_like", (entry, name, recorded) -> {
                    NumpyLegacyRandom random = random(entry);
                    for (long word : Golden.longs(recorded)) {
                        assertThat(Integer.toUnsignedLong(random.nextInt())).isEqualTo(word);
                    }
                })
                .on("random_sample", (entry, name, recorded) -> assertDraws(recorded, random(entry)::random, EXACT))
                .on("uniform_(-?[0-9.]+)_(-?[0-9.]+)", (entry, name, recorded) -> {
                    NumpyLegacyRandom random = random(entry);
                    double low = Double.parseDouble(name.group(1));
                    double high = Double.parseDouble(name.group(2));
                    assertDraws(recorded, () -> random.uniform(low, high), EXACT);
                })
                .on("normal(?:_scalar_calls_\\d+|_size1_calls_\\d+)?", (entry, name, recorded) ->
                        assertDraws(recorded, random(entry)::standardNormal, LAST_BIT))
                .on("randn_after_random", NumpyLegacyRandomTests::assertSpareSurvivesUniform)
                .on("randint_(-?\\d+)_(\\d+)", (entry, name, recorded) -> {
                    NumpyLegacyRandom random = random(entry);
                    for (long value : Golden.longs(recorded)) {
                        assertThat(random.randint(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))))
                                .isEqualTo(value);
                    }
                })
                .on("shuffle_arange", NumpyLegacyRandomTests::assertShuffles)
                .on("shuffle_python_list_(\\d+)", (entry, name, recorded) -> {
                    int[] values = IntStream.range(0, Integer.parseInt(name.group(1))).toArray();
                    random(entry).shuffle(values);
                    assertThat(values).isEqualTo(Golden.ints(recorded));
                })
                .on("permutation_(\\d+)", (entry, name, recorded) ->
                        assertThat(random(entry).permutation(Integer.parseInt(name.group(1))))
                                .isEqualTo(Golden.ints(recorded)))
                .on("choice_(\\d+)_p", (entry, name, recorded) -> {
                    int[] expected = Golden.ints(recorded.required("value"));
                    double[] p = Golden.doubles(recorded.required("p"));
                    assertThat(random(entry).choice(p, expected.length)).isNotEmpty().isEqualTo(expected);
                })
                .tests(Golden.read("rng_numpy_a.json").required("legacy_mt19937"));
    }

    @Test
    void drawsWideRangesFrom64Bits() {
        NumpyLegacyRandom words = new NumpyLegacyRandom(3);
        long word = (long) words.nextInt() << 32 | Integer.toUnsignedLong(words.nextInt());
        long count = 1L << 40;
        assertThat(new NumpyLegacyRandom(3).randint(-7, count - 7)).isEqualTo((word & count - 1) - 7);
    }

    /// Ranges just below, at and above 32 bits; the checksum is the one NumPy 1.24 gives after `seed(77)`.
    @Test
    void drawsAgainWhatDoesNotFit() {
        NumpyLegacyRandom random = new NumpyLegacyRandom(77);
        long[] ranges = {3L << 30, 1L << 32, (1L << 32) + 1, 3L << 40};
        int[] draws = {0};
        assertThat(Checksums.ofLongs(() -> random.randint(0, ranges[draws[0]++ % ranges.length]), 2000))
                .isEqualTo(2620258769L);
    }

    @Test
    void shiftsAndStretchesNormals() {
        double z = new NumpyLegacyRandom(9).standardNormal();
        assertThat(new NumpyLegacyRandom(9).normal(3, 0.25)).isEqualTo(3 + 0.25 * z);
    }

    @Test
    void refusesImpossibleArguments() {
        NumpyLegacyRandom random = new NumpyLegacyRandom(0);
        assertThatThrownBy(() -> new NumpyLegacyRandom(-1)).hasMessageContaining("from 0 to 4294967295, not -1");
        assertThatThrownBy(() -> new NumpyLegacyRandom(1L << 32)).hasMessageContaining("4294967296");
        assertThatThrownBy(() -> random.randint(1, 1)).hasMessageContaining("low below high");
        assertThatThrownBy(() -> random.permutation(-2)).hasMessageContaining("-2");
        assertThatThrownBy(() -> random.choice(new double[] {0.5, 0.4}, 1)).hasMessageContaining("add up to 1");
        assertThatThrownBy(() -> random.choice(new double[] {1.5, -0.5}, 1)).hasMessageContaining("probability 1");
        assertThatThrownBy(() -> random.choice(new double[0], 1)).hasMessageContaining("add up to 1");
    }

    /// A normal, a uniform, two normals: the second normal is the first's other half.
    private static void assertSpareSurvivesUniform(JsonNode entry, MatchResult name, JsonNode recorded) {
        NumpyLegacyRandom random = random(entry);
        double[] drawn = {random.standardNormal(), random.random(), random.standardNormal(), random.standardNormal()};
        Golden.assertMatches(recorded, drawn, LAST_BIT);
    }

    /// CleanRL shuffles one index array again every epoch, so the second shuffle starts from the first one's order.
    private static void assertShuffles(JsonNode entry, MatchResult name, JsonNode recorded) {
        for (Map.Entry<String, JsonNode> size : recorded.properties()) {
            int[] values = IntStream.range(0, Integer.parseInt(size.getKey())).toArray();
            NumpyLegacyRandom random = random(entry);
            random.shuffle(values);
            JsonNode orders = size.getValue();
            assertThat(values).isEqualTo(Golden.ints(orders.required("once")));
            random.shuffle(values);
            int[] second = Golden.ints(orders.has("twice_in_place") ? orders.get("twice_in_place")
                    : orders.required("twice_first50"));
            assertThat(second).isNotEmpty();
            assertThat(Arrays.copyOf(values, second.length)).isEqualTo(second);
        }
    }

    private static void assertDraws(JsonNode recorded, DoubleSupplier draw, double tolerance) {
        double[] drawn = new double[recorded.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = draw.getAsDouble();
        }
        Golden.assertMatches(recorded, drawn, tolerance);
    }

    private static NumpyLegacyRandom random(JsonNode entry) {
        return new NumpyLegacyRandom(Golden.bigInteger(entry.required("seed")).longValueExact());
    }
}
