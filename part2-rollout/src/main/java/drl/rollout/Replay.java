package drl.rollout;

import drl.env.Env;
import drl.env.Step;

/// Plays a collected episode again. An environment that is reset with the same seed and given the same actions does the
/// same, so nothing but the actions has to be kept, and collecting needs no camera.
final class Replay {

    private Replay() {
    }

    /// Plays the first episode of a batch.
    ///
    /// @param env  another environment of the kind that the batch was collected in
    /// @param seed what that one was seeded with
    /// @throws IllegalStateException if the episode takes another course
    static void firstEpisode(Episodes batch, Env env, long seed) {
        float[] action = new float[env.actionSpace().size()];
        env.reset(seed);
        for (int t = 0; t < batch.len(0); t++) {
            System.arraycopy(batch.acts(), t * action.length, action, 0, action.length);
            Step step = env.step(action);
            if (step.reward() != batch.rews()[t]) {
                throw new IllegalStateException("the same seed and actions gave another reward in step " + t + ", "
                        + step.reward() + " and not " + batch.rews()[t]
                        + ": the environment is not deterministic, see drl.env.EnvChecker");
            }
        }
    }
}
