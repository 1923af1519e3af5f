package drl.rollout;

/// Generalised advantage estimation (Schulman et al. 2016, equation 16): between the one-step error δ (λ = 0), which
/// trusts the critic, and the whole discounted sum of rewards minus the value (λ = 1), which does not.
public final class Gae {

    private Gae() {
    }

    /// δ(t) = r(t) + γ·V(s(t+1)) − V(s(t)) and A(t) = δ(t) + γλ·A(t+1), backwards through each episode. Behind its last
    /// step stands the episode's tail: V of the final observation if it was cut short, 0 if it terminated.
    ///
    /// @param values     V(s) for each time step (T)
    /// @param lambda     λ in [0, 1]
    /// @param advantages receives T values
    // exercise: ALG STEP 5, generalised advantages: δ(t) = r(t) + γ·V(t+1) − V(t), A(t) = δ(t) + γλ·A(t+1)
    public static void compute(Episodes batch, float[] values, double gamma, double lambda, double[] advantages) {
        double[] rews = batch.rews();
        int t = batch.timesteps();
        for (int episode = batch.count() - 1; episode >= 0; episode--) {
            double next = batch.tail(episode), advantage = 0;
            for (int i = batch.len(episode); i > 0; i--) {
                t--;
                double delta = rews[t] + gamma * next - values[t];
                advantage = delta + gamma * lambda * advantage;
                advantages[t] = advantage;
                next = values[t];
            }
        }
    }

    /// The same for storage of `steps` rows of `envs` environments that step side by side, in the convention of CleanRL:
    /// `dones` tells which observations *begin* an episode, so a value behind step t counts unless `dones[t + 1]`.
    ///
    /// @param rewards    (T, N), row-major
    /// @param values     V(s) (T, N)
    /// @param dones      1 where obs\[t\] is the first of an episode, else 0 (T, N)
    /// @param nextValue  V of the observation behind the last step (N)
    /// @param nextDone   the same flag for that observation (N)
    /// @param advantages receives (T, N)
    public static void compute(int steps, int envs, float[] rewards, float[] values, float[] dones, float[] nextValue,
            float[] nextDone, double gamma, double lambda, float[] advantages) {
        for (int n = 0; n < envs; n++) {
            double advantage = 0;
            for (int t = steps - 1; t >= 0; t--) {
                int i = t * envs + n;
                boolean last = t == steps - 1;
                double goesOn = 1 - (last ? nextDone[n] : dones[i + envs]);
                double next = last ? nextValue[n] : values[i + envs];
                double delta = rewards[i] + gamma * next * goesOn - values[i];
                advantage = delta + gamma * lambda * goesOn * advantage;
                advantages[i] = (float) advantage;
            }
        }
    }
}
