package drl.rollout;

import drl.env.Env;
import drl.env.Step;
import java.util.function.ToDoubleFunction;

/// Plays episodes with a policy and keeps what happened: the data a policy gradient learns from.
public final class Rollout {

    /// When a batch is complete.
    public enum Ending {
        /// At exactly `timestepsPerBatch`, wherever the last episode stands: what the tutorial's text says.
        EXACT,
        /// With the episode in which `timestepsPerBatch` is reached, up to one episode too late: what its code does.
        WHOLE_EPISODES
    }

    private final Env env;
    private final Policy policy;
    private final int timestepsPerBatch;
    private final int maxTimestepsPerEpisode;
    private final Ending ending;
    private final ToDoubleFunction<float[]> valueOfRest;
    private final Episodes batch;
    private final float[] action;

    /// @param valueOfRest the value of the observation at which an episode was cut short by a time limit or a full batch;
    ///                    `_ -> 0` pretends that the task had ended there, as the tutorial does
    public Rollout(Env env, Policy policy, int timestepsPerBatch, int maxTimestepsPerEpisode, Ending ending,
            ToDoubleFunction<float[]> valueOfRest) {
        this.env = env;
        this.policy = policy;
        this.timestepsPerBatch = timestepsPerBatch;
        this.maxTimestepsPerEpisode = maxTimestepsPerEpisode;
        this.ending = ending;
        this.valueOfRest = valueOfRest;
        int overshoot = ending == Ending.EXACT ? 0 : Math.min(maxTimestepsPerEpisode, timestepsPerBatch);
        action = new float[env.actionSpace().size()];
        batch = new Episodes(timestepsPerBatch + overshoot, env.observationSpace().size(), action.length);
    }

    /// Plays one batch. Its arrays are overwritten by the next.
    // exercise: ALG STEP 3, the rollout: collect timestepsPerBatch time steps
    public Episodes rollout() {
        batch.clear();
        int t = 0;                                                   // timesteps run so far this batch
        while (t < timestepsPerBatch) {
            float[] obs = env.reset();
            boolean over = false;
            for (int epT = 1; !over; epT++) {                        // timesteps run so far this episode
                batch.addObservation(obs);
                float logProb = policy.getAction(obs, action);

                Step step = env.step(action);
                batch.addStep(action, logProb, step.reward());
                t++;

                obs = step.obs();
                boolean complete = step.done() || epT == maxTimestepsPerEpisode;
                over = complete || ending == Ending.EXACT && t == timestepsPerBatch;
                if (over) {
                    batch.endEpisode(step.terminated() ? 0 : valueOfRest.applyAsDouble(obs), complete);
                }
            }
        }
        return batch;
    }
}
