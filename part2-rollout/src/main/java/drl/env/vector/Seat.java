package drl.env.vector;

import drl.env.Env;
import drl.env.Step;
import drl.env.wrapper.RecordEpisodeStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// One environment and its place in the arrays.
final class Seat {

    final Env env;
    private final RecordEpisodeStatistics statistics;
    private final int index;
    private final VectorStep arrays;
    private final float[] action; // (A)
    private final int obsDim;
    private long seed;

    /// @param statistics inside `env`, below everything that changes rewards
    Seat(Env env, RecordEpisodeStatistics statistics, int index, VectorStep arrays) {
        this.env = env;
        this.statistics = statistics;
        this.index = index;
        this.arrays = arrays;
        action = new float[env.actionSpace().size()];
        obsDim = env.observationSpace().size();
    }

    void reset(long seed) {
        this.seed = seed;
        try {
            keep(env.reset(seed), arrays.obs());
        } catch (RuntimeException | Error thrown) {
            throw new EnvironmentFailure(index, seed, thrown);
        }
    }

    void step(float[] actions) {
        System.arraycopy(actions, index * action.length, action, 0, action.length);
        try {
            Step step = env.step(action);
            arrays.rewards()[index] = step.reward();
            arrays.terminated()[index] = step.terminated();
            arrays.truncated()[index] = step.truncated();
            if (step.done()) {
                keep(step.obs(), arrays.finalObs());
                arrays.episodicReturns()[index] = statistics.lastReturn();
                arrays.episodicLengths()[index] = statistics.lastLength();
                keep(env.reset(), arrays.obs());
            } else {
                keep(step.obs(), arrays.obs());
            }
        } catch (RuntimeException | Error thrown) {
            throw new EnvironmentFailure(index, seed, thrown);
        }
    }

    /// Copies: the environment will overwrite its array.
    private void keep(float[] obs, float[] rows) {
        System.arraycopy(obs, 0, rows, index * obsDim, obsDim);
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(seed);
        env.save(out);
    }

    void load(DataInput in) throws IOException {
        seed = in.readLong();
        env.load(in);
    }
}
