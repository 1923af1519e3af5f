package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import drl.random.NumpyRandom;
import drl.random.SeedSequence;
import drl.reference.Golden;
import java.math.BigInteger;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// NumPy's `Generator` over PCG64, number for number.
@Tag("part1")
class NumpyRandomTests {

    private static final double EXACT = 0;
    /// What the file allows where a C library's logarithm decides the last bit.
    private static final double LAST_BIT = 1e-15;

    @TestFactory
    @Tag("golden")
    List<DynamicNode> drawsWhatNumpyDraws() {
        return new RecordedStreams()
                .on("seed_sequence_pool", (entry, name, recorded) ->
                        assertThat(seeds(entry).pool()).isEqualTo(words(recorded)))
                .on("seed_sequence_generate_state_(\\d+)_uint32", (entry, name, recorded) ->
                        assertThat(seeds(entry).generateInts(intArgument(name, 1))).isEqualTo(words(recorded)))
                .on("seed_sequence_generate_state_(\\d+)_uint64", (entry, name, recorded) ->
                        assertThat(seeds(entry).generateLongs(intArgument(name, 1))).isEqualTo(Golden.longs(recorded)))
                .on("pcg64_state", (entry, name, recorded) -> assertPair(random(entry).state(), 1, recorded))
                .on("pcg64_inc", (entry, name, recorded) -> assertPair(random(entry).state(), 3, recorded))
                .on("raw_uint64", (entry, name, recorded) -> {
                    NumpyRandom random = random(entry);
                    for (long word : Golden.longs(recorded)) {
                        assertThat(random.nextLong()).isEqualTo(word);
                    }
                })
                .on("random", (entry, name, recorded) -> assertDraws(recorded, random(entry)::random, EXACT))
                .on("random_float32", (entry, name, recorded) ->
                        assertDraws(recorded, random(entry)::randomFloat, EXACT))
                .on("uniform_(-?[0-9.]+)_(-?[0-9.]+)", NumpyRandomTests::assertUniform)
                .on("uniform_vector_bounds", NumpyRandomTests::assertUniformVector)
                .on("standard_normal", (entry, name, recorded) ->
                        assertDraws(recorded, random(entry)::standardNormal, LAST_BIT))
                .on("standard_exponential", (entry, name, recorded) ->
                        assertDraws(recorded, random(entry)::standardExponential, LAST_BIT))
                .on("normal_([0-9.]+)_([0-9.]+)", (entry, name, recorded) -> {
                    NumpyRandom random = random(entry);
                    double mean = Double.parseDouble(name.group(1));
                    double deviation = Double.parseDouble(name.group(2));
                    assertDraws(recorded, () -> random.normal(mean, deviation), LAST_BIT);
                })
                .on("integers_(?:scalar_calls_)?(-?\\d+)_([0-9*]+)", NumpyRandomTests::assertIntegers)
                .on("permutation_(\\d+)", (entry, name, recorded) ->
                        assertThat(random(entry).permutation(intArgument(name, 1))).isEqualTo(Golden.ints(recorded)))
                .on("shuffle_arange_(\\d+)", (entry, name, recorded) -> {
                    int[] values = IntStream.range(0, intArgument(name, 1)).toArray();
                    random(entry).shuffle(values);
                    assertThat(values).isEqualTo(Golden.ints(recorded));
                })
                .on("choice_(\\d+)_size(\\d+)_noreplace", (entry, name, recorded) ->
                        assertThat(random(entry).choiceWithoutReplacement(intArgument(name, 1), intArgument(name, 2)))
                                .isEqualTo(Golden.ints(recorded)))
                .on("choice_(\\d+)_size(\\d+)", (entry, name, recorded) ->
                        assertThat(random(entry).choice(intArgument(name, 1), intArgument(name, 2)))
                                .isEqualTo(Golden.ints(recorded)))
                .on("mixed", NumpyRandomTests::assertMixed)
                .tests(Golden.read("rng_numpy_a.json").required("generator_pcg64"));
    }

