package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;

/// A wrapper that changes what the agent sees, and nothing else.
///
/// The new observation goes to a buffer of the wrapper's own, because the one inside belongs to the environment.
public abstract class ObservationWrapper extends Wrapper {
    private final Box space;
    private final float[] out;

    /// @param env the environment inside
    /// @param space where the new observations lie
    protected ObservationWrapper(Env env, Box space) {
        super(env);
        this.space = space;
        this.out = new float[space.size()];
    }

    /// Computes the new observation.
    ///
    /// @param obs what the environment inside returned; not to be changed
    /// @param out where to write the new observation
    protected abstract void transform(float[] obs, float[] out);

    @Override
    public final Space observationSpace() {
        return space;
    }

    @Override
    public final float[] reset() {
        return transformed(env.reset());
    }

    @Override
    public final float[] reset(long seed) {
        return transformed(env.reset(seed));
    }

    @Override
    public final Step step(float[] action) {
        Step step = env.step(action);
        return new Step(transformed(step.obs()), step.reward(), step.terminated(), step.truncated());
    }

    /// The observation space of `env`, for wrappers that work on arrays of numbers only.
    ///
    /// @param wrapper the name to complain in
    /// @throws IllegalArgumentException if the environment shows something else
    static Box box(Env env, String wrapper) {
        if (env.observationSpace() instanceof Box box) {
            return box;
        }
        throw new IllegalArgumentException(wrapper + " needs observations from a Box, not from "
                + env.observationSpace());
    }

    private float[] transformed(float[] obs) {
        transform(obs, out);
        return out;
    }
}
