package drl.env.vector;

import drl.env.Space;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// A [VectorEnv] whose environments are [Seats] of this process; how they are stepped is left to the subclass.
abstract sealed class SeatedVectorEnv implements VectorEnv permits SyncVectorEnv, ThreadedVectorEnv {

    final Seats seats;

    SeatedVectorEnv(Seats seats) {
        this.seats = seats;
    }

    @Override
    public final int numEnvs() {
        return seats.count();
    }

    @Override
    public final Space observationSpace() {
        return seats.observationSpace();
    }

    @Override
    public final Space actionSpace() {
        return seats.actionSpace();
    }

    @Override
    public final VectorStep reset(long seed) {
        return seats.reset(seed);
    }

    @Override
    public final VectorStep step(float[] actions) {
        seats.requireActions(actions);
        stepAll(actions);
        return seats.arrays;
    }

    /// Steps every seat.
    abstract void stepAll(float[] actions);

    @Override
    public final void save(DataOutput out) throws IOException {
        seats.save(out);
    }

    @Override
    public final void load(DataInput in) throws IOException {
        seats.load(in);
    }

    @Override
    public void close() {
        seats.close();
    }
}
