package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.plot.Curve;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("event files, read by a decoder of the tests' own")
class TensorBoardEventsTests {

    @TempDir
    Path runs;

    @Test
    void holdTheSamePointsAsMetricsCsv() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        for (Event event : events(folder)) {
            if (event.simpleValue != null) {
                points.computeIfAbsent(event.tag, _ -> new ArrayList<>())
                        .add(new double[] {event.step, event.simpleValue});
            }
        }
        Metrics metrics = Metrics.read(folder.metrics());
        assertThat(points.keySet()).containsExactlyElementsOf(metrics.names());
        points.forEach((name, list) -> {
            Curve curve = metrics.curve(name);
            assertThat(list).hasSize(curve.size());
            for (int i = 0; i < curve.size(); i++) {
                assertThat(list.get(i)).containsExactly(curve.x()[i], (float) curve.y()[i]);
            }
        });
    }

    @Test
    void beginWithTheVersionAndTheTableOfHyperparameters() throws IOException {
        List<Event> events = events(new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll());
        assertThat(events.get(0).fileVersion).isEqualTo("brain.Event:2");
        assertThat(events.get(1).tag).isEqualTo("hyperparameters/text_summary");
        assertThat(events.get(1).plugin).isEqualTo("text");
        assertThat(events.get(1).text).isEqualTo("""
                |param|value|
                |-|-|
                |env_id|Pendulum-v1|
                |gamma|0.99|
                |clip|0.2|
                |timesteps_per_batch|2048|
                |anneal_lr|true|
                |target_kl|none|""");
        double now = System.currentTimeMillis() / 1e3;
        assertThat(events).allMatch(event -> event.wallTime > now - 60 && event.wallTime <= now);
    }

    @Test
    void areCompleteAfterEveryIteration() throws IOException {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        try (RunRecorder recorder = RunRecorder.start(folder, run.description)) {
            SampleRun.iterate(recorder, new Random(1), 1);
            assertThat(events(folder)).hasSize(2 + 14);
        }
    }

    @Test
    void ofAResumedRunReplaceWhatCameAfterItsCheckpoint() throws IOException {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        Position checkpoint;
        try (RunRecorder recorder = RunRecorder.start(folder, run.description)) {
            SampleRun.iterate(recorder, new Random(1), 1);
            checkpoint = recorder.position();
        }
        List<Path> before = eventFiles(folder);
        RunRecorder.resume(folder, run.description, checkpoint).close();
        List<Path> after = new ArrayList<>(eventFiles(folder));
        after.removeAll(before);
        List<Event> events = read(after.getFirst());
        assertThat(events).hasSize(2);
        assertThat(events.get(1).sessionStatus).isEqualTo(1);
        assertThat(events.get(1).step).isEqualTo(1001);
    }

    /// The fields of an `Event` message that are looked at here.
    private static final class Event {
        private double wallTime;
        private long step;
        private String fileVersion;
        private String tag;
        private Float simpleValue;
        private String text;
        private String plugin;
        private long sessionStatus;
    }

    private static List<Path> eventFiles(RunFolder folder) {
        return folder.files().stream()
                .filter(file -> file.getFileName().toString().matches("events\\.out\\.tfevents\\.\\d+"))
                .toList();
    }

    private static List<Event> events(RunFolder folder) throws IOException {
        assertThat(eventFiles(folder)).hasSize(1);
        return read(eventFiles(folder).getFirst());
    }

    private static List<Event> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int length = Math.toIntExact(bytes.getLong());
            assertThat(bytes.getInt()).isEqualTo(maskedChecksum(bytes, start, 8));
            ByteBuffer data = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.position(bytes.position() + length);
            assertThat(bytes.getInt()).isEqualTo(maskedChecksum(bytes, start + 12, length));
            Event event = new Event();
            decode(data, "event", event);
            events.add(event);
        }
        return events;
    }

    private static void decode(ByteBuffer data, String message, Event event) {
        while (data.hasRemaining()) {
            long tag = varint(data);
            String field = message + "." + (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> {
                    long number = varint(data);
                    switch (field) {
                        case "event.2" -> event.step = number;
                        case "session.1" -> event.sessionStatus = number;
                        case "tensor.1" -> assertThat(number).as("DT_STRING").isEqualTo(7);
                        case "dim.1" -> assertThat(number).isEqualTo(1);
                        default -> throw new AssertionError(field);
                    }
                }
                case 1 -> {
                    assertThat(field).isEqualTo("event.1");
                    event.wallTime = data.getDouble();
                }
                case 5 -> {
                    assertThat(field).isEqualTo("value.2");
                    event.simpleValue = data.getFloat();
                }
                case 2 -> {
                    int length = (int) varint(data);
                    ByteBuffer part = data.slice(data.position(), length).order(ByteOrder.LITTLE_ENDIAN);
                    data.position(data.position() + length);
                    switch (field) {
                        case "event.3" -> event.fileVersion = string(part);
                        case "event.5" -> decode(part, "summary", event);
                        case "event.7" -> decode(part, "session", event);
                        case "summary.1" -> decode(part, "value", event);
                        case "value.1" -> event.tag = string(part);
                        case "value.8" -> decode(part, "tensor", event);
                        case "value.9" -> decode(part, "metadata", event);
                        case "metadata.1" -> decode(part, "plugin", event);
                        case "plugin.1" -> event.plugin = string(part);
                        case "tensor.2" -> decode(part, "shape", event);
                        case "shape.2" -> decode(part, "dim", event);
                        case "tensor.8" -> event.text = string(part);
                        default -> throw new AssertionError(field);
                    }
                }
                default -> throw new AssertionError("wire type of " + field);
            }
        }
    }

    private static String string(ByteBuffer part) {
        return StandardCharsets.UTF_8.decode(part).toString();
    }

    private static long varint(ByteBuffer data) {
        long value = 0;
        for (int shift = 0;; shift += 7) {
            byte next = data.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /// CRC-32C bit by bit (reflected polynomial 0x82F63B78), then TFRecord's mask.
    private static int maskedChecksum(ByteBuffer bytes, int from, int length) {
        int crc = ~0;
        for (int i = from; i < from + length; i++) {
            crc ^= bytes.get(i) & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ 0x82F63B78 : crc >>> 1;
            }
        }
        crc = ~crc;
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }
}
