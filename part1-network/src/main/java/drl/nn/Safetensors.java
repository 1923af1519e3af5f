package drl.nn;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Reads and writes tensors by name in the safetensors format, which Python's `safetensors` package reads as well.
///
/// A file is the length of the header in 8 bytes, the header, and the numbers one tensor after the other, everything
/// little-endian and row-major. The header is JSON: for each tensor its type, shape and place among the numbers, and
/// under `__metadata__` strings of the writer's own (<https://huggingface.co/docs/safetensors>, section "Format").
/// Nothing in such a file is ever executed, unlike a Python pickle.
public final class Safetensors {

    private static final int CHUNK_BYTES = 1 << 16;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Safetensors() {
    }

    /// One tensor: its shape, empty for a single number, and its numbers in row-major order.
    ///
    /// The numbers are not copied, neither in nor out, since they may be many; the shape is.
    public sealed interface Entry {

        /// The lengths of the dimensions, none negative.
        int[] shape();

        /// How many numbers.
        int size();

        /// The same with numbers of its own.
        Entry copy();
    }

    /// Single-precision numbers, `F32` in the file.
    public record Floats(int[] shape, float[] values) implements Entry {

        /// @throws IllegalArgumentException if the shape does not hold as many numbers as there are
        public Floats {
            shape = checkedShape(shape, values.length);
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Floats copy() {
            return new Floats(shape, values.clone());
        }
    }

    /// Double-precision numbers, `F64` in the file.
    public record Doubles(int[] shape, double[] values) implements Entry {

        /// @throws IllegalArgumentException if the shape does not hold as many numbers as there are
        public Doubles {
            shape = checkedShape(shape, values.length);
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Doubles copy() {
            return new Doubles(shape, values.clone());
        }
    }

    /// Whole numbers of 64 bits, `I64` in the file.
    public record Longs(int[] shape, long[] values) implements Entry {

        /// @throws IllegalArgumentException if the shape does not hold as many numbers as there are
        public Longs {
            shape = checkedShape(shape, values.length);
        }

        @Override
        public int[] shape() {
            return shape.clone();
        }

        @Override
        public int size() {
            return values.length;
        }

        @Override
        public Longs copy() {
            return new Longs(shape, values.clone());
        }
    }

    /// What a file holds.
    ///
    /// @param tensors in the order of the header
    /// @param metadata strings of the writer's own
    public record File(SequencedMap<String, Entry> tensors, Map<String, String> metadata) {

        /// Copies both maps; they cannot be changed afterwards.
        public File {
            tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }
    }

    /// Writes tensors to a file, which appears under its name only when complete and replaces what was there. A process
    /// killed on the way leaves the former file; after a power cut, [#read] refuses what is damaged. (Waiting for the disk
    /// here would cost a run that saves often a tenth of its speed.)
    ///
    /// @param path its folder must exist
    /// @param tensors written in this order, but numbers of 8 bytes before those of 4 so that all lie aligned
    /// @param metadata strings of the caller's own, may be empty
    /// @throws IllegalArgumentException if a tensor is called `__metadata__`, which the format reserves
    /// @throws UncheckedIOException if the file cannot be written; what was there before stays
    public static void write(Path path, SequencedMap<String, ? extends Entry> tensors, Map<String, String> metadata) {
        SafetensorsHeader header = SafetensorsHeader.of(tensors, metadata);
        Path aside = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                writeFully(channel, ByteBuffer.wrap(header.toBytes()));
                for (String name : header.namesByPlace()) {
                    writeNumbers(channel, tensors.get(name), buffer);
                }
            }
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            deleteQuietly(aside);
            throw new UncheckedIOException("cannot write " + path + ": " + reason(e), e);
        }
    }

    /// Reads a whole file.
    ///
    /// @throws MalformedFileException if it is not a safetensors file, is damaged, or holds numbers other than F32, F64
    ///     and I64
    /// @throws UncheckedIOException if it does not exist or cannot be read
    public static File read(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            long size = channel.size();
            MemorySegment bytes = channel.map(MapMode.READ_ONLY, 0, size, arena);
            long headerLength = SafetensorsHeader.checkedLength(path, bytes);
            long dataStart = SafetensorsHeader.PREFIX_BYTES + headerLength;
            byte[] json = bytes.asSlice(SafetensorsHeader.PREFIX_BYTES, headerLength).toArray(ValueLayout.JAVA_BYTE);
            SafetensorsHeader header = SafetensorsHeader.parse(path, json, size - dataStart);
            SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
            header.slots().forEach((name, slot) -> tensors.put(name, readNumbers(bytes, dataStart, slot)));
            return new File(tensors, header.metadata());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + reason(e), e);
        }
    }

    private static Entry readNumbers(MemorySegment bytes, long dataStart, SafetensorsHeader.Slot slot) {
        long from = dataStart + slot.begin();
        int count = slot.count();
        return switch (slot.type()) {
            case F32 -> {
                float[] values = new float[count];
                MemorySegment.copy(bytes, FLOAT, from, values, 0, count);
                yield new Floats(slot.shape(), values);
            }
            case F64 -> {
                double[] values = new double[count];
                MemorySegment.copy(bytes, DOUBLE, from, values, 0, count);
                yield new Doubles(slot.shape(), values);
            }
            case I64 -> {
                long[] values = new long[count];
                MemorySegment.copy(bytes, LONG, from, values, 0, count);
                yield new Longs(slot.shape(), values);
            }
        };
    }

    private static void writeNumbers(FileChannel channel, Entry entry, ByteBuffer buffer) throws IOException {
        int width = SafetensorsHeader.Type.of(entry).bytes();
        int count = entry.size();
        int most = CHUNK_BYTES / width;
        for (int start = 0; start < count; start += most) {
            int n = Math.min(most, count - start);
            buffer.clear();
            switch (entry) {
                case Floats floats -> buffer.asFloatBuffer().put(floats.values, start, n);
                case Doubles doubles -> buffer.asDoubleBuffer().put(doubles.values, start, n);
                case Longs longs -> buffer.asLongBuffer().put(longs.values, start, n);
            }
            writeFully(channel, buffer.limit(n * width));
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The failure to write is the one worth reporting.
        }
    }

    /// Java's own message for these two is the bare path.
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "access denied";
            default -> e.getMessage();
        };
    }

    private static int[] checkedShape(int[] shape, int count) {
        long product = 1;
        for (int length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("a tensor's dimension must be 0 or more, not " + length);
            }
            product = product > Integer.MAX_VALUE ? product : product * length;
        }
        if (product != count) {
            throw new IllegalArgumentException("a tensor of shape " + Arrays.toString(shape) + " holds "
                    + product + " numbers, not " + count);
        }
        return shape.clone();
    }
}
