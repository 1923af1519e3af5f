package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.plot.Curve;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.framework.Summary;
import org.tensorflow.util.Event;

/// The frames around the events are read here, their checksums are the other test's affair; what is in them is read by
/// the classes that TensorFlow generates from the format's definition.
@Tag("part2")
@DisplayName("event files, read by TensorFlow's own classes")
class TensorBoardProtoTests {

    @TempDir
    Path runs;

    @Test
    void everyScalarAndTheTableOfHyperparameters() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        List<Event> events = events(folder);
        assertThat(events.getFirst().getFileVersion()).isEqualTo("brain.Event:2");
        Map<String, List<double[]>> points = new LinkedHashMap<>();
        String table = "";
        for (Event event : events) {
            assertThat(event.getUnknownFields().asMap()).isEmpty();
            assertThat(event.getWallTime()).isGreaterThan(1.6e9);
            for (Summary.Value value : event.getSummary().getValueList()) {
                assertThat(value.getUnknownFields().asMap()).isEmpty();
                if (value.getValueCase() == Summary.Value.ValueCase.TENSOR) {
                    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("text");
                    table = value.getTensor().getStringVal(0).toStringUtf8();
                } else {
                    points.computeIfAbsent(value.getTag(), _ -> new ArrayList<>())
                            .add(new double[] {event.getStep(), value.getSimpleValue()});
                }
            }
        }
        assertThat(table).contains("|env_id|Pendulum-v1|");
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

    private static List<Event> events(RunFolder folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.path())) {
            Path file = files.filter(f -> f.getFileName().toString().startsWith("events.out.tfevents.")).findFirst()
                    .orElseThrow();
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            List<Event> events = new ArrayList<>();
            while (bytes.hasRemaining()) {
                byte[] event = new byte[Math.toIntExact(bytes.getLong())];
                bytes.getInt();
                bytes.get(event);
                bytes.getInt();
                events.add(Event.parseFrom(event));
            }
            return events;
        }
    }
}
