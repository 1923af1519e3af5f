package drl.part4;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.Streams;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.wrapper.SeededOnce;
import drl.env.wrapper.Wrapper;
import drl.nn.StateDict;
import drl.reference.Golden;
import drl.run.Recorder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The whole of the tutorial's program, as it was printed, against PyTorch through two episodes.
///
/// The file says how far two builds of PyTorch itself lie apart, part by part, as |a − b|/(1 + |a|), and that a
/// re-implementation should stay within fifty times that.
@Tag("part4")
@Tag("golden")
@drl.steps.Step("ALG STEP 18, the same numbers as PyTorch")
class DdpgProgramGoldenTests {

    private static final double ROUNDING = 50;

    private final JsonNode file = Golden.read("e2e_ddpg_pendulum_a.json");
    private final DdpgHyperparameters hp = settings();

    private DdpgHyperparameters settings() {
        JsonNode h = file.required("hyper");
        int[] hidden = Golden.ints(h.required("hidden"));
        return Settings.literal("gamma", h.required("gamma").asDouble(), "tau", h.required("tau").asDouble(),
                "batchSize", h.required("batch_size").asInt(), "actorLearningRate", h.required("lr_actor").asDouble(),
                "criticLearningRate", h.required("lr_critic").asDouble(), "weightDecay",
                h.required("weight_decay").asDouble(), "hidden1Size", hidden[0], "hidden2Size", hidden[1], "epsilon",
                h.required("epsilon").asDouble(), "logInterval", 1);
    }

    @Test
    void two_episodes() {
        long seed = file.required("seed").asLong();
        Witness witness = new Witness(new SeededOnce(Envs.make("Pendulum-v1"), seed));
        DDPG ddpg = new DDPG(witness, hp, Streams.of(seed));
        assertWeights(file.required("initial_weights"), ddpg, allowed("initial_weights"));

        ddpg.begin();
        JsonNode iterations = file.required("iterations");
        int steps = 0, updates = 0;
        for (int i = 1; i <= iterations.size(); i++) {
            JsonNode episode = iterations.required(Integer.toString(i));
            steps += episode.required("steps").asInt();
            ddpg.learn(steps, witness);
            double tolerance = allowed("iteration_" + i);
            Golden.assertNear("return", episode.required("total_reward"), witness.returns.get(i - 1), tolerance);
            Golden.assertNear("last_obs", episode.required("last_obs"), witness.obs.get(steps - 1), tolerance);
            for (JsonNode update : episode.required("train")) {
                double[] losses = witness.losses.get(update.required("k").asInt() - 1);
                String when = " of update " + update.required("k");
                Golden.assertNear("critic_loss" + when, update.required("critic_loss"), losses[0], tolerance);
                Golden.assertNear("actor_loss" + when, update.required("actor_loss"), losses[1], tolerance);
                updates++;
            }
        }
        assertThat(updates).isPositive();
        assertThat(witness.losses).hasSize(steps - hp.batchSize() + 1);

        Golden.assertNear("reset_obs", file.required("reset_obs"), witness.resets.getFirst(),
                allowed("first_20_steps"));
        int t = 0;
        for (JsonNode step : file.required("first_steps")) {
            Golden.assertNear("action " + t, step.required("action"), witness.actions.get(t),
                    allowed("first_20_steps"));
            Golden.assertNear("next_obs " + t, step.required("next_obs"), witness.obs.get(t),
                    allowed("first_20_steps"));
            Golden.assertNear("reward " + t, step.required("reward"), witness.rewards.get(t),
                    allowed("first_20_steps"));
            t++;
        }
        assertThat(t).isPositive();
        assertWeights(file.required("weights_after"), ddpg, allowed("weights_after"));
    }

    private double allowed(String part) {
        return ROUNDING * file.required("sensitivity").required("values").required(part).asDouble();
    }

    private static void assertWeights(JsonNode recorded, DDPG ddpg, double tolerance) {
        StateDict state = new StateDict();
        ddpg.nets().actor().save(state, "actor.");
        ddpg.nets().critic().save(state, "critic.");
        ddpg.nets().actorTarget().save(state, "actor_target.");
        assertThat(recorded).isNotEmpty();
        recorded.properties().forEach(entry -> {
            JsonNode weights = entry.getValue();
            float[] values =
                    state.get(entry.getKey(), Arrays.stream(Golden.shape(weights)).boxed().toList());
            Golden.assertNearChecksum(entry.getKey(), weights, values, tolerance);
        });
    }

    /// Writes down what passes between the program and its environment, and the losses of every update.
    private static final class Witness extends Wrapper implements Recorder {
        final List<float[]> resets = new ArrayList<>();
        final List<float[]> actions = new ArrayList<>();
        final List<float[]> obs = new ArrayList<>();
        final List<Double> rewards = new ArrayList<>();
        final List<Double> returns = new ArrayList<>();
        final List<double[]> losses = new ArrayList<>();

        Witness(Env env) {
            super(env);
        }

        @Override
        public float[] reset() {
            float[] first = super.reset();
            resets.add(first.clone());
            return first;
        }

        @Override
        public Step step(float[] action) {
            actions.add(action.clone());
            Step step = super.step(action);
            obs.add(step.obs().clone());
            rewards.add(step.reward());
            return step;
        }

        @Override
        public void scalar(String name, double value) {
            switch (name) {
                case "losses/qf1_loss" -> losses.add(new double[] {value, Double.NaN});
                case "losses/actor_loss" -> losses.getLast()[1] = value;
                default -> assertThat(name).isEqualTo("losses/qf1_values");
            }
        }

        @Override
        public void episode(double episodicReturn, int episodicLength, long globalStep) {
            returns.add(episodicReturn);
        }

        @Override
        public void iteration(long globalStep) {
        }
    }
}
