package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import drl.cli.RlHarness;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.wrapper.SeededOnce;
import drl.nn.StateDict;
import drl.ppo.PpoChapter;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.ppo.literal.LiteralMyPpo;
import drl.ppo.literal.MyPpoBuffer;
import drl.ppo.literal.MyPpoLosses;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.reference.Golden;
import drl.run.Metrics;
import drl.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "MyPPO" as printed, against the Python program: the whole of it to five digits through three iterations, and its
/// parts.
@Tag("part3")
@Tag("golden")
class MyPpoGoldenTests {

    private static final double TOLERANCE = 1e-5;

    private final JsonNode file = Golden.read("e2e_myppo_cartpole_a.json");
    private final TorchRandom random = new TorchRandom(file.required("seed").asLong());
    private final LiteralMyPpo myPpo = program();

    private LiteralMyPpo program() {
        JsonNode h = file.required("hyper");
        long seed = file.required("seed").asLong();
        LiteralMyPpo.Settings settings = new LiteralMyPpo.Settings(h.required("max_iterations").asInt(),
                h.required("n_actors").asInt(), h.required("horizon").asInt(), h.required("epsilon").asDouble(),
                h.required("n_epochs").asInt(), h.required("batch_size").asInt(), h.required("lr").asDouble(),
                h.required("gamma").asDouble(), h.required("c1").asDouble(), h.required("c2").asDouble(),
                h.required("hidden").asInt(), false);
        return new LiteralMyPpo(new SeededOnce(Envs.make("CartPole-v1"), seed), settings, random,
                new NumpyLegacyRandom(seed));
    }

    @Test
    void weights_and_first_steps() {
        assertWeights(file.required("initial_weights"));
        myPpo.collect();
        MyPpoBuffer buffer = myPpo.buffer();
        assertClose("reset_obs", file.required("reset_obs"), buffer.state(0));
        int t = 0;
        for (JsonNode step : file.required("first_steps")) {
            assertThat(buffer.action(t)).isEqualTo(step.required("action").intValue());
            assertClose("probs " + t, step.required("probs"), buffer.probs(t));
            assertClose("value " + t, step.required("value").doubleValue(), buffer.value(t));
            assertThat(buffer.ends(t)).isEqualTo(step.required("done").booleanValue());
            if (!buffer.ends(t)) { // the original goes on with the first state of the next episode
                assertClose("next_obs " + t, step.required("next_obs"), buffer.state(t + 1));
            }
            t++;
        }
        assertThat(t).isPositive();
        JsonNode returns = file.required("iterations").required("1").required("cum_first8");
        for (int i = 0; i < returns.size(); i++) {
            assertClose("return " + i, returns.get(i).doubleValue(), buffer.cumulativeReward(i));
        }
    }

    @Test
    void three_iterations() {
        JsonNode iterations = file.required("iterations");
        for (int i = 1; i <= iterations.size(); i++) {
            JsonNode recorded = iterations.required(Integer.toString(i));
            List<double[]> minibatches = new ArrayList<>();
            double averageReward = myPpo.iterate((losses, objective) -> minibatches.add(new double[] {
                losses.clip().item(), losses.values().item(), losses.entropyBonus().item(), objective}));
            assertClose("avg_rew", recorded.required("avg_rew").doubleValue(), averageReward);
            MyPpoBuffer buffer = myPpo.buffer();
            int ends = 0;
            for (int place = 0; place < buffer.size(); place++) {
                ends += buffer.ends(place) ? 1 : 0;
            }
            assertThat(ends).isEqualTo(recorded.required("n_done").intValue());
            JsonNode first = recorded.required("shuffled_states_first3");
            for (int place = 0; place < first.size(); place++) {
                assertClose("state at place " + place, first.get(place), buffer.state(place));
            }
            JsonNode expected = recorded.required("minibatches");
            assertThat(minibatches).hasSize(expected.size());
            for (int m = 0; m < expected.size(); m++) {
                String when = " of minibatch " + m + ", iteration " + i;
                assertClose("l_clip" + when, expected.get(m).required("l_clip").doubleValue(), minibatches.get(m)[0]);
                assertClose("l_vf" + when, expected.get(m).required("l_vf").doubleValue(), minibatches.get(m)[1]);
                assertClose("bonus" + when, expected.get(m).required("entropy_bonus").doubleValue(),
                        minibatches.get(m)[2]);
                assertClose("loss" + when, expected.get(m).required("loss").doubleValue(), minibatches.get(m)[3]);
            }
            assertThat(myPpo.learningRate()).isCloseTo(recorded.required("lr_after").doubleValue(), within(1e-15));
        }
        assertWeights(file.required("weights_after"));
        assertThat(random.uniform()).isEqualTo((float) file.required("next_torch_rand").doubleValue());
    }

