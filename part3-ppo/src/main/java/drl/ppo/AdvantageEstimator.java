package drl.ppo;

import drl.rollout.Gae;

/// A way to tell from a rollout how much each action is to be praised, and what the critic is to learn from it. [Psi]
/// lists them.
@FunctionalInterface
public interface AdvantageEstimator {

    /// Fills the rollout's advantages and returns (T, N) from its rewards, values and episode ends.
    void estimate(RolloutStorage rollout);

    /// Generalised advantage estimation (Schulman et al. 2016) that tells the two ends of an episode apart: nothing
    /// follows where the task terminated, and the value of the final observation follows where a time limit cut it
    /// short. The returns are those the advantages stand for, R = A + V.
    static AdvantageEstimator gae(double gamma, double lambda) {
        return rollout -> {
            for (int n = 0; n < rollout.numEnvs; n++) {
                double next = rollout.nextValues[n], advantage = 0;
                for (int i = (rollout.numSteps - 1) * rollout.numEnvs + n; i >= 0; i -= rollout.numEnvs) {
                    if (rollout.done(i)) {
                        next = rollout.terminated[i] ? 0 : rollout.finalValues[i];
                        advantage = 0; // what comes after belongs to another episode
                    }
                    double delta = rollout.rewards[i] + gamma * next - rollout.values[i];
                    advantage = delta + gamma * lambda * advantage;
                    rollout.advantages[i] = (float) advantage;
                    next = rollout.values[i];
                }
            }
            addValues(rollout);
        };
    }

    /// The same as CleanRL has it: any end of an episode is taken for the task's, so that a time limit looks like a
    /// failure. On an environment that only ever ends by its limit, every episode is misjudged at its end.
    static AdvantageEstimator gaeWithoutTruncation(double gamma, double lambda) {
        return rollout -> {
            Gae.compute(rollout.numSteps, rollout.numEnvs, rollout.rewards, rollout.values, rollout.dones,
                    rollout.nextValues, rollout.nextDones, gamma, lambda, rollout.advantages);
            addValues(rollout);
        };
    }

    private static void addValues(RolloutStorage rollout) {
        for (int i = 0; i < rollout.returns.length; i++) {
            rollout.returns[i] = rollout.advantages[i] + rollout.values[i];
        }
    }
}
