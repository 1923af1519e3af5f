package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;

/// Lets observations run from `min` to `max` in every number, whatever the bounds of the environment inside: the two
/// intervals are mapped on each other linearly, as Gymnasium's wrapper of this name does.
///
/// Unlike [NormalizeObservation] it keeps no statistics. Nothing has to be saved with a model, and environments on
/// different threads show the same thing without knowing of each other. The price is that the bounds must be known.
/// Observations outside of them land outside.
public final class RescaleObservation extends ObservationWrapper {
    private final float[] scale;
    private final float[] shift;

    /// @param env the environment inside
    /// @param min what the least value of every number becomes
    /// @param max what the greatest becomes
    /// @throws IllegalArgumentException if the observations are not a [Box] with finite bounds, a number has room for
    ///     one value only, or not `min < max`
    public RescaleObservation(Env env, float min, float max) {
        super(env, rescaled(box(env, "RescaleObservation"), min, max));
        Box bounds = box(env, "RescaleObservation");
        scale = new float[bounds.size()];
        shift = new float[scale.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = (max - min) / (bounds.high(i) - bounds.low(i));
            shift[i] = min - bounds.low(i) * scale[i];
        }
    }

    /// Lets observations run from −1 to 1.
    ///
    /// @throws IllegalArgumentException if the observations are not a [Box] with finite bounds, or a number has room for
    ///     one value only
    public RescaleObservation(Env env) {
        this(env, -1, 1);
    }

    private static Box rescaled(Box bounds, float min, float max) {
        if (!bounds.bounded()) {
            throw new IllegalArgumentException("RescaleObservation needs finite observation bounds, not " + bounds
                    + "; NormalizeObservation needs none");
        }
        for (int i = 0; i < bounds.size(); i++) {
            if (bounds.low(i) == bounds.high(i)) {
                throw new IllegalArgumentException(
                        "RescaleObservation cannot stretch number " + i + ", which is always " + bounds.low(i));
            }
        }
        if (!(min < max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "RescaleObservation needs finite bounds with min < max, not " + min + " and " + max);
        }
        return Box.of(min, max, bounds.shape());
    }

    @Override
    protected void transform(float[] obs, float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = obs[i] * scale[i] + shift[i];
        }
    }
}
