package drl.cuda;

import drl.backend.Storage;
import java.util.Objects;

/// Floats in the GPU's memory: an address, and how many.
///
/// The storage that [DeviceMemory] hands out owns its memory; views keep that one alive.
final class DeviceStorage implements Storage {

    private static final String ELSEWHERE = "this tensor lives on another device (%s); copy its values to a tensor of "
            + "the current backend first";

    private final DeviceStorage owner; // null for an owner itself; keeps it alive, and its memory with it
    private final long address;
    private final int size;

    DeviceStorage(long address, int size) {
        this(null, address, size);
    }

    private DeviceStorage(DeviceStorage owner, long address, int size) {
        this.owner = owner;
        this.address = address;
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public DeviceStorage slice(int offset, int length) {
        Objects.checkFromIndexSize(offset, length, size);
        return offset == 0 && length == size ? this
                : new DeviceStorage(owner(), address + (long) Float.BYTES * offset, length);
    }

    long address() {
        return address;
    }

    DeviceStorage owner() {
        return owner == null ? this : owner;
    }

    /// Casts a storage that must live on the GPU.
    ///
    /// @throws IllegalArgumentException if it lives elsewhere
    static DeviceStorage of(Storage storage) {
        if (storage instanceof DeviceStorage device) {
            return device;
        }
        throw new IllegalArgumentException(ELSEWHERE.formatted(storage.getClass().getSimpleName()));
    }
}
