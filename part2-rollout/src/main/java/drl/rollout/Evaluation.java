package drl.rollout;

import drl.env.Env;
import drl.env.Step;

/// Plays whole episodes with a finished policy, to see what it is worth.
public final class Evaluation {

    /// Evaluation episodes start from other states than training did: their stream is seeded with the run's seed plus this.
    private static final long SEED_OFFSET = 1_000_003;

    private Evaluation() {
    }

    /// The undiscounted return of each of `episodes` episodes.
    ///
    /// @param seed          the run's seed
    /// @param deterministic whether the policy takes its best action, and does not draw one
    public static double[] play(Policy policy, Env env, int episodes, long seed, boolean deterministic) {
        double[] returns = new double[episodes];
        float[] action = new float[env.actionSpace().size()];
        for (int episode = 0; episode < episodes; episode++) {
            float[] obs = episode == 0 ? env.reset(seed + SEED_OFFSET) : env.reset();
            boolean done = false;
            while (!done) {
                if (deterministic) {
                    policy.bestAction(obs, action);
                } else {
                    policy.getAction(obs, action);
                }
                Step step = env.step(action);
                returns[episode] += step.reward();
                obs = step.obs();
                done = step.done();
            }
        }
        return returns;
    }
}
