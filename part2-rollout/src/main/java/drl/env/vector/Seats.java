package drl.env.vector;

import drl.env.Env;
import drl.env.Space;
import drl.env.wrapper.RecordEpisodeStatistics;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// The environments of a [VectorEnv] and the arrays they fill, whoever lets them step.
final class Seats implements AutoCloseable {

    final VectorStep arrays;
    private final Seat[] seats;
    private final int actDim;

    Seats(int numEnvs, IntFunction<? extends Env> make, UnaryOperator<Env> wrappers) {
        if (numEnvs < 1) {
            throw new IllegalArgumentException("numEnvs must be at least 1, got " + numEnvs);
        }
        seats = new Seat[numEnvs];
        VectorStep rows = null;
        for (int i = 0; i < numEnvs; i++) {
            RecordEpisodeStatistics statistics = new RecordEpisodeStatistics(make.apply(i));
            Env env = wrappers.apply(statistics);
            rows = i == 0 ? VectorStep.allocate(numEnvs, env.observationSpace().size()) : rows;
            seats[i] = new Seat(env, statistics, i, rows);
        }
        arrays = rows;
        actDim = actionSpace().size();
    }

    int count() {
        return seats.length;
    }

    Space observationSpace() {
        return seats[0].env.observationSpace();
    }

    Space actionSpace() {
        return seats[0].env.actionSpace();
    }

    VectorStep reset(long seed) {
        for (int i = 0; i < seats.length; i++) {
            reset(i, seed + i);
        }
        return arrays;
    }

    void reset(int i, long seed) {
        seats[i].reset(seed);
    }

    void requireActions(float[] actions) {
        if (actions.length != seats.length * actDim) {
            throw new IllegalArgumentException(seats.length + " environments with " + actDim
                    + " numbers an action need " + seats.length * actDim + " numbers, got " + actions.length);
        }
    }

    /// Steps the environments `from` (included) to `to` (excluded).
    void step(float[] actions, int from, int to) {
        for (int i = from; i < to; i++) {
            seats[i].step(actions);
        }
    }

    void save(DataOutput out) throws IOException {
        for (int i = 0; i < seats.length; i++) {
            save(i, out);
        }
    }

    void load(DataInput in) throws IOException {
        for (int i = 0; i < seats.length; i++) {
            load(i, in);
        }
    }

    void save(int i, DataOutput out) throws IOException {
        seats[i].save(out);
    }

    void load(int i, DataInput in) throws IOException {
        seats[i].load(in);
    }

    @Override
    public void close() {
        for (Seat seat : seats) {
            seat.env.close();
        }
    }
}
