package drl.env.vector;

import drl.env.Env;
import drl.env.Space;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// A [VectorEnv] that steps its environments one after the other, on the caller's thread.
public final class SyncVectorEnv implements VectorEnv {

    private final Seats seats;

    /// @param make     makes environment i; its returns and lengths are recorded as it gives them
    /// @param wrappers put around each of them, outside the recording: what changes rewards belongs here
    /// @throws IllegalArgumentException if there is not at least one environment
    public SyncVectorEnv(int numEnvs, IntFunction<? extends Env> make, UnaryOperator<Env> wrappers) {
        seats = new Seats(numEnvs, make, wrappers);
    }

    @Override
    public int numEnvs() {
        return seats.count();
    }

    @Override
    public Space observationSpace() {
        return seats.observationSpace();
    }

    @Override
    public Space actionSpace() {
        return seats.actionSpace();
    }

    @Override
    public VectorStep reset(long seed) {
        return seats.reset(seed);
    }

    @Override
    public VectorStep step(float[] actions) {
        seats.requireActions(actions);
        seats.step(actions, 0, seats.count());
        return seats.arrays;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        seats.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        seats.load(in);
    }

    @Override
    public void close() {
        seats.close();
    }
}
