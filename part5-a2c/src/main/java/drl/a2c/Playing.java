package drl.a2c;

import drl.env.Box;
import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.FlattenObservation;

/// Environments as these chapters' networks need them.
final class Playing {

    private Playing() {
    }

    /// With observations in one row of numbers.
    static Env world(String envId) {
        return new FlattenObservation(Envs.make(envId));
    }

    /// With actions cut to the bounds, where there are bounds: a Gaussian policy knows none.
    static Env clipped(Env env) {
        return env.actionSpace() instanceof Box ? new ClipAction(env) : env;
    }

    /// A world to play in with its own rewards.
    static Env environment(String envId) {
        return clipped(world(envId));
    }
}
