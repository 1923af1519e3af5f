package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.ppo.AdvantageEstimator;
import drl.ppo.RolloutStorage;
import drl.random.NumpyRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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

    @Test
    void nothing_follows_the_end_of_the_task() {
        RolloutStorage rollout = three();
        rollout.terminated()[1] = true;
        rollout.truncated()[1] = true; // in its last allowed step: the task's end counts
        rollout.finalValues()[1] = 10;
        assertThat(advantages(AdvantageEstimator.gae(0.5, 1), rollout)).containsExactly(1.5f, 1, 3.5f);
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
        int steps = 50, envs = 3;
        RolloutStorage rollout = new RolloutStorage(steps, envs, 1, 1);
        NumpyRandom random = new NumpyRandom(3);
        for (int i = 0; i < rollout.size(); i++) {
            rollout.rewards()[i] = (float) random.uniform(-1, 1);
            rollout.values()[i] = (float) random.uniform(-1, 1);
            boolean ends = random.uniform(0, 1) < 0.1;
            rollout.terminated()[i] = ends;
            if (i + envs < rollout.size()) {
                rollout.dones()[i + envs] = ends ? 1 : 0;
            } else {
                rollout.nextDones()[i + envs - rollout.size()] = ends ? 1 : 0;
            }
        }
        for (int n = 0; n < envs; n++) {
            rollout.nextValues()[n] = (float) random.uniform(-1, 1);
        }
        float[] one = advantages(AdvantageEstimator.gae(0.97, 0.9), rollout).clone();
        float[] other = advantages(AdvantageEstimator.gaeWithoutTruncation(0.97, 0.9), rollout);
        for (int i = 0; i < one.length; i++) {
            assertThat(one[i]).isCloseTo(other[i], within(1e-6f));
        }
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
