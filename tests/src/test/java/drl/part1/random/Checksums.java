package drl.part1.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import java.util.zip.CRC32;

/// CRC-32 over many draws: what Python's `zlib.crc32(array.tobytes())` gives for an array of int64 or float64.
final class Checksums {

    private Checksums() {
    }

    static long ofLongs(LongSupplier draw, int count) {
        CRC32 checksum = new CRC32();
        LongStream.generate(draw).limit(count).forEach(value -> add(checksum, value));
        return checksum.getValue();
    }

    static long ofInts(int[] values) {
        CRC32 checksum = new CRC32();
        for (int value : values) {
            add(checksum, value);
        }
        return checksum.getValue();
    }

    /// Leaves out what lies at the limit or beyond.
    static long ofDoubles(DoubleSupplier draw, int count, double limit) {
        CRC32 checksum = new CRC32();
        for (int i = 0; i < count; i++) {
            double value = draw.getAsDouble();
            if (Math.abs(value) < limit) {
                add(checksum, Double.doubleToRawLongBits(value));
            }
        }
        return checksum.getValue();
    }

    private static void add(CRC32 checksum, long bits) {
        checksum.update(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
    }
}
