package drl.part2.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.distribution.Categorical;
import drl.distribution.Covariance;
import drl.distribution.Distribution;
import drl.distribution.MultivariateNormal;
import drl.distribution.Normal;
import drl.part1.Tolerance;
import drl.random.TorchKernels;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.steps.Step;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Samples of the distributions against those of `torch.distributions` from the same seeds.
@Tag("part2")
@Tag("golden")
@Step("Step 5, a distribution")
class GoldenSamplingTests {

    private static final double EXACT = 0;
    /// A covariance's factor times normals: a sum of products in another order.
    private static final double PRODUCT = 1e-6;

    private final Tape tape = new Tape();
    private JsonNode file;
    private TorchKernels kernels;

    @BeforeEach
    void beginStep() {
        tape.step();
    }

    @AfterEach
    void endStep() {
        tape.close();
    }

    @ParameterizedTest
    @CsvSource({"rng_torch_avx2_a.json, AVX2", "rng_torch_default_a.json, SCALAR"})
    void drawsWhatPyTorchDraws(String name, TorchKernels kernels) {
        this.kernels = kernels;
        file = Golden.read(name);
        assertThat(file.required("streams")).isNotEmpty();
        for (JsonNode entry : file.required("streams")) {
            normals(entry);
            multivariateNormals(entry);
            categoricals(entry);
        }
    }

    private void normals(JsonNode entry) {
        JsonNode few = entry.required("dist_normal");
        assertSamples(entry, new Normal(tensor(few.required("mean")), tensor(few.required("std"))),
                few.required("samples_6"), EXACT);

        JsonNode many = entry.required("dist_normal_4x6");
        Tensor mean = Tensor.full(number(many.required("mean")), Golden.shape(many.required("sample")));
        Tensor std = Tensor.scalar(number(many.required("std")));
        double fill = kernels == TorchKernels.AVX2 ? EXACT : Tolerance.stated(file, "randn of 16 or more: ", " abs");
        Golden.assertMatches(many.required("sample"), sample(new Normal(mean, std), random(entry), mean.size()), fill);
    }

    private void multivariateNormals(JsonNode entry) {
        String name = entry.properties().stream().map(e -> e.getKey()).filter(k -> k.startsWith("dist_mvn_1d_cov"))
                .findAny().orElseThrow();
        JsonNode one = entry.required(name);
        float variance = Float.parseFloat(name.substring("dist_mvn_1d_cov".length()));
        assertSamples(entry, new MultivariateNormal(tensor(one.required("mean")), Covariance.diagonal(1, variance)),
                one.required("samples_10"), PRODUCT);

        JsonNode full = entry.required("dist_mvn_3d_full");
        Tensor mean = tensor(full.required("mean")), matrix = tensor(full.required("cov"));
        assertSamples(entry, new MultivariateNormal(mean, new Covariance(matrix.toArray(), mean.size())),
                full.required("samples_5"), PRODUCT);
        assertSamples(entry, new MultivariateNormal(mean, matrix), full.required("samples_5"), PRODUCT);
    }

    private void categoricals(JsonNode entry) {
        JsonNode logits = entry.required("dist_categorical_logits_4x2");
        assertSamples(entry, Categorical.ofLogits(tensor(logits.required("logits"))), logits.required("samples_10"),
                EXACT);

        Tensor probs = tensor(entry.required("dist_categorical_probs_3").required("probs"));
        assertSamples(entry, Categorical.ofProbs(probs),
                entry.required("dist_categorical_probs_3").required("samples_20"),
                EXACT);

        JsonNode rows = entry.required("dist_categorical_probs_16x3").required("samples_3");
        Tensor sixteen = probs.unsqueeze(0).expand(rows.get(0).size(), probs.size());
        assertSamples(entry, Categorical.ofProbs(sixteen), rows, EXACT);
    }

    /// One sample after the other from one stream.
    private void assertSamples(JsonNode entry, Distribution distribution, JsonNode samples, double tolerance) {
        TorchRandom random = random(entry);
        assertThat(samples).isNotEmpty();
        for (JsonNode recorded : samples) {
            Golden.assertMatches(recorded, sample(distribution, random, Golden.floats(recorded).length), tolerance);
        }
    }

    private static float[] sample(Distribution distribution, TorchRandom random, int n) {
        float[] values = new float[n];
        distribution.sample(random, values);
        return values;
    }

    private TorchRandom random(JsonNode entry) {
        return new TorchRandom(Golden.bigInteger(entry.required("seed")).longValueExact(), kernels);
    }

    private static Tensor tensor(JsonNode recorded) {
        return Tensor.of(Golden.floats(recorded), Golden.shape(recorded));
    }

    private static float number(JsonNode recorded) {
        return (float) Golden.number(recorded);
    }
}
