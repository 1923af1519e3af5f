package drl.backend;

import java.util.Objects;

/// Floats in a Java array: `size` of them, from `offset` on. Several storages may be views of one array, which is how
/// an optimiser keeps all parameters of a network in one flat block.
public final class HostStorage implements Storage {

    final float[] array;
    final int offset;
    final int size;

    /// Floats of an array that stay unused before the first value. A vector that reaches over the end of a cache line costs
    /// two loads, a tenth to a third of a product's time. Where the JVM is told to begin objects on lines
    /// (`-XX:ObjectAlignmentInBytes=64`, as `./rl` tells it), an array's first float is 16 bytes behind such a place, and
    /// the thirteenth begins a line. Elsewhere this changes nothing.
    static final int LEAD = 12;

    private HostStorage(float[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /// `size` zeros in a new array.
    public HostStorage(int size) {
        this(new float[LEAD + size], LEAD, size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public HostStorage slice(int from, int length) {
        Objects.checkFromIndexSize(from, length, size);
        return from == 0 && length == size ? this : new HostStorage(array, offset + from, length);
    }

    /// Casts a storage that must live on the host.
    ///
    /// @throws IllegalArgumentException if it belongs to another device
    static HostStorage of(Storage storage) {
        if (storage instanceof HostStorage host) {
            return host;
        }
        throw new IllegalArgumentException("this tensor lives on another device (" + storage.getClass().getSimpleName()
                + "); copy its values to a tensor of the current backend first");
    }
}
