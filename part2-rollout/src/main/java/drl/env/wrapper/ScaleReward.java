package drl.env.wrapper;

import drl.env.Env;
import drl.env.Step;

/// Multiplies the reward by a constant. Which action is best stays the same; how large the values are that a critic has to
/// learn does not.
public final class ScaleReward extends Wrapper {
    private final double scale;

    /// @param env   the environment inside
    /// @param scale above 0
    /// @throws IllegalArgumentException if it is not, or not finite
    public ScaleReward(Env env, double scale) {
        super(env);
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("ScaleReward needs a scale above 0, not " + scale);
        }
        this.scale = scale;
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        return new Step(step.obs(), scale * step.reward(), step.terminated(), step.truncated());
    }
}
