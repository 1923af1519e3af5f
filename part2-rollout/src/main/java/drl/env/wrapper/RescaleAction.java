package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;

/// Lets actions run from `min` to `max` in every number, whatever the bounds of the environment inside: the two
/// intervals are mapped on each other linearly. Actions outside of them land outside; add [ClipAction] where the
/// environment does not clip.
public final class RescaleAction extends Wrapper {
    private final Box space;
    private final float[] scale;
    private final float[] shift;
    private final float[] rescaled;

    /// @param env the environment inside
    /// @param min the action that becomes the environment's least one
    /// @param max the action that becomes the environment's greatest one
    /// @throws IllegalArgumentException if the actions are not a [Box] with finite bounds, or not `min < max`
    public RescaleAction(Env env, float min, float max) {
        super(env);
        Box bounds = ClipAction.box(env, "RescaleAction");
        if (!bounds.bounded()) {
            throw new IllegalArgumentException("RescaleAction needs finite action bounds, not " + bounds);
        }
        if (!(min < max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "RescaleAction needs finite bounds with min < max, not " + min + " and " + max);
        }
        space = Box.of(min, max, bounds.shape());
        rescaled = new float[bounds.size()];
        scale = new float[rescaled.length];
        shift = new float[rescaled.length];
        for (int i = 0; i < rescaled.length; i++) {
            scale[i] = (bounds.high(i) - bounds.low(i)) / (max - min);
            shift[i] = bounds.low(i) - min * scale[i];
        }
    }

    /// Lets actions run from −1 to 1, as a network that ends in tanh gives them.
    ///
    /// @throws IllegalArgumentException if the actions are not a [Box] with finite bounds
    public RescaleAction(Env env) {
        this(env, -1, 1);
    }

    @Override
    public Space actionSpace() {
        return space;
    }

    @Override
    public Step step(float[] action) {
        ClipAction.checkLength(action, rescaled.length, "RescaleAction");
        for (int i = 0; i < rescaled.length; i++) {
            rescaled[i] = action[i] * scale[i] + shift[i];
        }
        return env.step(rescaled);
    }
}
