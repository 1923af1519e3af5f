package drl.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The way between Java arrays and the GPU, over pinned memory: only from there can a copy run while the processor goes on.
///
/// Uploads take turns in a ring of pinned buffers, and a buffer is written again only after its copy is done.
final class Staging {

    private static final int RING = 16;
    private static final long LEAST = 4096;

    private final Device device;
    private final Device.Pinned[] uploads = new Device.Pinned[RING];
    private final boolean[] busy = new boolean[RING];
    private Device.Pinned results;
    private int next;

    Staging(Device device) {
        this.device = device;
    }

    /// Enqueues a copy of `n` floats to the device. The array may change at once.
    void upload(float[] source, int offset, long address, int n) {
        int slot = next;
        next = (next + 1) % RING;
        if (busy[slot]) {
            device.await(slot);
        }
        uploads[slot] = withRoom(uploads[slot], n);
        MemorySegment.copy(source, offset, uploads[slot].host(), ValueLayout.JAVA_FLOAT, 0, n);
        device.upload(uploads[slot], address, (long) Float.BYTES * n);
        device.mark(slot);
        busy[slot] = true;
    }

    /// Waits for everything enqueued, then copies `n` floats from the device.
    void download(long address, float[] target, int offset, int n) {
        results = withRoom(results, n);
        device.download(address, results, (long) Float.BYTES * n);
        device.synchronize();
        MemorySegment.copy(results.host(), ValueLayout.JAVA_FLOAT, 0, target, offset, n);
    }

    /// Waits for everything enqueued, then reads one float.
    float read(long address) {
        results = withRoom(results, 1);
        device.download(address, results, Float.BYTES);
        device.synchronize();
        return results.host().get(ValueLayout.JAVA_FLOAT, 0);
    }

    void close() {
        for (Device.Pinned upload : uploads) {
            if (upload != null) {
                device.unpin(upload);
            }
        }
        if (results != null) {
            device.unpin(results);
        }
    }

    private Device.Pinned withRoom(Device.Pinned memory, int floats) {
        long bytes = (long) Float.BYTES * floats;
        if (memory != null && memory.host().byteSize() >= bytes) {
            return memory;
        }
        if (memory != null) {
            device.unpin(memory);
        }
        return device.pin(Math.max(LEAST, Long.highestOneBit(Math.max(1, bytes - 1)) * 2));
    }
}
