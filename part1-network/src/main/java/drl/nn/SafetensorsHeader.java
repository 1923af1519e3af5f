package drl.nn;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// The header of a safetensors file: where each tensor lies among the numbers, and the writer's own strings.
///
/// @param slots by tensor name, in the header's order
record SafetensorsHeader(SequencedMap<String, Slot> slots, Map<String, String> metadata) {

    /// The bytes before the header, which hold its length.
    static final int PREFIX_BYTES = 8;
    static final String METADATA = "__metadata__";

    /// What the reference implementation allows; more is a sign of damage.
    private static final long MAX_LENGTH = 100_000_000;
    private static final int ALIGNMENT = 8;
    private static final ValueLayout.OfLong LENGTH =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The kinds of number read and written here.
    enum Type {
        F32(4), F64(8), I64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }

        int bytes() {
            return bytes;
        }

        static Type of(Safetensors.Entry entry) {
            return switch (entry) {
                case Safetensors.Floats _ -> F32;
                case Safetensors.Doubles _ -> F64;
                case Safetensors.Longs _ -> I64;
            };
        }
    }

    /// One tensor's place.
    ///
    /// @param begin its first byte, counted from the end of the header
    /// @param end the byte after its last
    record Slot(Type type, int[] shape, long begin, long end) {

        int count() {
            return Math.toIntExact((end - begin) / type.bytes);
        }
    }

    /// Lays tensors out one after the other, the wider numbers first so that all lie aligned.
    static SafetensorsHeader of(SequencedMap<String, ? extends Safetensors.Entry> tensors,
            Map<String, String> metadata) {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("no tensor may be called " + METADATA
                    + ", the name under which safetensors keeps its strings");
        }
        List<String> order = new ArrayList<>(tensors.keySet());
        order.sort(Comparator.comparingInt(name -> -Type.of(tensors.get(name)).bytes));
        SequencedMap<String, Slot> slots = new LinkedHashMap<>();
        for (String name : tensors.keySet()) {
            slots.put(name, null);
        }
        long begin = 0;
        for (String name : order) {
            Type type = Type.of(tensors.get(name));
            int[] shape = tensors.get(name).shape();
            long end = begin + Arrays.stream(shape).asLongStream().reduce(type.bytes, (a, b) -> a * b);
            slots.put(name, new Slot(type, shape, begin, end));
            begin = end;
        }
        return new SafetensorsHeader(slots, metadata);
    }

    /// Returns the tensors' names in the order in which their numbers lie in the file.
    List<String> namesByPlace() {
        List<String> names = new ArrayList<>(slots.keySet());
        names.sort(Comparator.<String>comparingLong(name -> slots.get(name).begin)
                .thenComparingLong(name -> slots.get(name).end));
        return names;
    }

    /// Returns the length and the JSON, filled up with spaces so that the numbers begin at a multiple of 8.
    byte[] toBytes() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json, JsonEncoding.UTF8)) {
            writeJson(out);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the header of a safetensors file: " + e.getMessage(), e);
        }
        int length = Math.ceilDiv(json.size(), ALIGNMENT) * ALIGNMENT;
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("the names and strings of a safetensors file may take " + MAX_LENGTH
                    + " bytes, not " + length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(json.toByteArray());
        Arrays.fill(bytes.array(), bytes.position(), bytes.capacity(), (byte) ' ');
        return bytes.array();
    }

    private void writeJson(JsonGenerator out) throws IOException {
        out.writeStartObject();
        if (!metadata.isEmpty()) {
            out.writeObjectFieldStart(METADATA);
            for (Map.Entry<String, String> entry : metadata.entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
        for (Map.Entry<String, Slot> entry : slots.entrySet()) {
            Slot slot = entry.getValue();
            out.writeObjectFieldStart(entry.getKey());
            out.writeStringField("dtype", slot.type.name());
            out.writeFieldName("shape");
            out.writeArray(slot.shape, 0, slot.shape.length);
            out.writeFieldName("data_offsets");
            out.writeArray(new long[] {slot.begin, slot.end}, 0, 2);
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /// Reads the header's length from a file's first bytes and checks it against the file's size.
    static long checkedLength(Path file, MemorySegment bytes) {
        if (bytes.byteSize() < PREFIX_BYTES) {
            throw new MalformedFileException(file, "a safetensors file has at least " + PREFIX_BYTES
                    + " bytes, this one " + bytes.byteSize());
        }
        long length = bytes.get(LENGTH, 0);
        long most = Math.min(MAX_LENGTH, bytes.byteSize() - PREFIX_BYTES);
        if (length < 0 || length > most) {
            throw new MalformedFileException(file, "its header should be " + Long.toUnsignedString(length)
                    + " bytes long, but there is room for " + most);
        }
        return length;
    }

    /// Reads and checks the JSON.
    ///
    /// @param dataLength how many bytes of numbers follow
    static SafetensorsHeader parse(Path file, byte[] json, long dataLength) {
        SafetensorsHeader header = new SafetensorsHeaderParser(file, json).parse();
        header.checkPlaces(file, dataLength);
        return header;
    }

    /// The numbers must lie one after the other, without gaps, from the header to the end of the file.
    private void checkPlaces(Path file, long dataLength) {
        long end = 0;
        String previous = "the header";
        for (String name : namesByPlace()) {
            Slot slot = slots.get(name);
            if (slot.end > dataLength) {
                throw new MalformedFileException(file, "tensor " + name + " ends at byte " + slot.end
                        + " of the numbers, but there are only " + dataLength);
            }
            if (slot.begin != end) {
                throw new MalformedFileException(file, "tensor " + name + " begins at byte " + slot.begin
                        + " of the numbers, but " + previous + " ends at " + end);
            }
            end = slot.end;
            previous = "tensor " + name;
        }
        if (end != dataLength) {
            throw new MalformedFileException(file, "its last " + (dataLength - end) + " bytes belong to no tensor");
        }
    }
}
