package drl.env.wrapper;

import drl.env.Env;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Seeds an environment's first episode; the later ones go on with its random stream. Programs that only ever call
/// `reset()` so become repeatable, and one seed still gives different episodes.
public final class SeededOnce extends Wrapper {

    private final long seed;
    private boolean seeded;

    /// @param seed what the first `reset()` passes on
    public SeededOnce(Env env, long seed) {
        super(env);
        this.seed = seed;
    }

    @Override
    public float[] reset() {
        if (seeded) {
            return super.reset();
        }
        return reset(seed);
    }

    @Override
    public float[] reset(long seed) {
        seeded = true;
        return super.reset(seed);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(seeded);
        super.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        seeded = in.readBoolean();
        super.load(in);
    }
}
