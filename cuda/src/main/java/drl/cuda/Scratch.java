package drl.cuda;

/// Device memory for what lies between two kernels of one operation. Every operation gets the same, since the stream runs
/// them one after the other.
final class Scratch {

    private final DeviceMemory memory;
    private DeviceStorage block;

    Scratch(DeviceMemory memory) {
        this.memory = memory;
    }

    /// Room for `n` doubles.
    long doubles(int n) {
        return floats(Math.multiplyExact(2, n)).address();
    }

    /// Room for `n` floats.
    DeviceStorage floats(int n) {
        if (block == null || block.size() < n) {
            block = memory.allocate(Math.max(n, 4096));
        }
        return block;
    }
}
