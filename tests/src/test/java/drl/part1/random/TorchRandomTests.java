package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drl.random.TorchKernels;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.steps.Step;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// PyTorch's CPU generator, number for number, in both of its kernel families.
@Tag("part1")
@Step("Step 8, random numbers")
class TorchRandomTests {

    private static final double EXACT = 0;
    /// Double-precision normals depend on the last bit of a C library's logarithm, sine and cosine.
    private static final double LAST_BIT = 1e-15;
    /// What the file allows for the scalar kernels, whose single-precision logarithm is the C library's.
    private static final double SCALAR_FILL = 2e-6;

    @TestFactory
    @Tag("golden")
    List<DynamicNode> drawsWhatAvx2KernelsDraw() {
        return tests("rng_torch_avx2_a.json", TorchKernels.AVX2, EXACT);
    }

    @TestFactory
    @Tag("golden")
    List<DynamicNode> drawsWhatScalarKernelsDraw() {
        return tests("rng_torch_default_a.json", TorchKernels.SCALAR, SCALAR_FILL);
    }

    private static List<DynamicNode> tests(String file, TorchKernels kernels, double fill) {
        Function<JsonNode, TorchRandom> seeded =
                entry -> new TorchRandom(Golden.bigInteger(entry.required("seed")).longValueExact(), kernels);
        return new RecordedStreams()
                .on("rand", (entry, name, recorded) -> eachSize(recorded, (n, values) ->
                        Golden.assertMatches(values, uniforms(seeded.apply(entry), n), EXACT)))
                .on("rand_float64_(\\d+)", (entry, name, recorded) ->
                        assertDraws(recorded, seeded.apply(entry)::uniformDouble, EXACT))
                .on("randn", (entry, name, recorded) -> eachSize(recorded, (n, values) ->
                        assertNormals(values, seeded.apply(entry), n, fill)))
                .on("randn_float64", (entry, name, recorded) -> eachSize(recorded, (n, values) -> {
                    double[] normals = new double[n];
                    seeded.apply(entry).normal(normals, 0, n);
                    Golden.assertMatches(values, normals, LAST_BIT);
                }))
                .on("randn_1_repeat(\\d+)", (entry, name, recorded) ->
                        assertDraws(recorded, rounded(seeded.apply(entry)::normal), EXACT))
                .on("randn_1_then_rand_then_randn", (entry, name, recorded) ->
                        assertSpareSurvivesUniform(seeded.apply(entry), recorded))
                .on("randn_1_then_randn_(\\d+)_then_randn_1", (entry, name, recorded) ->
                        assertSpareSurvivesFill(seeded.apply(entry), recorded, fill))
                .on("uniform_(-?[0-9.]+)_(-?[0-9.]+)_(\\d+)", (entry, name, recorded) -> {
                    float[] values = new float[number(name, 3)];
                    seeded.apply(entry).uniform(values, 0, values.length, real(name, 1), real(name, 2));
                    Golden.assertMatches(recorded, values, EXACT);
                })
                .on("normal_([0-9.]+)_([0-9.]+)_(\\d+)", (entry, name, recorded) -> {
                    float[] values = new float[number(name, 3)];
                    seeded.apply(entry).normal(values, 0, values.length, real(name, 1), real(name, 2));
                    Golden.assertMatches(recorded, values, values.length < 16 ? EXACT : fill);
                })
                .on("exponential_(\\d+)", (entry, name, recorded) ->
                        assertDraws(recorded, rounded(seeded.apply(entry)::exponential), EXACT))
                .on("randperm", (entry, name, recorded) -> eachSize(recorded, (n, values) -> {
                    int[] order = new int[n];
                    seeded.apply(entry).randperm(order);
                    assertThat(order).isEqualTo(Golden.ints(values));
                }))
                .on("randint_(\\d+)_(\\d+)_(\\d+)", (entry, name, recorded) -> {
                    TorchRandom random = seeded.apply(entry);
                    for (long value : Golden.longs(recorded)) {
                        assertThat(random.randint(number(name, 1), number(name, 2))).isEqualTo(value);
                    }
                })
                .on("random_int64_(\\d+)", (entry, name, recorded) -> {
                    TorchRandom random = seeded.apply(entry);
                    for (long value : Golden.longs(recorded)) {
                        assertThat(random.randomLong()).isEqualTo(value);
                    }
                })
                .tests(Golden.read(file).required("streams"));
    }