    /// A hundred thousand draws reach every layer of both ziggurats hundreds of times, so one wrong bit in their tables
    /// shows. The checksums are those NumPy 1.24 gives for `default_rng(2026)`, numbers of the far tail left out.
    @Test
    void buildsNumpysZigguratTables() {
        NumpyRandom random = new NumpyRandom(2026);
        assertThat(Checksums.ofDoubles(random::standardNormal, 100_000, 3.65)).isEqualTo(761330975L);
        assertThat(Checksums.ofDoubles(random::standardExponential, 100_000, 7.69)).isEqualTo(3373420103L);
    }

    /// What the checksums left out: NumPy's sums of the 249 normals and 453 exponentials of the tail in a million each.
    @Test
    void drawsNumpysTails() {
        NumpyRandom random = new NumpyRandom(2026);
        assertThat(tailSum(random::standardNormal, 3.65)).isCloseTo(-14.588747899885261, within(1e-12));
        assertThat(tailSum(random::standardExponential, 7.69)).isCloseTo(3917.0213498636203, within(1e-9));
    }

    private static double tailSum(DoubleSupplier draw, double limit) {
        double sum = 0;
        for (int i = 0; i < 1_000_000; i++) {
            double value = draw.getAsDouble();
            sum += Math.abs(value) < limit ? 0 : value;
        }
        return sum;
    }

    /// NumPy's pool for a seed of more words than the pool has.
    @Test
    void mixesInEveryWordOfALongSeed() {
        BigInteger seed = BigInteger.TWO.pow(200).add(BigInteger.valueOf(7));
        assertThat(new SeedSequence(seed).pool())
                .containsExactly((int) 4254341078L, (int) 2182823692L, 17776183, 516791573);
    }

    @Test
    void readsALongSeedAsUnsigned() {
        BigInteger largest = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        assertThat(new NumpyRandom(-1).state()).isEqualTo(new NumpyRandom(largest).state());
        assertThat(new NumpyRandom(1L << 32).state()).isEqualTo(new NumpyRandom(BigInteger.TWO.pow(32)).state());
    }

    /// Ranges that make a quarter of the words be drawn again, in 32 and in 64 bits. The checksums here and in the next
    /// test are those NumPy 1.24 gives for `default_rng(77)`.
    @Test
    void drawsAgainWhatWouldBeBiased() {
        NumpyRandom random = new NumpyRandom(77);
        assertThat(Checksums.ofLongs(() -> random.integers(0, 3L << 30), 2000)).isEqualTo(310779107L);
        assertThat(Checksums.ofLongs(() -> random.integers(-1L << 61, 1L << 62), 2000)).isEqualTo(760175563L);
    }

