package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.ppo.AdvantageEstimator;
import drl.ppo.RolloutStorage;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Advantages that can be worked out by hand: three steps with a reward of 1 and a critic that says 0, λ = 1, γ = ½.
@Tag("part3")
class AdvantageEstimatorTests {

    @Test
    void the_observation_behind_the_last_step_counts() {
        assertThat(advantages(AdvantageEstimator.gae(0.5, 1), three())).containsExactly(2.375f, 2.75f, 3.5f);
    }

    @Test
    void a_time_limit_is_worth_what_the_critic_says_of_the_final_observation() {
        RolloutStorage rollout = three();
        rollout.truncated()[1] = true;
        rollout.finalValues()[1] = 10;
        assertThat(advantages(AdvantageEstimator.gae(0.5, 1), rollout)).containsExactly(4, 6, 3.5f);
    }

    /// The critic says 0, so that every form comes to the return, and with λ = 0 to its first step.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            total-reward  | 1 | 1.5 1.5 3.5
            rewards-to-go | 1 | 1.5 1   3.5
            baseline      | 1 | 1.5 1   3.5
            q             | 1 | 1.5 1   3.5
            q             | 0 | 1   1   3.5
            advantage     | 1 | 1.5 1   3.5
            advantage     | 0 | 1   1   3.5
            td-residual   | 1 | 1   1   3.5
            gae           | 1 | 1.5 1   3.5
            gae           | 0 | 1   1   3.5
            """)
    void nothing_follows_the_end_of_the_task(String psi, double lambda, String advantages) {
        RolloutStorage rollout = three();
        rollout.terminated()[1] = true;
        rollout.truncated()[1] = true; // in its last allowed step: the task's end counts
        rollout.finalValues()[1] = 10;
        assertThat(advantages(estimator(psi, 0.5, lambda), rollout)).containsExactly(numbers(advantages));
    }

    @Test
    void a_cut_behind_the_last_step_counts_too() {
        RolloutStorage rollout = three();
        rollout.truncated()[2] = true;
        rollout.finalValues()[2] = 20;
        assertThat(advantages(AdvantageEstimator.gae(0.5, 1), rollout)).containsExactly(4.25f, 6.5f, 11);
    }

    @Test
    void cleanrl_takes_a_time_limit_for_the_end() {
        RolloutStorage rollout = three();
        rollout.truncated()[1] = true;
        rollout.finalValues()[1] = 10;
        rollout.dones()[2] = 1;
        assertThat(advantages(AdvantageEstimator.gaeWithoutTruncation(0.5, 1), rollout))
                .containsExactly(1.5f, 1, 3.5f);
    }

    @Test
    void without_time_limits_both_agree() {
        RolloutStorage rollout = random(50, 3);
        float[] one = advantages(AdvantageEstimator.gae(0.97, 0.9), rollout).clone();
        float[] other = advantages(AdvantageEstimator.gaeWithoutTruncation(0.97, 0.9), rollout);
        for (int i = 0; i < one.length; i++) {
            assertThat(one[i]).isCloseTo(other[i], within(1e-6f));
        }
    }

    /// By hand, with γ = ½ and λ = ½: rewards of 1, values 8, 4, 2, and 5 behind them; a time limit behind the second
    /// step, where V = 10.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            total-reward  | 4     4     3.5 | 4     6     3.5
            rewards-to-go | 4     6     3.5 | 4     6     3.5
            baseline      | -4    2     1.5 | 4     6     3.5
            q             | 3.5   6     3.5 | 3.5   6     3.5
            advantage     | -4.5  2     1.5 | 3.5   6     3.5
            td-residual   | -5    2     1.5 | 3     6     3.5
            gae           | -4.5  2     1.5 | 3.5   6     3.5
            """)
    void every_psi_by_hand(String psi, String advantages, String returns) {
        RolloutStorage rollout = three();
        System.arraycopy(new float[] {8, 4, 2}, 0, rollout.values(), 0, 3);
        rollout.truncated()[1] = true;
        rollout.finalValues()[1] = 10;
        estimator(psi, 0.5, 0.5).estimate(rollout);
        assertThat(rollout.advantages()).containsExactly(numbers(advantages));
        assertThat(rollout.returns()).containsExactly(numbers(returns));
    }

    /// The advantage by its definition, Q − V, is what GAE computes from the critic's errors.
    @Test
    void the_advantage_is_gae_in_another_form() {
        RolloutStorage rollout = random(50, 3);
        float[] gae = advantages(estimator("gae", 0.97, 0.9), rollout).clone();
        float[] advantage = advantages(estimator("advantage", 0.97, 0.9), rollout);
        for (int i = 0; i < gae.length; i++) {
            assertThat(advantage[i]).isCloseTo(gae[i], within(1e-5f));
        }
    }

    private static RolloutStorage random(int steps, int envs) {
        RolloutStorage rollout = new RolloutStorage(steps, envs, 1, 1);
        NumpyRandom random = new NumpyRandom(3);
        for (int i = 0; i < rollout.size(); i++) {
            rollout.rewards()[i] = (float) random.uniform(-1, 1);
            rollout.values()[i] = (float) random.uniform(-1, 1);
            boolean ends = random.uniform(0, 1) < 0.1;
            rollout.terminated()[i] = ends;
            rollout.finalValues()[i] = 10; // stale: no episode is cut
            if (i + envs < rollout.size()) {
                rollout.dones()[i + envs] = ends ? 1 : 0;
            } else {
                rollout.nextDones()[i + envs - rollout.size()] = ends ? 1 : 0;
            }
        }
        for (int n = 0; n < envs; n++) {
            rollout.nextValues()[n] = (float) random.uniform(-1, 1);
        }
        return rollout;
    }

    private static AdvantageEstimator estimator(String psi, double gamma, double lambda) {
        return VectorPpoHyperparameters.discrete().with("--psi", psi, "--gamma", Double.toString(gamma), "--gae-lambda",
                Double.toString(lambda)).advantages();
    }

    private static float[] numbers(String text) {
        String[] words = text.trim().split(" +");
        float[] numbers = new float[words.length];
        for (int i = 0; i < words.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }

    private static RolloutStorage three() {
        RolloutStorage rollout = new RolloutStorage(3, 1, 1, 1);
        for (int t = 0; t < 3; t++) {
            rollout.rewards()[t] = 1;
        }
        rollout.nextValues()[0] = 5;
        return rollout;
    }

    private static float[] advantages(AdvantageEstimator estimator, RolloutStorage rollout) {
        estimator.estimate(rollout);
        return rollout.advantages();
    }
}