    @Test
    void countsOnlyTheLow32BitsOfTheSeed() {
        assertThat(new TorchRandom(5).state()).isEqualTo(new TorchRandom((7L << 32) + 5).state());
        assertThat(new TorchRandom(-1).state()).isEqualTo(new TorchRandom(0xffffffffL).state());
    }

    @Test
    void fillsOnlyTheElementsAskedFor() {
        for (int n : new int[] {3, 16, 17, 35}) {
            float[] whole = new float[n];
            new TorchRandom(4).normal(whole, 0, n);
            float[] part = new float[n + 9];
            new TorchRandom(4).normal(part, 5, n);
            assertThat(Arrays.copyOfRange(part, 5, 5 + n)).isEqualTo(whole);
            assertThat(Arrays.copyOf(part, 5)).containsOnly(0);
            assertThat(Arrays.copyOfRange(part, 5 + n, n + 9)).containsOnly(0);
        }
    }

    /// The same words taken by two generators at the same place: an unsigned 64 bits, the high half first.
    @Test
    void drawsWideRangesFrom64Bits() {
        TorchRandom words = new TorchRandom(3);
        TorchRandom random = new TorchRandom(3);
        BigInteger count = BigInteger.valueOf(3L << 40);
        for (int i = 0; i < 50; i++) {
            BigInteger high = BigInteger.valueOf(Integer.toUnsignedLong(words.nextInt()));
            BigInteger word = high.shiftLeft(32).add(BigInteger.valueOf(Integer.toUnsignedLong(words.nextInt())));
            assertThat(random.randint(-7, count.longValue() - 7)).isEqualTo(word.mod(count).longValue() - 7);
        }
    }

    @Test
    void refusesImpossibleArguments() {
        TorchRandom random = new TorchRandom(0);
        assertThatThrownBy(() -> random.randint(2, 2)).hasMessageContaining("low below high");
        assertThatThrownBy(() -> random.uniform(new float[1], 0, 1, 1, 0)).hasMessageContaining("low not above high");
    }

    private static void assertNormals(JsonNode recorded, TorchRandom random, int n, double fill) {
        double tolerance = n < 16 ? EXACT : fill;
        float[] normals = normals(random, n);
        JsonNode values = recorded.required("x");
        Golden.assertMatches(values, normals, tolerance);
        if (values.has("last20")) {
            Golden.assertMatches(values.get("last20"), Arrays.copyOfRange(normals, n - 20, n), tolerance);
        }
        Golden.assertMatches(recorded.required("then_randn3"), normals(random, 3), EXACT);
    }

    /// One normal, one uniform, two normals, one uniform: the second normal is the first's other half.
    private static void assertSpareSurvivesUniform(TorchRandom random, JsonNode recorded) {
        float[] drawn = new float[5];
        random.normal(drawn, 0, 1);
        random.uniform(drawn, 1, 1);
        random.normal(drawn, 2, 2);
        random.uniform(drawn, 4, 1);
        Golden.assertMatches(recorded, drawn, EXACT);
    }

    private static void assertSpareSurvivesFill(TorchRandom random, JsonNode recorded, double fill) {
        Golden.assertMatches(recorded.required("a"), normals(random, 1), EXACT);
        Golden.assertMatches(recorded.required("b"), normals(random, recorded.required("b").size()), fill);
        Golden.assertMatches(recorded.required("c"), normals(random, 1), EXACT);
    }

    private interface SizeCheck {
        void accept(int n, JsonNode recorded);
    }

    private static void eachSize(JsonNode sizes, SizeCheck check) {
        for (Map.Entry<String, JsonNode> size : sizes.properties()) {
            check.accept(Integer.parseInt(size.getKey()), size.getValue());
        }
    }

    private static void assertDraws(JsonNode recorded, DoubleSupplier draw, double tolerance) {
        double[] drawn = new double[recorded.size()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = draw.getAsDouble();
        }
        Golden.assertMatches(recorded, drawn, tolerance);
    }

    private static DoubleSupplier rounded(DoubleSupplier draw) {
        return () -> (float) draw.getAsDouble();
    }

    private static float[] uniforms(TorchRandom random, int n) {
        float[] values = new float[n];
        random.uniform(values, 0, n);
        return values;
    }

    private static float[] normals(TorchRandom random, int n) {
        float[] values = new float[n];
        random.normal(values, 0, n);
        return values;
    }

    private static int number(MatchResult name, int group) {
        return Integer.parseInt(name.group(group));
    }

    private static double real(MatchResult name, int group) {
        return Double.parseDouble(name.group(group));
    }
}
