package drl.env.wrapper;

import drl.env.Env;
import drl.env.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Adds up the rewards and counts the steps of every episode.
///
/// It belongs inside the wrappers that change rewards, so that the returns it reports are those of the task.
public final class RecordEpisodeStatistics extends Wrapper {
    private double runningReturn;
    private int runningLength;
    private double lastReturn = Double.NaN;
    private int lastLength;
    private long episodes;

    /// @param env the environment inside
    public RecordEpisodeStatistics(Env env) {
        super(env);
    }

    /// The undiscounted sum of rewards of the episode that ended last; not a number before the first end.
    public double lastReturn() {
        return lastReturn;
    }

    /// How many steps the episode that ended last took; 0 before the first end.
    public int lastLength() {
        return lastLength;
    }

    /// How many episodes have ended. Episodes that a `reset` cut off do not count.
    public long episodes() {
        return episodes;
    }

    @Override
    public float[] reset() {
        begin();
        return env.reset();
    }

    @Override
    public float[] reset(long seed) {
        begin();
        return env.reset(seed);
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        runningReturn += step.reward();
        runningLength++;
        if (step.done()) {
            lastReturn = runningReturn;
            lastLength = runningLength;
            episodes++;
        }
        return step;
    }

    private void begin() {
        runningReturn = 0;
        runningLength = 0;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(runningReturn);
        out.writeInt(runningLength);
        out.writeDouble(lastReturn);
        out.writeInt(lastLength);
        out.writeLong(episodes);
        super.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        runningReturn = in.readDouble();
        runningLength = in.readInt();
        lastReturn = in.readDouble();
        lastLength = in.readInt();
        episodes = in.readLong();
        super.load(in);
    }
}
