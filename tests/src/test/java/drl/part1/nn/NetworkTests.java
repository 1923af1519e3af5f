package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Activation;
import drl.backend.Backend;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.nn.MalformedFileException;
import drl.nn.StateDict;
import drl.part1.TestBackends;
import drl.part1.Tolerance;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.steps.Step;
import drl.tensor.Shape;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whole networks, forward and backward.
@Tag("part1")
@Step("Step 6, a network")
class NetworkTests {

    @ParameterizedTest
    @CsvSource({"feedforward_h8, , ", "feedforward_h64, nn_weights64_a.json, feedforward_h64_params"})
    @Tag("golden")
    void isPyTorchsNetwork(String name, String weightsFile, String weightsName) {
        JsonNode file = Golden.read("nn_nets_a.json"), entry = file.required(name);
        Tolerance tolerance = Tolerance.of(file);
        JsonNode params = weightsFile == null ? entry.required("params")
                : Golden.read(weightsFile).required(weightsName);
        int in = entry.required("in").intValue(), out = entry.required("out").intValue();
        int hidden = entry.required("hidden").intValue();
        for (Backend backend : TestBackends.ALL) {
            TestBackends.on(backend, () -> {
                TorchRandom random = new TorchRandom(entry.required("seed").longValue());
                FeedForwardNN network = new FeedForwardNN(in, new int[] {hidden, hidden}, out, Activation.RELU, random);
                RecordedModule.assertParameters(new Tolerance(Math.ulp(1f), 0), entry.required("params"), network);
                RecordedModule.load(network, params);

                Tensor x = tensor(entry.required("x")), target = tensor(entry.required("target"));
                Tensor output = network.forward(x);
                tolerance.check(entry.required("output"), output);
                Tensor loss = Loss.mse(output, target);
                tolerance.check(entry.required("mse_loss"), loss.item());
                loss.backward();
                RecordedModule.assertGradients(tolerance, entry.required("grads"), network);
                return null;
            });
        }
    }

    private static Tensor tensor(JsonNode recorded) {
        return Tensor.of(Golden.floats(recorded), Golden.shape(recorded));
    }

    @Test
    void takesARowAsItTakesABatch() {
        FeedForwardNN network = new FeedForwardNN(3, 2, new TorchRandom(1));
        try (var _ = new Tape().step()) {
            Tensor single = network.forward(new float[] {1, 2, 3});
            Tensor batch = network.forward(Tensor.of(new float[] {0, 0, 0, 1, 2, 3}, 2, 3));
            assertThat(single.shape()).isEqualTo(Shape.of(2));
            assertThat(single.toArray()).containsExactly(batch.at(2), batch.at(3));
        }
    }

    @Test
    void namesItsSizes() {
        assertThat(new FeedForwardNN(3, 1, new TorchRandom(1))).hasToString("3-64-64-1");
        assertThat(new FeedForwardNN(4, new int[] {}, 2, Activation.TANH, new TorchRandom(1))).hasToString("4-2");
    }

    @Test
    void savesWhatItLoads() {
        FeedForwardNN network = new FeedForwardNN(3, 2, new TorchRandom(1));
        FeedForwardNN other = new FeedForwardNN(3, 2, new TorchRandom(2));
        StateDict state = new StateDict();
        network.save(state, "actor.");
        assertThat(state.names()).startsWith("actor.layer1.weight", "actor.layer1.bias", "actor.layer2.weight");
        other.load(state, "actor.");
        network.parameters().forEach((name, p) ->
                assertThat(other.parameters().get(name).toArray()).as(name).isEqualTo(p.toArray()));
            }

            @Test
            void refusesWhatDoesNotFit() {
                FeedForwardNN network = new FeedForwardNN(3, 2, new TorchRandom(1));
                StateDict state = new StateDict();
                new FeedForwardNN(4, 2, new TorchRandom(1)).save(state, "");
                assertThatThrownBy(() -> network.load(state, "")).isInstanceOf(MalformedFileException.class)
                        .hasMessageContainingAll("layer1.weight", "[64, 3]", "[64, 4]");
                assertThatThrownBy(() -> network.load(state, "critic.")).isInstanceOf(MalformedFileException.class)
                        .hasMessageContainingAll("lacks critic.layer1.weight");
            }
        }
