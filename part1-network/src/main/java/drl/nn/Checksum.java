package drl.nn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32C;

/// The CRC-32C of named arrays: of names, shapes and the bits of the numbers.
final class Checksum {

    private static final int CHUNK_BYTES = 1 << 16;

    private final CRC32C crc = new CRC32C();
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private Checksum() {
    }

    /// The same for the same entries in any order, since a file orders them anew.
    static long of(Map<String, ? extends Safetensors.Entry> entries) {
        Checksum checksum = new Checksum();
        entries.keySet().stream().sorted().forEach(name -> checksum.add(name, entries.get(name)));
        return checksum.crc.getValue();
    }

    private void add(String name, Safetensors.Entry entry) {
        crc.update((name + Arrays.toString(entry.shape())).getBytes(StandardCharsets.UTF_8));
        switch (entry) {
            case Safetensors.Floats(_, float[] values) -> {
                for (int i = 0, n; i < values.length; i += n) {
                    n = Math.min(CHUNK_BYTES / Float.BYTES, values.length - i);
                    bytes.asFloatBuffer().put(values, i, n);
                    crc.update(bytes.array(), 0, n * Float.BYTES);
                }
            }
            case Safetensors.Doubles(_, double[] values) -> {
                for (int i = 0, n; i < values.length; i += n) {
                    n = Math.min(CHUNK_BYTES / Double.BYTES, values.length - i);
                    bytes.asDoubleBuffer().put(values, i, n);
                    crc.update(bytes.array(), 0, n * Double.BYTES);
                }
            }
            case Safetensors.Longs(_, long[] values) -> {
                for (int i = 0, n; i < values.length; i += n) {
                    n = Math.min(CHUNK_BYTES / Long.BYTES, values.length - i);
                    bytes.asLongBuffer().put(values, i, n);
                    crc.update(bytes.array(), 0, n * Long.BYTES);
                }
            }
        }
    }
}
