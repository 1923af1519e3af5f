package drl.env.vector;

import drl.env.Env;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// A [VectorEnv] that steps its environments one after the other, on the caller's thread.
public final class SyncVectorEnv extends SeatedVectorEnv {

    /// @param make     makes environment i; its returns and lengths are recorded as it gives them
    /// @param wrappers put around each of them, outside the recording: what changes rewards belongs here
    /// @throws IllegalArgumentException if there is not at least one environment
    public SyncVectorEnv(int numEnvs, IntFunction<? extends Env> make, UnaryOperator<Env> wrappers) {
        super(new Seats(numEnvs, make, wrappers));
    }

    @Override
    void stepAll(float[] actions) {
        seats.step(actions, 0, seats.count());
    }

    /// Starts one environment over; its row of the arrays changes.
    ///
    /// @return the first observation, in its row
    /// @throws EnvironmentFailure if the environment throws
    public VectorStep reset(int i, long seed) {
        seats.reset(i, seed);
        return seats.arrays;
    }

    /// Writes the state of one environment, so that it can go on beside others than these.
    public void save(int i, DataOutput out) throws IOException {
        seats.save(i, out);
    }

    /// Takes over what [#save(int, DataOutput)] wrote of any environment of this kind.
    public void load(int i, DataInput in) throws IOException {
        seats.load(i, in);
    }
}
