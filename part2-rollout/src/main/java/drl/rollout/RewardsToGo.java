package drl.rollout;

/// Rewards-to-go: what came after each action, later rewards counting less.
public final class RewardsToGo {

    private RewardsToGo() {
    }

    /// R(t) = r(t) + γ·R(t+1) within each episode, filled from the end, which takes linear time. (The tutorial inserts
    /// every value at the front of a list: quadratic.) An episode that was cut short starts from its tail instead of 0.
    ///
    /// @param gamma    the discount factor γ in [0, 1]
    /// @param batchRtgs receives T values, in the order of the batch
    // exercise: ALG STEP 4, rewards-to-go: R(t) = r(t) + γ·R(t+1)
    public static void computeRtgs(Episodes batch, double gamma, double[] batchRtgs) {
        double[] batchRews = batch.rews();
        int t = batch.timesteps();
        for (int episode = batch.count() - 1; episode >= 0; episode--) {
            double discountedReward = batch.tail(episode);
            for (int i = batch.len(episode); i > 0; i--) {
                discountedReward = batchRews[--t] + gamma * discountedReward;
                batchRtgs[t] = discountedReward;
            }
        }
    }
}
