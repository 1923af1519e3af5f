package drl.env.wrapper;

import drl.env.Box;
import drl.env.Env;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Shifts and scales every number of an observation by its running mean and standard deviation, so that a network sees
/// inputs of one size: (obs − mean) / √(variance + 1e-8).
///
/// Every observation counts, also the one that `reset` returns. A model is worth nothing without these statistics: save
/// them with it, and evaluate with the same ones, frozen.
public final class NormalizeObservation extends ObservationWrapper {
    private static final double EPSILON = 1e-8;

    private final RunningMeanStd statistics;

    /// With statistics of its own, in double precision.
    ///
    /// @param env the environment inside
    /// @throws IllegalArgumentException if its observations are not a [Box]
    public NormalizeObservation(Env env) {
        this(env, new RunningMeanStd(env.observationSpace().size()));
    }

    /// With statistics that others may share.
    ///
    /// @param env the environment inside
    /// @param statistics of as many numbers as an observation has
    /// @throws IllegalArgumentException if the observations are not a [Box], or the sizes differ
    public NormalizeObservation(Env env, RunningMeanStd statistics) {
        super(env, Box.unbounded(box(env, "NormalizeObservation").shape()));
        if (statistics.size() != env.observationSpace().size()) {
            throw new IllegalArgumentException("NormalizeObservation: statistics of " + statistics.size()
                    + " numbers do not fit observations of " + env.observationSpace().size());
        }
        this.statistics = statistics;
    }

    /// The statistics in use.
    public RunningMeanStd statistics() {
        return statistics;
    }

    @Override
    protected void transform(float[] obs, float[] out) {
        statistics.update(obs, 1);
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) statistics.normalize(i, obs[i], EPSILON);
        }
    }

    @Override
    public void save(DataOutput out) throws IOException {
        statistics.save(out);
        super.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        statistics.load(in);
        super.load(in);
    }
}
