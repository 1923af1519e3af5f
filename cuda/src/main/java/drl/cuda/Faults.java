package drl.cuda;

import java.lang.foreign.ValueLayout;

/// Where kernels note an index that lies outside, in memory that both sides see. They cannot throw; the next wait does.
final class Faults {

    private static final int BYTES = 16;

    private final Device device;
    private final Device.Pinned record;

    Faults(Device device) {
        this.device = device;
        record = device.pin(BYTES);
    }

    /// The record's address for kernels.
    long address() {
        return record.address();
    }

    /// To be called when everything enqueued is done.
    ///
    /// @throws IndexOutOfBoundsException if a kernel met a bad index since the last time
    void check() {
        if (record.host().get(ValueLayout.JAVA_INT, 0) == 0) {
            return;
        }
        float value = record.host().get(ValueLayout.JAVA_FLOAT, 4);
        int position = record.host().get(ValueLayout.JAVA_INT, 8), length = record.host().get(ValueLayout.JAVA_INT, 12);
        record.host().set(ValueLayout.JAVA_INT, 0, 0);
        throw new IndexOutOfBoundsException("index " + value + " at position " + position
                + " is no whole number from 0 to " + (length - 1));
    }

    void close() {
        device.unpin(record);
    }
}