    /// `./rl part3-ppo discrete --faithful` is the same program, its defaults are the recording's.
    @Test
    void the_program_prints_the_same_numbers(@TempDir Path runs) {
        JsonNode h = file.required("hyper");
        RlHarness run = RlHarness.run(new PpoChapter(), "part3-ppo", "discrete", "--faithful", "--seed",
                file.required("seed").asText(), "--max-iterations", h.required("max_iterations").asText(), "--n-actors",
                h.required("n_actors").asText(), "--horizon", h.required("horizon").asText(), "--epsilon",
                h.required("epsilon").asText(), "--n-epochs", h.required("n_epochs").asText(), "--batch-size",
                h.required("batch_size").asText(), "--lr", h.required("lr").asText(), "--gamma",
                h.required("gamma").asText(), "--c1", h.required("c1").asText(), "--c2", h.required("c2").asText(),
                "--hidden", h.required("hidden").asText(), "--eval-episodes", "0", "--save-freq", "0", "--runs-dir",
                runs.toString(), "--run-name", "literal");
        assertThat(run.status()).as(run.err()).isZero();
        Metrics metrics = Metrics.read(runs.resolve("literal/metrics.csv"));
        JsonNode iterations = file.required("iterations");
        for (int i = 1; i <= iterations.size(); i++) {
            JsonNode recorded = iterations.required(Integer.toString(i)), batches = recorded.required("minibatches");
            JsonNode last = batches.get(batches.size() - 1);
            assertClose("avg_rew", recorded.required("avg_rew").doubleValue(),
                    metrics.curve("charts/average_reward").y()[i - 1]);
            assertClose("lr", recorded.required("lr_after").doubleValue(),
                    metrics.curve("charts/learning_rate").y()[i - 1]);
            assertClose("l_clip", last.required("l_clip").doubleValue(),
                    -metrics.curve("losses/policy_loss").y()[i - 1]);
            assertClose("l_vf", last.required("l_vf").doubleValue(), metrics.curve("losses/value_loss").y()[i - 1]);
            assertClose("bonus", last.required("entropy_bonus").doubleValue(),
                    metrics.curve("losses/entropy").y()[i - 1]);
        }
    }

    /// The corrected program draws its first weights as the printed one does.
    @Test
    void the_corrected_program_has_the_same_first_weights() {
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.myPpo();
        long seed = file.required("seed").asLong();
        VectorPPO ppo = new VectorPPO(new SyncVectorEnv(hp.numEnvs(), _ -> Envs.make(hp.envId()), env -> env), hp,
                new TorchRandom(seed), new NumpyLegacyRandom(seed));
        StateDict state = new StateDict();
        ppo.agent().save(state);
        assertWeights(state, file.required("initial_weights"));
    }

    @Test
    void losses_and_gradients() {
        JsonNode cases = Golden.read("algo_ppo_losses_a.json").required("myppo");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            Tensor logits = Tensor.parameter(Golden.floats(recorded.required("new_pre_softmax")),
                    Golden.shape(recorded.required("new_pre_softmax")));
            Tensor newValues = Tensor.parameter(Golden.floats(recorded.required("new_values")),
                    Golden.shape(recorded.required("new_values")));
            MyPpoLosses losses = MyPpoLosses.of(logits.softmax(), newValues, constant(recorded, "old_probs"),
                    constant(recorded, "old_values"), constant(recorded, "actions"),
                    constant(recorded, "cumulative_rewards"),
                    recorded.required("epsilon").asDouble() * recorded.required("annealing").asDouble());
            Tensor objective =
                    losses.objective(recorded.required("c1").asDouble(), recorded.required("c2").asDouble());
            assertExact("l_clip", recorded.required("l_clip").doubleValue(), losses.clip().item());
            assertExact("l_vf", recorded.required("l_vf").doubleValue(), losses.values().item());
            assertExact("entropy_bonus", recorded.required("entropy_bonus").doubleValue(),
                    losses.entropyBonus().item());
            assertExact("loss", recorded.required("loss_to_maximise").doubleValue(), objective.item());
            objective.backward();
            assertExact("grad_new_pre_softmax", recorded.required("grad_new_pre_softmax"), logits.gradient());
            assertExact("grad_new_values", recorded.required("grad_new_values"), newValues.gradient());
        }
    }

    @Test
    void cumulative_rewards() {
        JsonNode cases = Golden.read("algo_returns_a.json").required("myppo_cumulative");
        assertThat(cases).isNotEmpty();
        for (JsonNode recorded : cases) {
            double[] rewards = Golden.doubles(recorded.required("rewards"));
            boolean[] ends = new boolean[rewards.length];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = recorded.required("terminated").get(i).booleanValue();
            }
            double mean = LiteralMyPpo.cumulativeRewards(rewards, ends, recorded.required("gamma").asDouble());
            assertThat(mean).isCloseTo(recorded.required("avg_rew").doubleValue(), within(1e-13));
            Golden.assertMatches(recorded.required("cumulative_normalised"), rewards, 1e-12);
        }
    }

    private static Tensor constant(JsonNode recorded, String name) {
        return Tensor.of(Golden.floats(recorded.required(name)), Golden.shape(recorded.required(name)));
    }

    private void assertWeights(JsonNode recorded) {
        StateDict state = new StateDict();
        myPpo.save(state);
        assertWeights(state, recorded);
    }

    private static void assertWeights(StateDict state, JsonNode recorded) {
        assertThat(state.names()).hasSize(recorded.size());
        for (String name : state.names()) {
            JsonNode weights = recorded.required(name);
            float[] values = state.get(name, Arrays.stream(Golden.shape(weights)).boxed().toList());
            Golden.assertNearChecksum(name, weights, values, TOLERANCE);
        }
    }

    private static void assertClose(String what, JsonNode recorded, float[] actual) {
        Golden.assertNear(what, recorded, actual, TOLERANCE);
    }

    private static void assertClose(String what, double recorded, double actual) {
        Golden.assertNear(what, recorded, actual, TOLERANCE);
    }

    private static void assertExact(String what, JsonNode recorded, float[] actual) {
        double[] expected = Golden.doubles(recorded);
        assertThat(actual).as(what).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertExact(what, expected[i], actual[i]);
        }
    }

    private static void assertExact(String what, double expected, double actual) {
        assertThat(actual).as(what).isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-7));
    }
}
