package drl.a2c;

/// n-step returns.
public final class Returns {

    private Returns() {
    }

    /// What followed each of T steps in N environments, discounted: the rewards up to the end of the episode, or up to the
    /// last step and then what the critic expects.
    ///
    /// R ← rᵢ + γ·R·maskᵢ for i = T − 1 … 0, from R = V(s_T)
    ///
    /// (Mnih et al. 2016, algorithm S3.) In single precision, as in the tutorial.
    ///
    /// @param nextValue V of the observations behind the last step (N)
    /// @param rewards   (T, N)
    /// @param masks     0 where an episode ended with the step, else 1 (T, N)
    /// @param gamma     discount factor γ
    /// @param returns   receives the returns (T, N)
    // exercise: ALG STEP 4, returns: R ← r + γ·R·mask, from V behind the last step
    public static void computeReturns(float[] nextValue, float[] rewards, float[] masks, float gamma,
            float[] returns) {
        int numEnvs = nextValue.length;
        for (int n = 0; n < numEnvs; n++) {
            float R = nextValue[n];
            for (int at = rewards.length - numEnvs + n; at >= 0; at -= numEnvs) {
                R = rewards[at] + gamma * R * masks[at];
                returns[at] = R;
            }
        }
    }
}
