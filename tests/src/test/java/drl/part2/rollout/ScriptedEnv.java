package drl.part2.rollout;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import drl.rollout.Policy;
import java.util.List;

/// An environment that pays out rewards from a list, one list an episode, over and over. Its observation is
/// (number of the episode, time step), always in the same array, as library environments do it.
public final class ScriptedEnv implements Env {

    /// How an episode of the script ends.
    public enum End {
        TERMINATED, TRUNCATED, BOTH,
        /// Not of itself: its last reward repeats.
        NEVER
    }

    /// One episode.
    public record Script(End end, double... rewards) {
    }

    private final List<Script> episodes;
    private final float[] obs = new float[2];
    private int episode = -1;
    private int t;

    /// @param episodes in the order in which they are played
    public ScriptedEnv(List<Script> episodes) {
        this.episodes = episodes;
    }

    /// @param episodes in the order in which they are played
    public ScriptedEnv(Script... episodes) {
        this(List.of(episodes));
    }

    /// Answers each observation (episode, time) with the action 10·episode + time, and the log probability −time.
    public static Policy policy() {
        return new Policy() {
            @Override
            public float getAction(float[] obs, float[] action) {
                action[0] = 10 * obs[0] + obs[1];
                return -obs[1];
            }

            @Override
            public void bestAction(float[] obs, float[] action) {
                throw new AssertionError("collecting a batch takes drawn actions");
            }
        };
    }

    @Override
    public Space observationSpace() {
        return Box.unbounded(2);
    }

    @Override
    public Space actionSpace() {
        return Box.unbounded(1);
    }

    @Override
    public float[] reset() {
        episode++;
        t = 0;
        return observe();
    }

    @Override
    public float[] reset(long seed) {
        return reset();
    }

    @Override
    public Step step(float[] action) {
        Script script = episodes.get(episode % episodes.size());
        if (action[0] != 10 * obs[0] + obs[1]) {
            throw new AssertionError("action " + action[0] + " for the observation " + obs[0] + ", " + obs[1]);
        }
        double reward = script.rewards[Math.min(t, script.rewards.length - 1)];
        t++;
        boolean last = t == script.rewards.length;
        return new Step(observe(), reward, last && (script.end == End.TERMINATED || script.end == End.BOTH),
                last && (script.end == End.TRUNCATED || script.end == End.BOTH));
    }

    private float[] observe() {
        obs[0] = episode;
        obs[1] = t;
        return obs;
    }
}
