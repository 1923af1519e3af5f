package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drl.random.TorchKernels;
import drl.random.TorchRandom;
import drl.reference.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What PyTorch's samplers and distributions make of the generator's numbers.
@Tag("part1")
class TorchDistributionStreamTests {

    private static final double EXACT = 0;
    /// A sum of products in another order.
    private static final double PRODUCT = 1e-6;
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
                .on("normal_meanstd_tensor", (entry, name, recorded) ->
                        assertNormals(seeded.apply(entry), recorded, recorded.required("value"), EXACT))
                .on("dist_normal", (entry, name, recorded) -> {
                    TorchRandom random = seeded.apply(entry);
                    for (JsonNode sample : filled(recorded.required("samples_6"))) {
                        assertNormals(random, recorded, sample, EXACT);
                    }
                })
                .on("dist_normal_4x6", (entry, name, recorded) ->
                        assertNormals(seeded.apply(entry), recorded, recorded.required("sample"), fill))
                .on("dist_mvn_1d_cov([0-9.]+)", (entry, name, recorded) -> {
                    float[][] covariance = {{Float.parseFloat(name.group(1))}};
                    assertMultivariate(seeded.apply(entry), recorded, covariance, recorded.required("samples_10"));
                })
                .on("dist_mvn_3d_full", (entry, name, recorded) ->
                        assertMultivariate(seeded.apply(entry), recorded, rows(recorded.required("cov")),
                                recorded.required("samples_5")))
                .on("multinomial_1", (entry, name, recorded) ->
                        assertIndices(seeded.apply(entry), rows(recorded.required("probs")),
                                recorded.required("draws_8x3")))
                .on("multinomial_(\\d+)_replacement", TorchDistributionStreamTests::assertRepeated)
                .on("multinomial_(\\d+)_noreplacement", TorchDistributionStreamTests::assertDifferent)
                .on("dist_categorical_logits_4x2", (entry, name, recorded) ->
                        assertIndices(seeded.apply(entry), softmax(rows(recorded.required("logits"))),
                                recorded.required("samples_10")))
                .on("dist_categorical_probs_3", (entry, name, recorded) ->
                        assertIndices(seeded.apply(entry), new float[][] {Golden.floats(recorded.required("probs"))},
                                recorded.required("samples_20")))
                .on("dist_categorical_probs_(\\d+)x3", (entry, name, recorded) -> {
                    float[] probs = Golden.floats(entry.required("dist_categorical_probs_3").required("probs"));
                    float[][] rows = new float[Integer.parseInt(name.group(1))][];
                    Arrays.fill(rows, probs);
                    assertIndices(seeded.apply(entry), rows, recorded.required("samples_3"));
                })
                .tests(Golden.read(file).required("streams"));
    }

    @Test
    void givesEveryWeightItsShare() {
        float[] weights = {9, 0, 1, 2, 1, 9};
        int[] counts = new int[4];
        TorchRandom random = new TorchRandom(2);
        for (int i = 0; i < 40_000; i++) {
            counts[random.multinomial(weights, 1, 4)]++;
        }
        assertThat(counts[0]).isZero();
        // Five standard deviations of a binomial count, √(40 000·¼·¾) ≈ 87 and √(40 000·½·½) = 100.
        assertThat(counts[1]).isBetween(10_000 - 435, 10_000 + 435);
        assertThat(counts[2]).isBetween(20_000 - 500, 20_000 + 500);
    }

    @Test
    void refusesWeightsThatAreNone() {
        TorchRandom random = new TorchRandom(0);
        assertThatThrownBy(() -> random.multinomial(new float[] {1, -1}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("weight 1 is -1.0");
        assertThatThrownBy(() -> random.multinomial(new float[] {Float.NaN, 1}, 0, 2)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> random.multinomial(new float[2], 0, 2)).hasMessageContaining("positive weight");
        assertThatThrownBy(() -> random.multinomialWithoutReplacement(new float[] {1, 0}, 0, 2, new int[2]))
                .hasMessageContaining("2 different indices from 1");
    }

    /// Mean and deviation for each number, or one of each for all: `torch.normal(mean, std)`.
    private static void assertNormals(TorchRandom random, JsonNode parameters, JsonNode recorded, double tolerance) {
        float[] mean = Golden.floats(parameters.required("mean"));
        float[] deviation = Golden.floats(parameters.required("std"));
        float[] values = new float[Golden.floats(recorded).length];
        random.normal(values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * deviation[i % deviation.length] + mean[i % mean.length];
        }
        Golden.assertMatches(recorded, values, tolerance);
    }

    /// Mean plus the covariance's Cholesky factor times standard normals: `MultivariateNormal.sample()`.
    private static void assertMultivariate(TorchRandom random, JsonNode parameters, float[][] covariance,
            JsonNode samples) {
        float[] mean = Golden.floats(parameters.required("mean"));
        double[][] factor = cholesky(covariance);
        for (JsonNode sample : filled(samples)) {
            float[] z = new float[mean.length];
            random.normal(z, 0, z.length);
            double[] values = new double[mean.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = mean[i];
                for (int j = 0; j <= i; j++) {
                    values[i] += factor[i][j] * z[j];
                }
            }
            Golden.assertMatches(sample, values, PRODUCT);
        }
    }

    private static double[][] cholesky(float[][] a) {
        double[][] factor = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = a[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= factor[i][k] * factor[j][k];
                }
                factor[i][j] = i == j ? Math.sqrt(rest) : rest / factor[j][j];
            }
        }
        return factor;
    }

    private static void assertIndices(TorchRandom random, float[][] rows, JsonNode recorded) {
        int[] expected = Golden.ints(filled(recorded));
        int[] drawn = new int[expected.length];
        for (int i = 0; i < drawn.length; i++) {
            float[] weights = rows[i % rows.length];
            drawn[i] = random.multinomial(weights, 0, weights.length);
        }
        assertThat(drawn).isEqualTo(expected);
    }

    private static void assertRepeated(JsonNode entry, MatchResult name, JsonNode recorded) {
        TorchRandom random = random(entry);
        float[][] rows = rows(entry.required("multinomial_1").required("probs"));
        for (int i = 0; i < rows.length; i++) {
            JsonNode row = filled(recorded.required("value")).required(i);
            assertThat(row).hasSize(Integer.parseInt(name.group(1)));
            assertIndices(random, new float[][] {rows[i]}, row);
        }
    }

    private static void assertDifferent(JsonNode entry, MatchResult name, JsonNode recorded) {
        TorchRandom random = random(entry);
        float[][] rows = rows(entry.required("multinomial_1").required("probs"));
        for (int i = 0; i < rows.length; i++) {
            int[] drawn = new int[Integer.parseInt(name.group(1))];
            random.multinomialWithoutReplacement(rows[i], 0, rows[i].length, drawn);
            assertThat(drawn).isEqualTo(Golden.ints(recorded.required("value").required(i)));
        }
    }

    /// Draws of indices are the same in both kernel families.
    private static TorchRandom random(JsonNode entry) {
        return new TorchRandom(Golden.bigInteger(entry.required("seed")).longValueExact());
    }

    private static JsonNode filled(JsonNode samples) {
        assertThat(samples).isNotEmpty();
        return samples;
    }

    private static float[][] rows(JsonNode matrix) {
        float[][] rows = new float[filled(matrix).size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Golden.floats(matrix.get(i));
        }
        return rows;
    }

    private static float[][] softmax(float[][] logits) {
        float[][] probs = new float[logits.length][];
        for (int row = 0; row < logits.length; row++) {
            double sum = 0;
            for (float logit : logits[row]) {
                sum += Math.exp(logit);
            }
            probs[row] = new float[logits[row].length];
            for (int i = 0; i < probs[row].length; i++) {
                probs[row][i] = (float) (Math.exp(logits[row][i]) / sum);
            }
        }
        return probs;
    }
}
