package drl.run;

import drl.env.Env;
import java.util.function.UnaryOperator;

/// What a [Training] is told beside its program's settings.
///
/// @param seed    of every random stream
/// @param threads worker threads, at least 1; the result does not depend on them
/// @param camera  put around the environment whose episodes are filmed, inside the wrappers that change rewards
public record TrainingSetup(long seed, int threads, UnaryOperator<Env> camera) {

    /// Without a camera.
    public TrainingSetup(long seed, int threads) {
        this(seed, threads, env -> env);
    }
}
