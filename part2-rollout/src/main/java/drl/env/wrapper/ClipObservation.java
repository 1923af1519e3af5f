package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;

/// Clips every number of an observation. After [NormalizeObservation] with ±10 it keeps a rare, far outlier from
/// swamping a network.
public final class ClipObservation extends ObservationWrapper {
    private final float min;
    private final float max;

    /// @param env the environment inside
    /// @param min the least number to let through
    /// @param max the greatest
    /// @throws IllegalArgumentException if the observations are not a [Box], or not `min <= max`
    public ClipObservation(Env env, float min, float max) {
        super(env, Box.of(min, max, box(env, "ClipObservation").shape()));
        this.min = min;
        this.max = max;
    }

    @Override
    protected void transform(float[] obs, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.clamp(obs[i], min, max);
        }
    }
}
