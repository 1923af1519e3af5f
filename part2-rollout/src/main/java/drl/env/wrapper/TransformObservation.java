package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;
import java.util.Objects;

/// Applies a function to every observation.
public final class TransformObservation extends ObservationWrapper {
    private final Transform function;

    /// What to do with an observation.
    @FunctionalInterface
    public interface Transform {

        /// @param obs what the environment inside returned; not to be changed
        /// @param out where to write the new observation
        void apply(float[] obs, float[] out);
    }

    /// @param env the environment inside
    /// @param space where the new observations lie
    /// @param function computes them
    public TransformObservation(Env env, Box space, Transform function) {
        super(env, space);
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    protected void transform(float[] obs, float[] out) {
        function.apply(obs, out);
    }
}
