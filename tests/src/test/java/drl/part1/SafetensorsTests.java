package drl.part1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.nn.MalformedFileException;
import drl.nn.Safetensors;
import drl.nn.Safetensors.Doubles;
import drl.nn.Safetensors.Entry;
import drl.nn.Safetensors.Floats;
import drl.nn.Safetensors.Longs;
import drl.nn.StateDict;
import drl.steps.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The safetensors format, byte by byte, and every way a file can be wrong.
@Tag("part1")
@Step("Step 11, a file that outlives the program")
class SafetensorsTests {

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("model.safetensors");
    }

    /// Put together by hand from the format's description: length, JSON, spaces up to a multiple of 8, numbers.
    @Test
    void writesTheFormatsBytes() throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("w", new Floats(new int[] {1, 2}, new float[] {1, -2}));
        Safetensors.write(file, tensors, Map.of("by", "me"));
        String json = "{\"__metadata__\":{\"by\":\"me\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}";
        assertThat(json).hasSize(83);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(json + "     ", 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0));
    }

    @Test
    void aCopyKeepsWhatItHeldWhenItWasMade() {
        float[] w = {1, 2};
        double[] mean = {3};
        StateDict live = new StateDict();
        live.put("w", w, 2);
        live.putDoubles("mean", mean);
        live.putLongs("steps", 4, 5, 6);
        live.note("by", "me");
        StateDict copy = live.copy();
        w[0] = -1;
        mean[0] = -1;
        live.put("later", w, 2);
        live.note("by", "you");
        assertThat(copy.get("w", List.of(2))).containsExactly(1, 2);
        assertThat(copy.getDoubles("mean", 1)).containsExactly(3);
        assertThat(copy.getLongs("steps", 3)).containsExactly(4, 5, 6);
        assertThat(copy.names()).containsExactly("w", "mean", "steps");
        assertThat(copy.notes()).isEqualTo(Map.of("by", "me"));
        assertThat(copy.numbers()).isEqualTo(6);
        assertThat(live.numbers()).isEqualTo(8);
    }

    @Test
    void readsAFileWrittenElsewhere() throws IOException {
        String json = """
                {"b" : {"data_offsets":[12,28], "shape":[2], "dtype":"F64"},
                 "__metadata__":{"format":"pt"}, "a":{"dtype":"F32","shape":[3,1],"data_offsets":[0,12]},
                 "n":{"dtype":"I64","shape":[],"data_offsets":[28,36]}, "none":{"dtype":"F32","shape":[0,4],
                 "data_offsets":[12,12]}}""";
        ByteBuffer data = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1.5f).putFloat(Float.NEGATIVE_INFINITY).putFloat(-0.0f).putDouble(Math.PI).putDouble(-1e300)
                .putLong(Long.MIN_VALUE + 5);
        Files.write(file, bytes(json, data.array()));
        Safetensors.File read = Safetensors.read(file);
        assertThat(read.metadata()).containsExactly(Map.entry("format", "pt"));
        assertThat(read.tensors().sequencedKeySet()).containsExactly("b", "a", "n", "none");
        assertEqual(read.tensors().get("a"), new Floats(new int[] {3, 1},
                new float[] {1.5f, Float.NEGATIVE_INFINITY, -0.0f}));
        assertEqual(read.tensors().get("b"), new Doubles(new int[] {2}, new double[] {Math.PI, -1e300}));
        assertEqual(read.tensors().get("n"), new Longs(new int[0], new long[] {Long.MIN_VALUE + 5}));
        assertEqual(read.tensors().get("none"), new Floats(new int[] {0, 4}, new float[0]));
    }

    @Test
    void readsBackWhatItWrote() {
        float[] many = new float[70_000];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < many.length; i++) {
            many[i] = Float.intBitsToFloat(random.nextInt());
        }
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("layer1.weight", new Floats(new int[] {700, 100}, many));
        tensors.put("obs_rms.mean", new Doubles(new int[] {3}, new double[] {0.1, Double.MIN_VALUE, Double.NaN}));
        tensors.put("näme \"quoted\" \u0001\uD83D\uDE00", new Floats(new int[] {1}, new float[] {7}));
        tensors.put("step", new Longs(new int[0], new long[] {1L << 53 | 1}));
        tensors.put("empty", new Doubles(new int[] {2, 0}, new double[0]));
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("environment", "Pendulum-v1");
        metadata.put("", "line\nbreak");
        Safetensors.write(file, tensors, metadata);

        Safetensors.File read = Safetensors.read(file);
        assertThat(read.metadata()).isEqualTo(metadata);
        assertThat(List.copyOf(read.tensors().keySet())).isEqualTo(List.copyOf(tensors.keySet()));
        tensors.forEach((name, entry) -> assertEqual(read.tensors().get(name), entry));
    }

    @Test
    void keepsEveryTensorAligned() throws IOException {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("odd", new Floats(new int[] {3}, new float[3]));
        tensors.put("wide", new Doubles(new int[] {1}, new double[] {1}));
        Safetensors.write(file, tensors, Map.of());
        byte[] written = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(new String(written, StandardCharsets.ISO_8859_1))
                .contains("\"shape\":[3],\"data_offsets\":[8,20]").contains("\"shape\":[1],\"data_offsets\":[0,8]");
    }

    @Test
    void writesAFileWithoutTensors() {
        Safetensors.write(file, new LinkedHashMap<>(), Map.of());
        assertThat(Safetensors.read(file).tensors()).isEmpty();
        assertThat(Safetensors.read(file).metadata()).isEmpty();
    }

    @Test
    void replacesAFileWholeOrNotAtAll() throws IOException {
        Safetensors.write(file, small(1), Map.of());
        Safetensors.write(file, small(2), Map.of());
        assertEqual(Safetensors.read(file).tensors().get("a"), small(2).get("a"));
        assertThat(folder).isDirectoryContaining(path -> path.equals(file));
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        // A folder in the way of the file aside makes the writing fail.
        Path aside = Files.createDirectory(folder.resolve("model.safetensors.tmp"));
        Files.createFile(aside.resolve("occupied"));
        assertThatThrownBy(() -> Safetensors.write(file, small(3), Map.of())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write " + file);
        assertEqual(Safetensors.read(file).tensors().get("a"), small(2).get("a"));
    }

    @Test
    void namesWhatCannotBeReadOrWritten() {
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot read " + file + ": no such file or folder");
        Path nowhere = folder.resolve("missing").resolve("model.safetensors");
        assertThatThrownBy(() -> Safetensors.write(nowhere, small(1), Map.of()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot write " + nowhere + ": no such file or folder");
        SequencedMap<String, Entry> reserved = new LinkedHashMap<>(Map.of("__metadata__", small(1).get("a")));
        assertThatThrownBy(() -> Safetensors.write(file, reserved, Map.of()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("__metadata__");
        assertThat(file).doesNotExist();
    }

    @Test
    void refusesEntriesOfAnotherSizeThanTheirShape() {
        assertThatThrownBy(() -> new Floats(new int[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("[2, 2] holds 4 numbers, not 3");
        assertThatThrownBy(() -> new Doubles(new int[] {-1, -1}, new double[1])).hasMessageContaining("not -1");
        int huge = Integer.MAX_VALUE;
        assertThatThrownBy(() -> new Longs(new int[] {huge, huge, huge, huge}, new long[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givesAwayNoShapeOfItsOwn() {
        int[] shape = {2};
        Floats entry = new Floats(shape, new float[2]);
        shape[0] = 7;
        entry.shape()[0] = 8;
        assertThat(entry.shape()).containsExactly(2);
    }

    /// Eight bytes of numbers follow each header.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{                                                                         | not valid JSON",
        "[]                                                                        | does not begin with {",
        "{} {}                                                                     | something follows",
        "{}                                                                        | last 8 bytes belong to no tensor",
        "{'a':3}                                                                   | a must be a JSON object",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}                                  | a lacks its dtype",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}}                                | a lacks its shape",
        "{'a':{'dtype':'F32','shape':[2]}}                                         | a lacks its data_offsets",
        "{'a':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}}                    | F16; this program reads F32, F64",
        "{'a':{'dtype':7,'shape':[4],'data_offsets':[0,8]}}                        | dtype must be a JSON string",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}              | has a field x",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}                   | negative number -2",
        "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}                  | not a fraction",
        "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}}                  | not a list",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}}                      | must be a JSON list",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}                    | takes 12 bytes, not the 8",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}                    | takes 16 bytes, not the 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}                  | not a begin and an end",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}                    | not a begin and an end",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}                   | there are only 8",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}                    | begins at byte 4",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}                    | last 4 bytes belong to no tensor",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}}          | too large",
        "{'a':{'dtype':'F32','shape':[4611686018427387905,4],'data_offsets':[0,8]}} | too large",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | out of range",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
                + "'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}               | Duplicate",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}               | begins at byte 4",
        "{'__metadata__':{'k':1},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | __metadata__ k must be a JSON",
    })
    void refusesAMalformedHeader(String json, String fault) throws IOException {
        Files.write(file, bytes(json.replace('\'', '"'), new byte[8]));
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(MalformedFileException.class)
                .hasMessageStartingWith(file + " cannot be used: ").hasMessageContaining(fault)
                .message().doesNotContain("\n");
    }

    @Test
    void refusesAHeaderLongerThanTheFile() throws IOException {
        for (long length : new long[] {3, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            byte[] bytes = bytes("{}", new byte[0]);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
            Files.write(file, bytes);
            assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(MalformedFileException.class)
                    .hasMessageContaining(Long.toUnsignedString(length)).hasMessageContaining("room for 2");
        }
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        Safetensors.write(file, small(1), Map.of("by", "me"));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.read(file)).as("cut to %d bytes", length)
                    .isInstanceOf(MalformedFileException.class);
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(MalformedFileException.class);
    }

    /// A flipped bit may leave a valid file, say one with another name in it, but must never end in another exception.
    @Test
    void survivesEveryFlippedBit() throws IOException {
        Safetensors.write(file, small(1), Map.of("by", "me"));
        byte[] whole = Files.readAllBytes(file);
        int headerEnd = whole.length - 12;
        int refused = 0;
        for (int bit = 0; bit < 8 * headerEnd; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            try {
                assertThat(Safetensors.read(file).tensors()).isNotNull();
            } catch (MalformedFileException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(4 * headerEnd);
    }

    @Test
    void survivesRandomBytesInItsHeader() throws IOException {
        Safetensors.write(file, small(1), Map.of("by", "me"));
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                damaged[random.nextInt(8, whole.length - 12)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                assertThat(Safetensors.read(file).tensors()).isNotNull();
            } catch (MalformedFileException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
    }

    private static SequencedMap<String, Entry> small(int value) {
        SequencedMap<String, Entry> tensors = new LinkedHashMap<>();
        tensors.put("a", new Floats(new int[] {1}, new float[] {value}));
        tensors.put("b", new Longs(new int[] {1}, new long[] {value}));
        return tensors;
    }

    private static void assertEqual(Entry actual, Entry expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual).isInstanceOf(expected.getClass());
        switch (expected) {
            case Floats floats -> assertThat(bits(((Floats) actual).values())).isEqualTo(bits(floats.values()));
            case Doubles doubles -> assertThat(((Doubles) actual).values()).isEqualTo(doubles.values());
            case Longs longs -> assertThat(((Longs) actual).values()).isEqualTo(longs.values());
        }
    }

    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    private static byte[] bytes(String json, int... data) {
        byte[] bytes = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            bytes[i] = (byte) data[i];
        }
        return bytes(json, bytes);
    }

    private static byte[] bytes(String json, byte[] data) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length).put(header).put(data).array();
    }
}
