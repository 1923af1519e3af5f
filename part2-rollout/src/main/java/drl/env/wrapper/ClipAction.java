package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;

/// Accepts any action and clips it to the bounds of the environment inside.
///
/// A Gaussian policy knows no bounds. Clipping here, outside the policy, leaves the action that a learner stores, and
/// its log-probability, as the policy meant them.
public final class ClipAction extends Wrapper {
    private final Box space;
    private final float[] low;
    private final float[] high;
    private final float[] clipped;

    /// @param env the environment inside
    /// @throws IllegalArgumentException if its actions are not a [Box]
    public ClipAction(Env env) {
        super(env);
        Box bounds = box(env, "ClipAction");
        space = Box.unbounded(bounds.shape());
        low = bounds.low();
        high = bounds.high();
        clipped = new float[bounds.size()];
    }

    @Override
    public Space actionSpace() {
        return space;
    }

    @Override
    public Step step(float[] action) {
        checkLength(action, clipped.length, "ClipAction");
        for (int i = 0; i < clipped.length; i++) {
            clipped[i] = Math.clamp(action[i], low[i], high[i]);
        }
        return env.step(clipped);
    }

    /// The action space of `env`, for wrappers that work on continuous actions only.
    static Box box(Env env, String wrapper) {
        if (env.actionSpace() instanceof Box box) {
            return box;
        }
        throw new IllegalArgumentException(wrapper + " needs actions from a Box, not from " + env.actionSpace());
    }

    static void checkLength(float[] action, int length, String wrapper) {
        if (action.length != length) {
            throw new IllegalArgumentException(
                    wrapper + ": an action has " + length + " numbers, not " + action.length);
        }
    }
}
