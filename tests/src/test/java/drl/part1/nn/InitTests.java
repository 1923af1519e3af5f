package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Activation;
import drl.nn.FeedForwardNN;
import drl.nn.Init;
import drl.nn.Linear;
import drl.nn.StateDict;
import drl.part1.Tolerance;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.steps.Step;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Initial weights: the same numbers as PyTorch's from the same seed, and as many random numbers used up.
@Tag("part1")
@Step("Step 7, how weights begin")
class InitTests {

    /// Each file entry's draws, in PyTorch's order; a unit in the last place as the file allows.
    private static final Tolerance ONE_ULP = new Tolerance(Math.ulp(1f), 0);

    private final JsonNode file = Golden.read("nn_init_a.json");
    private final Tolerance orthogonal = new Tolerance(0, Tolerance.stated(file, "orthogonal: ", " abs"));

    private static TorchRandom random(JsonNode entry) {
        return new TorchRandom(entry.required("seed").longValue());
    }

    private static JsonNode filled(JsonNode entries) {
        assertThat(entries).isNotEmpty();
        return entries;
    }

    @Test
    @Tag("golden")
    void linearLayersStartAsInPyTorch() {
        for (JsonNode entry : filled(file.required("linear_default"))) {
            int in = entry.required("in").intValue(), out = entry.required("out").intValue();
            TorchRandom random = random(entry);
            Linear layer = new Linear(in, out, Activation.IDENTITY, random);
            StateDict state = new StateDict();
            layer.save(state, "");
            float[] weight = state.get("weight", List.of(out, in));
            ONE_ULP.check(entry.required("weight"), weight);
            ONE_ULP.check(entry.required("bias"), state.get("bias", List.of(out)));
            float bound = (float) Golden.number(entry.required("bound"));
            assertThat(weight).satisfies(w -> {
                for (float value : w) {
                    assertThat(value).isBetween(-bound, bound);
                }
            });
            Golden.assertMatches(entry.required("next_rand"), new float[] {random.uniform()}, 0);
        }
    }

    @Test
    @Tag("golden")
    void orthogonalMatricesAreThoseOfPyTorch() {
        for (JsonNode entry : filled(file.required("orthogonal"))) {
            int rows = entry.required("rows").intValue(), cols = entry.required("cols").intValue();
            float[] normal = new float[rows * cols], weight = new float[rows * cols];
            random(entry).normal(normal, 0, normal.length);
            ONE_ULP.check(entry.required("normal_matrix"), normal);

            TorchRandom random = random(entry);
            Init.orthogonal(Golden.number(entry.required("gain"))).fill(weight, rows, cols, random);
            orthogonal.check(entry.required("weight"), weight);
            Golden.assertMatches(entry.required("next_rand"), new float[] {random.uniform()}, 0);
        }
    }

    @Test
    @Tag("golden")
    void theTutorialsNetworkStartsAsInPyTorch() {
        for (JsonNode entry : filled(file.required("feedforwardnn_3_64_64_1"))) {
            RecordedModule.assertParameters(ONE_ULP, entry.required("params"), new FeedForwardNN(3, 1, random(entry)));
        }
    }

    @Test
    @Tag("golden")
    void anAgentOfOrthogonalLayersStartsAsInCleanRl() {
        for (JsonNode entry : filled(file.required("cleanrl_agent_3_1_h64"))) {
            TorchRandom random = random(entry);
            RecordedModule.assertParameters(orthogonal, entry.required("params"), new TanhAgent(3, 1, 64, random));
            Golden.assertMatches(entry.required("next_rand"), new float[] {random.uniform()}, 0);
        }
        for (JsonNode entry : filled(file.required("cleanrl_agent_3_2_h8"))) {
            RecordedModule.assertParameters(orthogonal, entry.required("params"),
                    new TanhAgent(3, 2, 8, random(entry)));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 3, 1.5", "3, 5, 1.5", "64, 64, 0.01", "2, 100, 1"})
    void orthogonalRowsOrColumnsAreOrthogonalAndOfTheGainsLength(int rows, int cols, double gain) {
        float[] w = new float[rows * cols];
        Init.orthogonal(gain).fill(w, rows, cols, new TorchRandom(4));
        boolean wide = rows < cols;
        int vectors = Math.min(rows, cols), length = Math.max(rows, cols);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b <= a; b++) {
                double dot = 0;
                for (int i = 0; i < length; i++) {
                    dot += (double) w[wide ? a * cols + i : i * cols + a] * w[wide ? b * cols + i : i * cols + b];
                }
                assertThat(Math.abs(dot - (a == b ? gain * gain : 0))).isLessThan(1e-6 * gain * gain);
            }
        }
    }

    @Test
    void constantsAndUniformsKeepToTheirBounds() {
        Linear layer = new Linear(30, 20, Activation.IDENTITY, new TorchRandom(1))
                .init(Init.uniform(-0.003, 0.003), Init.constant(0.5f), new TorchRandom(2));
        double sum = 0;
        for (float w : layer.weight().toArray()) {
            assertThat(w).isBetween(-0.003f, 0.003f);
            sum += Math.abs(w);
        }
        assertThat(sum / 600).as("mean magnitude, half the bound").isBetween(0.0014, 0.0016);
        assertThat(layer.bias().toArray()).containsOnly(0.5f);
    }
}
