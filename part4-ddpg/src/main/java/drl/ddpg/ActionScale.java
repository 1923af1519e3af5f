package drl.ddpg;

import drl.env.Box;
import drl.tensor.Tensor;
import java.util.Arrays;

/// From the actor's outputs, which tanh keeps within ±1, to the actions of an environment: one factor and one shift for
/// each dimension of an action, and the bounds that noise must not cross.
public final class ActionScale {

    private final float[] scale; // (A)
    private final float[] shift; // (A)
    private final float[] low;   // (A)
    private final float[] high;  // (A)
    private final Tensor scales; // (1, A)
    private final Tensor shifts; // (1, A)

    private ActionScale(float[] scale, float[] shift, float[] low, float[] high) {
        this.scale = scale;
        this.shift = shift;
        this.low = low;
        this.high = high;
        scales = Tensor.of(scale, 1, scale.length);
        shifts = Tensor.of(shift, 1, shift.length);
    }

    /// Half of each dimension's range, and its middle.
    ///
    /// @param scaled  whether to do so; otherwise actions stay within ±1, whatever the environment takes
    /// @param clipped whether [#clip] keeps actions within the bounds; otherwise it does nothing
    /// @throws IllegalArgumentException if a bound is infinite
    public static ActionScale of(Box actions, boolean scaled, boolean clipped) {
        if (!actions.bounded()) {
            throw new IllegalArgumentException("DDPG needs actions between finite bounds, not " + actions);
        }
        int n = actions.size();
        float[] scale = new float[n], shift = new float[n], low = actions.low(), high = actions.high();
        Arrays.fill(scale, 1);
        for (int i = 0; i < n && scaled; i++) {
            scale[i] = (high[i] - low[i]) / 2;
            shift[i] = (high[i] + low[i]) / 2;
        }
        if (!clipped) {
            Arrays.fill(low, Float.NEGATIVE_INFINITY);
            Arrays.fill(high, Float.POSITIVE_INFINITY);
        }
        return new ActionScale(scale, shift, low, high);
    }

    /// The numbers in an action.
    public int size() {
        return scale.length;
    }

    /// The action (B, A) of an output (B, A) within ±1.
    public Tensor apply(Tensor output) {
        return output.mul(scales).add(shifts);
    }

    /// Adds noise to an action, in units of the scale, so that the same noise explores a small range and a large one
    /// alike.
    ///
    /// @param action (A), changed in place
    /// @param noise  (A)
    /// @param factor of the noise
    public void addNoise(float[] action, double[] noise, float factor) {
        for (int i = 0; i < action.length; i++) {
            action[i] += factor * scale[i] * (float) noise[i];
        }
    }

    /// Moves what lies outside the bounds onto them.
    ///
    /// @param action (A), changed in place
    public void clip(float[] action) {
        for (int i = 0; i < action.length; i++) {
            action[i] = Math.min(Math.max(action[i], low[i]), high[i]);
        }
    }
}
