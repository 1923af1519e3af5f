package drl.cuda;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/// Hands out the GPU's memory and keeps what comes back for the next who asks, because asking the driver stalls the GPU.
///
/// Every block has one owner, a [DeviceStorage]. It comes back when it is given back, or else when the garbage collector
/// finds its owner gone. The stream keeps order, so a block can be handed on while kernels that use it are still waiting:
/// whoever gets it next is served after them.
final class DeviceMemory {

    private static final long GRAIN = 512; // the driver's own alignment

    /// An owner that the garbage collector has yet to find unused.
    private static final class Lease extends PhantomReference<DeviceStorage> {
        private final long address;
        private final long bytes;

        private Lease(DeviceStorage owner, ReferenceQueue<DeviceStorage> gone, long address, long bytes) {
            super(owner, gone);
            this.address = address;
            this.bytes = bytes;
        }
    }

    private final Device device;
    private final Runnable settle;
    private final ReferenceQueue<DeviceStorage> gone = new ReferenceQueue<>();
    private final Map<Long, Lease> leases = new HashMap<>();          // by address
    private final Map<Long, Deque<Long>> spare = new HashMap<>();     // by size in bytes
    private long bytesInUse;

    /// @param settle hands over what waits to be handed over, and waits until it is done
    DeviceMemory(Device device, Runnable settle) {
        this.device = device;
        this.settle = settle;
    }

    /// Memory for `size` floats, with anything in it.
    ///
    /// @throws Device.OutOfMemory if there is none left, even after unused memory was collected
    DeviceStorage allocate(int size) {
        collect();
        long bytes = rounded((long) Float.BYTES * size);
        long address = find(bytes);
        DeviceStorage owner = new DeviceStorage(address, size);
        leases.put(address, new Lease(owner, gone, address, bytes));
        bytesInUse += bytes;
        return owner;
    }

    /// Takes a block back from its owner, who must not use it any more. A second time does nothing.
    void free(DeviceStorage storage) {
        Lease lease = leases.get(storage.owner().address());
        if (lease != null && lease.refersTo(storage.owner())) {
            end(lease);
        }
    }

    /// The bytes that have an owner.
    long bytesInUse() {
        collect();
        return bytesInUse;
    }

    /// Gives everything back to the driver.
    void close() {
        leases.keySet().forEach(device::free);
        leases.clear();
        bytesInUse = 0;
        freeSpare();
    }

    private long find(long bytes) {
        Deque<Long> fitting = spare.get(bytes);
        if (fitting != null && !fitting.isEmpty()) {
            return fitting.pop();
        }
        try {
            return device.allocate(bytes);
        } catch (Device.OutOfMemory full) {
            return findAfterCleaning(bytes, full);
        }
    }

    /// Java's heap may have room while the GPU's memory has none, so the collector has to be asked.
    private long findAfterCleaning(long bytes, Device.OutOfMemory full) {
        System.gc();
        for (int wait = 0; wait < 20; wait++) { // found owners arrive a little after the collection
            collect();
            Deque<Long> fitting = spare.get(bytes);
            if (fitting != null && !fitting.isEmpty()) {
                return fitting.pop();
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw full;
            }
        }
        settle.run(); // nothing enqueued may use what the driver gets back
        freeSpare();
        return device.allocate(bytes);
    }

    private void freeSpare() {
        spare.values().forEach(blocks -> blocks.forEach(device::free));
        spare.clear();
    }

    private void collect() {
        for (Lease lease = (Lease) gone.poll(); lease != null; lease = (Lease) gone.poll()) {
            if (leases.get(lease.address) == lease) {
                end(lease);
            }
        }
    }

    private void end(Lease lease) {
        leases.remove(lease.address);
        bytesInUse -= lease.bytes;
        spare.computeIfAbsent(lease.bytes, _ -> new ArrayDeque<>()).push(lease.address);
    }

    /// Sizes that differ by less than an eighth share their blocks.
    private static long rounded(long bytes) {
        long step = Math.max(GRAIN, Long.highestOneBit(Math.max(1, bytes)) / 8);
        return Math.max(GRAIN, (bytes + step - 1) / step * step);
    }
}
