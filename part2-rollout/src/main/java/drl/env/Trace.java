package drl.env;

import drl.random.NumpyRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What an environment did under a fixed sequence of random actions, for [EnvChecker] to compare.
final class Trace {
    private final List<Moment> moments = new ArrayList<>();

    /// Everything that one call returned; the observation is a copy.
    private record Moment(String call, float[] obs, double reward, boolean terminated, boolean truncated) {

        boolean same(Moment other) {
            return call.equals(other.call) && Arrays.equals(obs, other.obs)
                    && Double.doubleToLongBits(reward) == Double.doubleToLongBits(other.reward)
                    && terminated == other.terminated && truncated == other.truncated;
        }

        @Override
        public String toString() {
            return Arrays.toString(obs) + ", reward " + reward + (terminated ? ", terminated" : "")
                    + (truncated ? ", truncated" : "");
        }
    }

    /// Something to do to the environment, or the action it was given, after a step; nothing of it may show.
    interface Disturbance {
        void afterStep(Env env, float[] action);
    }

    /// Starts with `reset(seed)` and goes on over the ends of episodes.
    static Trace of(Env env, long seed, int steps, Disturbance disturbance) {
        Trace trace = new Trace();
        trace.addReset("reset(" + seed + ")", env.reset(seed));
        trace.go(env, new NumpyRandom(seed), steps, disturbance);
        return trace;
    }

    /// Goes on from where the environment is, in the middle of an episode.
    static Trace onwards(Env env, long actionSeed, int steps) {
        Trace trace = new Trace();
        trace.go(env, new NumpyRandom(actionSeed), steps, (_, _) -> {});
        return trace;
    }

    private void go(Env env, NumpyRandom actions, int steps, Disturbance disturbance) {
        float[] action = new float[env.actionSpace().size()];
        for (int i = 1; i <= steps; i++) {
            env.actionSpace().sample(actions, action);
            float[] given = action.clone();    // an array of its own, which nobody but the environment keeps
            Step step = env.step(given);
            moments.add(new Moment("step " + i, step.obs().clone(), step.reward(), step.terminated(),
                    step.truncated()));
            disturbance.afterStep(env, given);
            if (step.done()) {
                addReset("reset() after step " + i, env.reset());
            }
        }
    }

    private void addReset(String call, float[] obs) {
        moments.add(new Moment(call, obs.clone(), 0, false, false));
    }

    /// Where two traces part, in words; empty if they do not.
    Optional<String> difference(Trace other) {
        for (int i = 0; i < Math.min(moments.size(), other.moments.size()); i++) {
            Moment mine = moments.get(i);
            Moment theirs = other.moments.get(i);
            if (!mine.same(theirs)) {
                return Optional.of(mine.call + " gave " + mine + " and then " + theirs);
            }
        }
        return Optional.empty();
    }
}
