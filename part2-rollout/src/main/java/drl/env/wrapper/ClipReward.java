package drl.env.wrapper;

import drl.env.Env;
import drl.env.Step;

/// Clips the reward.
public final class ClipReward extends Wrapper {
    private final double min;
    private final double max;

    /// @param env the environment inside
    /// @param min the least reward to let through
    /// @param max the greatest
    /// @throws IllegalArgumentException if not `min <= max`
    public ClipReward(Env env, double min, double max) {
        super(env);
        if (!(min <= max)) {
            throw new IllegalArgumentException("ClipReward needs min <= max, not " + min + " and " + max);
        }
        this.min = min;
        this.max = max;
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        return new Step(step.obs(), Math.clamp(step.reward(), min, max), step.terminated(), step.truncated());
    }
}
