package drl.env.wrapper;

import drl.env.Env;
import drl.env.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Truncates an episode after a number of steps, and refuses steps outside an episode.
///
/// The limit is no part of the task: the agent does not see the clock, and a learner has to bootstrap from the last
/// observation. Therefore the limit sets `truncated`, never `terminated`. A task that ends in its last allowed step has
/// both set.
public final class TimeLimit extends Wrapper {
    private final int maxEpisodeSteps;
    private int elapsed;
    private boolean running;

    /// @param env the environment inside
    /// @param maxEpisodeSteps after how many steps to truncate
    /// @throws IllegalArgumentException if the limit is below 1
    public TimeLimit(Env env, int maxEpisodeSteps) {
        super(env);
        if (maxEpisodeSteps < 1) {
            throw new IllegalArgumentException("TimeLimit: maxEpisodeSteps has to be at least 1, not "
                    + maxEpisodeSteps);
        }
        this.maxEpisodeSteps = maxEpisodeSteps;
    }

    /// After how many steps an episode is truncated.
    public int maxEpisodeSteps() {
        return maxEpisodeSteps;
    }

    @Override
    public float[] reset() {
        float[] obs = env.reset();
        begin();
        return obs;
    }

    @Override
    public float[] reset(long seed) {
        float[] obs = env.reset(seed);
        begin();
        return obs;
    }

    // exercise: Step 4, a time limit: truncated once maxEpisodeSteps steps are taken, terminated as inside
    @Override
    public Step step(float[] action) {
        if (!running) {
            throw new IllegalStateException(env.unwrapped().getClass().getSimpleName()
                    + ": step outside an episode; call reset first");
        }
        Step step = env.step(action);
        boolean truncated = step.truncated() | ++elapsed >= maxEpisodeSteps;
        running = !(step.terminated() | truncated);
        return new Step(step.obs(), step.reward(), step.terminated(), truncated);
    }

    private void begin() {
        elapsed = 0;
        running = true;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(elapsed);
        out.writeBoolean(running);
        super.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        elapsed = in.readInt();
        running = in.readBoolean();
        super.load(in);
    }
}
