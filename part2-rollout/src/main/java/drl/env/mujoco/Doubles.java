package drl.env.mujoco;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Numbers in the engine's memory. Reading or writing them after their [MjData] was closed throws an
/// [IllegalStateException].
public final class Doubles {

    private final MemorySegment memory;
    private final int size;

    Doubles(MemorySegment memory) {
        this.memory = memory;
        this.size = Math.toIntExact(memory.byteSize() / Double.BYTES);
    }

    /// How many there are.
    public int size() {
        return size;
    }

    /// Number `i`.
    public double get(int i) {
        return memory.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
    }

    /// Changes number `i`.
    public void set(int i, double value) {
        memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
    }

    /// Writes the numbers from `from` on into `target`, in single precision.
    ///
    /// @param at where the first goes
    /// @return where the next one would go
    public int copyTo(float[] target, int from, int at) {
        int next = at;
        for (int i = from; i < size; i++) {
            target[next++] = (float) get(i);
        }
        return next;
    }
}
