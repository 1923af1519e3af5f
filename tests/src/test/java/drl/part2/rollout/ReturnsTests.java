package drl.part2.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import drl.part1.Tolerance;
import drl.part2.rollout.ScriptedEnv.End;
import drl.part2.rollout.ScriptedEnv.Script;
import drl.reference.Golden;
import drl.rollout.Episodes;
import drl.rollout.Gae;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.steps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rewards-to-go and advantages: recorded ones, and ones that can be worked out by hand.
@Tag("part2")
class ReturnsTests {

    /// Lets an environment play these episodes into one batch.
    private static Episodes play(List<Script> episodes, ToDoubleFunction<float[]> valueOfRest) {
        int timesteps = episodes.stream().mapToInt(e -> e.rewards().length).sum();
        Episodes batch = new Rollout(new ScriptedEnv(episodes), ScriptedEnv.policy(), timesteps, 100_000,
                Rollout.Ending.EXACT, valueOfRest).rollout();
        assertThat(batch.count()).isEqualTo(episodes.size());
        return batch;
    }

    // ---- recorded ---------------------------------------------------------------------------------------------

    @Test
    @Tag("golden")
    @Step("ALG STEP 4, rewards-to-go")
    void rewardsToGoAreTheTutorials() {
        JsonNode file = Golden.read("algo_returns_a.json");
        double exact = Tolerance.stated(file, "rewards_to_go float64 exact to ", ";");
        double rounded = Tolerance.stated(file, "others ", " (float32)");
        assertThat(file.required("rewards_to_go")).isNotEmpty();
        for (JsonNode entry : file.required("rewards_to_go")) {
            List<Script> episodes = new ArrayList<>();
            entry.required("batch_rews").forEach(e -> episodes.add(new Script(End.TERMINATED, Golden.doubles(e))));
            Episodes batch = play(episodes, _ -> {
                throw new AssertionError("nothing follows the end");
            });
            double[] rtgs = new double[batch.timesteps()];
            RewardsToGo.computeRtgs(batch, Golden.number(entry.required("gamma")), rtgs);
            Golden.assertMatches(entry.required("rtgs_float64"), rtgs, exact);
            Golden.assertMatches(entry.required("rtgs_float32"), floats(rtgs), rounded);
        }
    }

    @Test
    @Tag("golden")
    void advantagesOfParallelEnvironmentsAreCleanRls() {
        JsonNode file = Golden.read("algo_returns_a.json");
        double tolerance = Tolerance.stated(file, "others ", " (float32)");
        assertThat(file.required("gae")).isNotEmpty();
        for (JsonNode entry : file.required("gae")) {
            int steps = entry.required("num_steps").intValue(), envs = entry.required("num_envs").intValue();
            float[] advantages = new float[steps * envs], values = Golden.floats(entry.required("values"));
            Gae.compute(steps, envs, Golden.floats(entry.required("rewards")), values,
                    Golden.floats(entry.required("dones")), Golden.floats(entry.required("next_value")),
                    Golden.floats(entry.required("next_done")), Golden.number(entry.required("gamma")),
                    Golden.number(entry.required("lambda")), advantages);
            Golden.assertMatches(entry.required("advantages"), advantages, tolerance);
            for (int i = 0; i < advantages.length; i++) {
                advantages[i] += values[i];
            }
            Golden.assertMatches(entry.required("returns"), advantages, tolerance);
        }
    }

    /// The same numbers, each environment played as episodes one after the other. Where the recording says that an
    /// observation begins an episode, the one before it terminated; the last is cut short by the end of the batch.
    @Test
    @Tag("golden")
    @Step("ALG STEP 5, generalised advantages")
    void advantagesOfEpisodesAreTheSame() {
        JsonNode file = Golden.read("algo_returns_a.json");
        double tolerance = Tolerance.stated(file, "others ", " (float32)");
        for (JsonNode entry : file.required("gae")) {
            int steps = entry.required("num_steps").intValue(), envs = entry.required("num_envs").intValue();
            float[] recorded = Golden.floats(entry.required("advantages"));
            double largest = 1;
            for (float value : recorded) {
                largest = Math.max(largest, Math.abs(value));
            }
            for (int env = 0; env < envs; env++) {
                double[] advantages = new double[steps];
                Gae.compute(column(entry, env, steps, envs), values(entry, env, steps, envs),
                        Golden.number(entry.required("gamma")), Golden.number(entry.required("lambda")), advantages);
                for (int t = 0; t < steps; t++) {
                    assertThat(advantages[t]).isCloseTo(recorded[t * envs + env], within(tolerance * largest));
                }
            }
        }
    }

