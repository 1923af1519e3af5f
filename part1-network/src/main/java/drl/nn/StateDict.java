package drl.nn;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Named arrays: the state of networks and of what trains them, on its way to a file or from one.
///
/// Names and layout are PyTorch's: `actor.layer1.weight` of shape (out, in). In Python,
/// `safetensors.torch.load_file("model.safetensors")` gives a dictionary that `load_state_dict` takes.
public final class StateDict {

    private final Path source;
    private final SequencedMap<String, Safetensors.Entry> entries;
    private final Map<String, String> metadata;

    /// An empty one.
    public StateDict() {
        this(Path.of("the state"), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    private StateDict(Path source, SequencedMap<String, Safetensors.Entry> entries, Map<String, String> metadata) {
        this.source = source;
        this.entries = entries;
        this.metadata = metadata;
    }

    /// Reads a safetensors file.
    ///
    /// @throws MalformedFileException if it is cut short or not of that format
    /// @throws java.io.UncheckedIOException if it does not exist or cannot be read
    public static StateDict read(Path file) {
        Safetensors.File read = Safetensors.read(file);
        return new StateDict(file, read.tensors(), read.metadata());
    }

    /// Writes a safetensors file: aside first, then renamed, so that no half file is ever found under the name.
    public void write(Path file) {
        Safetensors.write(file, entries, metadata);
    }

    /// One with the same arrays, copied: what is put into them later does not reach it.
    public StateDict copy() {
        SequencedMap<String, Safetensors.Entry> copies = new LinkedHashMap<>();
        entries.forEach((name, entry) -> copies.put(name, entry.copy()));
        return new StateDict(source, copies, new LinkedHashMap<>(metadata));
    }

    /// How many numbers it holds.
    public long numbers() {
        return entries.values().stream().mapToLong(Safetensors.Entry::size).sum();
    }

    /// A number that changes when a name, a shape or a bit of a value does, for telling a damaged file: CRC-32C over all
    /// arrays. The texts beside them are left out, so the number can be one of these.
    public long checksum() {
        return Checksum.of(entries);
    }

    /// A text beside the arrays, such as the environment's name.
    public void note(String key, String value) {
        metadata.put(key, value);
    }

    /// The texts beside the arrays.
    public Map<String, String> notes() {
        return Map.copyOf(metadata);
    }

    /// Adds floats of a shape.
    public void put(String name, float[] values, int... shape) {
        entries.put(name, new Safetensors.Floats(shape, values));
    }

    /// Adds doubles, for statistics.
    public void putDoubles(String name, double... values) {
        entries.put(name, new Safetensors.Doubles(new int[] {values.length}, values));
    }

    /// Adds whole numbers, for counters and random streams.
    public void putLongs(String name, long... values) {
        entries.put(name, new Safetensors.Longs(new int[] {values.length}, values));
    }

    /// Adds bytes, eight to a whole number, behind their count.
    public void putBytes(String name, byte[] bytes) {
        ByteBuffer padded = ByteBuffer.allocate(8 + (bytes.length + 7) / 8 * 8).putLong(bytes.length).put(bytes);
        long[] words = new long[padded.capacity() / 8];
        padded.rewind().asLongBuffer().get(words);
        putLongs(name, words);
    }

    /// The names, in order.
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /// Whether there is an array of that name.
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /// Floats that must be there, and of this shape.
    ///
    /// @throws MalformedFileException otherwise
    public float[] get(String name, List<Integer> shape) {
        if (entry(name) instanceof Safetensors.Floats floats
                && Arrays.stream(floats.shape()).boxed().toList().equals(shape)) {
            return floats.values();
        }
        throw unfit(name, "32-bit floats of shape " + shape);
    }

    /// `n` doubles that must be there.
    ///
    /// @throws MalformedFileException otherwise
    public double[] getDoubles(String name, int n) {
        if (entry(name) instanceof Safetensors.Doubles doubles && doubles.values().length == n) {
            return doubles.values();
        }
        throw unfit(name, n + " 64-bit floats");
    }

    /// `n` whole numbers that must be there; any number of them for −1.
    ///
    /// @throws MalformedFileException otherwise
    public long[] getLongs(String name, int n) {
        if (entry(name) instanceof Safetensors.Longs longs && (n < 0 || longs.values().length == n)) {
            return longs.values();
        }
        throw unfit(name, n + " whole numbers");
    }

    /// The bytes that [#putBytes] added.
    ///
    /// @throws MalformedFileException if they are not there
    public byte[] getBytes(String name) {
        long[] words = getLongs(name, -1);
        if (words.length == 0 || words[0] < 0 || (words[0] + 7) / 8 != words.length - 1) {
            throw unfit(name, "bytes behind their count");
        }
        ByteBuffer padded = ByteBuffer.allocate(8 * words.length);
        padded.asLongBuffer().put(words);
        byte[] bytes = new byte[(int) words[0]];
        padded.position(8).get(bytes);
        return bytes;
    }

    private Safetensors.Entry entry(String name) {
        Safetensors.Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedFileException(source,
                    "it lacks " + name + " (it holds " + String.join(", ", entries.keySet()) + ")");
        }
        return entry;
    }

    private MalformedFileException unfit(String name, String wanted) {
        Safetensors.Entry entry = entries.get(name);
        String numbers = switch (entry) {
            case Safetensors.Floats _ -> "32-bit floats";
            case Safetensors.Doubles _ -> "64-bit floats";
            case Safetensors.Longs _ -> "whole numbers";
        };
        return new MalformedFileException(source, name + " should be " + wanted + ", but is " + numbers + " of shape "
                + Arrays.toString(entry.shape()));
    }
}
