package drl.ppo;

import drl.env.Env;
import drl.env.Step;
import drl.env.wrapper.Wrapper;
import drl.run.FiniteGuard;

/// Stops a run at the first observation or reward that is not finite, while the networks have learned nothing from it.
final class FiniteEnv extends Wrapper {

    private long steps; // of the whole run, for the message

    FiniteEnv(Env env) {
        super(env);
    }

    /// Counts on from there.
    ///
    /// @param steps of the run so far
    void goOnFrom(long steps) {
        this.steps = steps;
    }

    /// @throws drl.run.NotFiniteException if the observation is not finite
    @Override
    public float[] reset() {
        float[] obs = super.reset();
        FiniteGuard.check(obs, 0, steps);
        return obs;
    }

    /// @throws drl.run.NotFiniteException if the observation or the reward is not finite
    @Override
    public Step step(float[] action) {
        Step step = super.step(action);
        FiniteGuard.check(step.obs(), step.reward(), ++steps);
        return step;
    }
}