    private static Episodes column(JsonNode entry, int env, int steps, int envs) {
        float[] rewards = Golden.floats(entry.required("rewards")), dones = Golden.floats(entry.required("dones"));
        double nextDone = Golden.doubles(entry.required("next_done"))[env];
        double nextValue = Golden.doubles(entry.required("next_value"))[env];
        List<Script> episodes = new ArrayList<>();
        List<Double> running = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            running.add((double) rewards[t * envs + env]);
            boolean last = t == steps - 1;
            boolean ends = (last ? nextDone : dones[(t + 1) * envs + env]) == 1;
            if (ends || last) {
                episodes.add(new Script(ends ? End.TERMINATED : End.TRUNCATED,
                        running.stream().mapToDouble(Double::doubleValue).toArray()));
                running.clear();
            }
        }
        return play(episodes, _ -> nextValue);
    }

    private static float[] values(JsonNode entry, int env, int steps, int envs) {
        float[] all = Golden.floats(entry.required("values")), own = new float[steps];
        for (int t = 0; t < steps; t++) {
            own[t] = all[t * envs + env];
        }
        return own;
    }

    private static float[] floats(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }

    // ---- by hand ----------------------------------------------------------------------------------------------

    @Test
    @Step("ALG STEP 4, rewards-to-go")
    void laterRewardsCountLess() {
        Episodes batch = play(List.of(new Script(End.TERMINATED, 1, 2, 4), new Script(End.TERMINATED, 8)), _ -> 0);
        double[] rtgs = new double[4];
        RewardsToGo.computeRtgs(batch, 0.5, rtgs);
        assertThat(rtgs).containsExactly(1 + 0.5 * (2 + 0.5 * 4), 2 + 0.5 * 4, 4, 8);
        RewardsToGo.computeRtgs(batch, 0, rtgs);
        assertThat(rtgs).containsExactly(1, 2, 4, 8);
        RewardsToGo.computeRtgs(batch, 1, rtgs);
        assertThat(rtgs).containsExactly(7, 6, 4, 8);
    }

    /// With λ = 1 errors telescope: what is left is rewards-to-go minus value. With λ = 0 one error is all there is.
    @Test
    @Step("ALG STEP 5, generalised advantages")
    void lambdaReachesFromOneStepToTheWholeEpisode() {
        List<Script> episodes = List.of(new Script(End.TERMINATED, 1, 2, 4), new Script(End.TRUNCATED, 8, 16));
        float[] values = {0.5f, -1, 2, 3, -4};
        double gamma = 0.5, tail = 10;
        Episodes batch = play(episodes, _ -> tail);
        double[] rtgs = new double[5], advantages = new double[5];

        RewardsToGo.computeRtgs(batch, gamma, rtgs);
        assertThat(rtgs).containsExactly(3, 4, 4, 8 + 0.5 * 21, 16 + 5);
        Gae.compute(batch, values, gamma, 1, advantages);
        for (int t = 0; t < 5; t++) {
            assertThat(advantages[t]).isCloseTo(rtgs[t] - values[t], within(1e-12));
        }
        Gae.compute(batch, values, gamma, 0, advantages);
        assertThat(advantages).containsExactly(1 + gamma * -1 - 0.5, 2 + gamma * 2 + 1, 4 - 2, 8 + gamma * -4 - 3,
                16 + gamma * tail + 4);
    }

    /// A critic that always says V and a reward of (1 − γ)·V for ever: nothing is better than expected.
    @Test
    @Step("ALG STEP 5, generalised advantages")
    void aConstantCriticThatIsRightSeesNoAdvantage() {
        double gamma = 0.9, value = 5, reward = (1 - gamma) * value;
        Episodes batch = play(List.of(new Script(End.TRUNCATED, reward, reward, reward, reward)), _ -> value);
        double[] advantages = new double[4];
        Gae.compute(batch, new float[] {5, 5, 5, 5}, gamma, 0.95, advantages);
        for (double advantage : advantages) {
            assertThat(advantage).isCloseTo(0, within(1e-12));
        }
    }

    /// A single reward at the end of an episode reaches back by γλ a step.
    @Test
    @Step("ALG STEP 5, generalised advantages")
    void oneRewardAtTheEndFadesBackwards() {
        double gamma = 0.99, lambda = 0.9;
        Episodes batch = play(List.of(new Script(End.TERMINATED, 0, 0, 0, 1)), _ -> 0);
        double[] advantages = new double[4];
        Gae.compute(batch, new float[4], gamma, lambda, advantages);
        for (int t = 0; t < 4; t++) {
            assertThat(advantages[t]).isCloseTo(Math.pow(gamma * lambda, 3 - t), within(1e-15));
        }
    }
}