    @Test
    void shufflesTheTailWhenMuchIsChosen() {
        int[] drawn = new NumpyRandom(77).choiceWithoutReplacement(20_000, 5_000);
        assertThat(Checksums.ofInts(drawn)).isEqualTo(1358063947L);
        assertThat(drawn).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void choosesAllWithoutRepeating() {
        assertThat(new NumpyRandom(3).choiceWithoutReplacement(64, 64)).hasSize(64).doesNotHaveDuplicates();
        assertThat(new NumpyRandom(3).choiceWithoutReplacement(5, 0)).isEmpty();
    }

    @Test
    void coversTheWidestRanges() {
        NumpyRandom random = new NumpyRandom(5);
        NumpyRandom words = new NumpyRandom(5);
        assertThat(random.integers(0, 1L << 32)).isEqualTo(Integer.toUnsignedLong(words.nextInt()));
        assertThat(random.integers(9, 10)).isEqualTo(9);
        assertThat(random.state()).as("a single choice draws nothing").isEqualTo(words.state());
        assertThat(random.integers(Long.MIN_VALUE, Long.MAX_VALUE)).isLessThan(Long.MAX_VALUE);
    }

    @Test
    void refusesImpossibleArguments() {
        NumpyRandom random = new NumpyRandom(0);
        assertThatThrownBy(() -> new NumpyRandom(BigInteger.valueOf(-1))).hasMessageContaining("-1");
        assertThatThrownBy(() -> random.integers(3, 3)).hasMessageContaining("low below high");
        assertThatThrownBy(() -> random.choice(0, 1)).hasMessageContaining("1 of 0");
        assertThatThrownBy(() -> random.choiceWithoutReplacement(3, 4)).hasMessageContaining("4 different numbers");
        assertThatThrownBy(() -> random.permutation(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> random.uniform(new double[2], new double[1], new double[2]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("2 low, 1 high, 2 numbers");
    }

    private static void assertUniform(JsonNode entry, MatchResult name, JsonNode recorded) {
        double low = Double.parseDouble(name.group(1));
        double high = Double.parseDouble(name.group(2));
        NumpyRandom random = random(entry);
        assertDraws(recorded, () -> random.uniform(low, high), EXACT);
        double[] filled = new double[recorded.size()];
        random(entry).uniform(low, high, filled);
        Golden.assertMatches(recorded, filled, EXACT);
    }

    private static void assertUniformVector(JsonNode entry, MatchResult name, JsonNode recorded) {
        double[] values = new double[recorded.required("value").size()];
        double[] low = Golden.doubles(recorded.required("low"));
        double[] high = Golden.doubles(recorded.required("high"));
        random(entry).uniform(low, high, values);
        Golden.assertMatches(recorded.required("value"), values, EXACT);
    }

    private static void assertIntegers(JsonNode entry, MatchResult name, JsonNode recorded) {
        long low = Long.parseLong(name.group(1));
        String[] power = name.group(2).split("\\*\\*");
        long high = power.length == 1 ? Long.parseLong(power[0])
                : BigInteger.valueOf(Long.parseLong(power[0])).pow(Integer.parseInt(power[1])).longValueExact();
        NumpyRandom random = random(entry);
        for (long value : Golden.longs(recorded)) {
            assertThat(random.integers(low, high)).isEqualTo(value);
        }
    }

    /// One generator, several methods in the order the file names them: the half words kept must not get lost.
    private static void assertMixed(JsonNode entry, MatchResult name, JsonNode recorded) {
        NumpyRandom random = random(entry);
        double[] values = Golden.doubles(recorded.required("values"));
        String[] calls = recorded.required("ops").textValue().split(";");
        assertThat(calls).hasSameSizeAs(values);
        Pattern call = Pattern.compile("(\\w+)\\(([^)]*)\\)");
        for (int i = 0; i < calls.length; i++) {
            MatchResult parts = call.matcher(calls[i].strip()).results().findFirst().orElseThrow();
            String[] arguments = parts.group(2).split(",");
            double drawn = switch (parts.group(1)) {
                case "random" -> random.random();
                case "integers" -> random.integers(0, Long.parseLong(arguments[0]));
                case "standard_normal" -> random.standardNormal();
                case "uniform" -> random.uniform(Double.parseDouble(arguments[0]), Double.parseDouble(arguments[1]));
                default -> throw new AssertionError("the file calls " + calls[i]);
            };
            assertThat(drawn).as(calls[i]).isEqualTo(values[i]);
        }
    }

    private static void assertDraws(JsonNode recorded, DoubleSupplier draw, double tolerance) {
        double[] drawn = new double[recorded.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = draw.getAsDouble();
        }
        Golden.assertMatches(recorded, drawn, tolerance);
    }

    private static void assertPair(long[] state, int at, JsonNode recorded) {
        BigInteger value = Golden.bigInteger(recorded);
        assertThat(state[at]).isEqualTo(value.shiftRight(64).longValue());
        assertThat(state[at + 1]).isEqualTo(value.longValue());
    }

    private static NumpyRandom random(JsonNode entry) {
        return new NumpyRandom(Golden.bigInteger(entry.required("seed")));
    }

    private static SeedSequence seeds(JsonNode entry) {
        return new SeedSequence(Golden.bigInteger(entry.required("seed")));
    }

    private static int intArgument(MatchResult name, int group) {
        return Integer.parseInt(name.group(group));
    }

    private static int[] words(JsonNode recorded) {
        long[] longs = Golden.longs(recorded);
        int[] words = new int[longs.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (int) longs[i];
        }
        return words;
    }
}
