package drl.env.wrapper;

import drl.env.Box;
import drl.env.Discrete;
import drl.env.Env;
import java.util.Arrays;

/// Turns every observation into a vector for a network: an array of any shape into its numbers in row-major order, an
/// index among n into n numbers, 1 at its place and 0 elsewhere.
public final class FlattenObservation extends ObservationWrapper {
    private final boolean oneHot;

    /// @param env the environment inside
    public FlattenObservation(Env env) {
        super(env, switch (env.observationSpace()) {
            case Box box -> new Box(box.low(), box.high());
            case Discrete discrete -> Box.of(0, 1, discrete.n());
        });
        oneHot = env.observationSpace() instanceof Discrete;
    }

    @Override
    protected void transform(float[] obs, float[] out) {
        if (oneHot) {
            Arrays.fill(out, 0);
            out[(int) obs[0]] = 1;
        } else {
            System.arraycopy(obs, 0, out, 0, out.length);
        }
    }
}
