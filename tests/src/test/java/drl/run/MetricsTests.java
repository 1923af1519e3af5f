package drl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("metrics.csv")
class MetricsTests {

    @TempDir
    Path runs;

    @Test
    void hasARowForEveryLoggedPointUnderCleanRlsNames() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        List<String> lines = Files.readAllLines(folder.metrics());
        assertThat(lines.getFirst()).isEqualTo("global_step,wall_time_s,name,value");
        assertThat(lines).hasSize(1 + 3 * (5 * 2 + 3 + 1) + 3);
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.matches("\\d+,\\d+\\.\\d{3},[a-z]+/[A-Za-z_]+,-?\\d+(\\.\\d+)?(E-?\\d+)?"));
        assertThat(lines.subList(1, 15)).extracting(line -> line.split(",")[0] + " " + line.split(",")[2])
                .containsExactly(
                        "1000 charts/learning_rate", "200 charts/episodic_return", "200 charts/episodic_length",
                        "400 charts/episodic_return", "400 charts/episodic_length", "600 charts/episodic_return",
                        "600 charts/episodic_length", "800 charts/episodic_return", "800 charts/episodic_length",
                        "1000 charts/episodic_return", "1000 charts/episodic_length", "1000 losses/policy_loss",
                        "1000 losses/value_loss", "1000 charts/SPS");
        assertThat(lines.subList(lines.size() - 3, lines.size())).map(line -> line.replaceFirst(",[^,]*,", ","))
                .containsExactly("0,eval/episodic_return,-100.0", "1,eval/episodic_return,-200.0",
                        "2,eval/episodic_return,-300.0");
    }

    @Test
    void valuesAreReadOverStepsOrSeconds() throws IOException {
        Path file = runs.resolve("metrics.csv");
        Files.writeString(file, MetricsCsv.HEADER + "100,0.500,a,1.0\n200,1.250,a,2.0\n");
        Metrics metrics = Metrics.read(file);
        assertThat(metrics.curve("a").x()).containsExactly(100, 200);
        assertThat(metrics.curve("a", Metrics.Axis.SECONDS).x()).containsExactly(0.5, 1.25);
        assertThat(metrics.curve("a", Metrics.Axis.SECONDS).y()).containsExactly(1, 2);
    }

    @Test
    void theEpisodesOfAnIterationAreSpreadOverItsTime() throws IOException {
        Path file = runs.resolve("metrics.csv");
        Files.writeString(file, MetricsCsv.HEADER + """
                100,1.000,a/b,1.0
                400,1.000,a/b,2.0
                500,3.000,a/b,3.0
                450,3.000,a/b,4.0
                350,3.000,a/b,5.0
                500,4.000,a/b,6.0
                0,5.000,eval/a,1.0
                1,5.000,eval/a,2.0
                """);
        Metrics metrics = Metrics.read(file);
        assertThat(metrics.curve("a/b", Metrics.Axis.SECONDS).x()).as("350 is a step of the iteration before")
                .containsExactly(0.25, 1, 1, 2, 3, 4);
        assertThat(metrics.curve("a/b", Metrics.Axis.SECONDS).y()).containsExactly(1, 2, 5, 4, 3, 6);
        assertThat(metrics.curve("eval/a", Metrics.Axis.SECONDS).x()).as("no steps").containsExactly(5, 5);
    }

    @Test
    void someNamesAreReadAlone() throws IOException {
        Path file = runs.resolve("metrics.csv");
        Files.writeString(file, MetricsCsv.HEADER + "1,0.5,a,1.0\n1,0.5,b,?\n2,0.5,a,2.0\n");
        Metrics metrics = Metrics.read(file, "a"::equals);
        assertThat(metrics.names()).containsExactly("a");
        assertThat(metrics.curve("a").y()).containsExactly(1, 2);
        assertThatThrownBy(() -> Metrics.read(file)).hasMessageContaining(", line 3: ");
    }

    @Test
    void valuesReadBackAsTheSameDoubles() {
        double[] values = {1.0 / 3, -1e-300, Double.MIN_VALUE, Double.MAX_VALUE, 0.1f, -0.0, 12345678901.0, Double.NaN,
            Double.NEGATIVE_INFINITY};
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        try (RunRecorder recorder = RunRecorder.start(folder, run.description)) {
            for (double value : values) {
                recorder.scalar("losses/any", value);
            }
            recorder.iteration(7);
        }
        assertThat(Metrics.read(folder.metrics()).curve("losses/any").y()).containsExactly(values);
    }

    @Test
    void theSameSeedGivesTheSameBytesTimesApart() throws IOException {
        List<String> first = withoutTimes(new SampleRun(runs, 3, SampleRun.Hyperparameters.PLAIN).runAll());
        List<String> second = withoutTimes(new SampleRun(runs, 3, SampleRun.Hyperparameters.PLAIN).runAll());
        List<String> other = withoutTimes(new SampleRun(runs, 4, SampleRun.Hyperparameters.PLAIN).runAll());
        assertThat(second).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void isCompleteAfterEveryIterationWithoutBeingClosed() throws IOException {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        RunRecorder recorder = RunRecorder.start(folder, run.description);
        Random random = new Random(1);
        for (int iteration = 1; iteration <= 3; iteration++) {
            SampleRun.iterate(recorder, random, iteration);
            recorder.scalar("losses/policy_loss", 99); // belongs to the next iteration
            assertThat(Files.readString(folder.metrics())).endsWith("\n");
            Metrics soFar = Metrics.read(folder.metrics());
            assertThat(soFar.curve("charts/episodic_return").size()).isEqualTo(5 * iteration);
            assertThat(soFar.curve("charts/SPS").x()).hasSize(iteration).endsWith(1000 * iteration);
        }
        recorder.close();
    }

    @Test
    void aTornLastLineIsLeftOut() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        String whole = Files.readString(folder.metrics());
        int lines = Metrics.read(folder.metrics()).curve("eval/episodic_return").size();
        // Cut within the last number, "-300.0": what is left of it is a number as well.
        Files.writeString(folder.metrics(), whole.substring(0, whole.length() - 4));
        assertThat(Metrics.read(folder.metrics()).curve("eval/episodic_return").y()).hasSize(lines - 1)
                .containsExactly(-100, -200);
    }

    @Test
    void aLineThatIsNoRowIsRefused() throws IOException {
        Path file = runs.resolve("metrics.csv");
        Files.writeString(file, MetricsCsv.HEADER + "1,0.5,charts/SPS,100.0\nnonsense\n2,0.5,charts/SPS,100.0\n");
        assertThatThrownBy(() -> Metrics.read(file)).isInstanceOf(UsageException.class)
                .hasMessage(file + ", line 3: global_step,wall_time_s,name,value expected, got nonsense");
        Files.writeString(file, "a,b\n");
        assertThatThrownBy(() -> Metrics.read(file)).isInstanceOf(UsageException.class)
                .hasMessage(file + " does not begin with global_step,wall_time_s,name,value");
        Files.writeString(file, "");
        assertThatThrownBy(() -> Metrics.read(file)).isInstanceOf(UsageException.class);
    }

    @Test
    void aNameThatWasNotLoggedIsRefusedWithThoseThatWere() {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        assertThatThrownBy(() -> Metrics.read(folder.metrics()).curve("charts/episodic_retrun"))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder.metrics() + " has no charts/episodic_retrun; the nearest is charts/episodic_return,"
                        + " and there are charts/learning_rate, charts/episodic_return, charts/episodic_length,"
                        + " losses/policy_loss, losses/value_loss, charts/SPS, eval/episodic_return");
    }

    @Test
    void pointsOutOfOrderAreSorted() throws IOException {
        Path file = runs.resolve("metrics.csv");
        Files.writeString(file, MetricsCsv.HEADER + "5,0.1,a/b,1.0\n3,0.1,a/b,2.0\n5,0.1,a/b,3.0\n");
        assertThat(Metrics.read(file).curve("a/b").x()).containsExactly(3, 5, 5);
        assertThat(Metrics.read(file).curve("a/b").y()).containsExactly(2, 1, 3);
    }

    @Test
    void aResumedRunGoesOnAtItsCheckpoint() throws IOException {
        List<String> uninterrupted = withoutTimes(new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll());

        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        Random random = new Random(1);
        RunRecorder killed = RunRecorder.start(folder, run.description);
        SampleRun.iterate(killed, random, 1);
        Position checkpoint = killed.position();
        SampleRun.iterate(killed, new Random(77), 2); // lost, since no checkpoint followed
        killed.close();

        try (RunRecorder resumed = RunRecorder.resume(folder, run.description, checkpoint)) {
            SampleRun.iterate(resumed, random, 2);
            SampleRun.iterate(resumed, random, 3);
            assertThat(resumed.position().iteration()).isEqualTo(3);
            assertThat(resumed.position().wallTime()).isGreaterThan(checkpoint.wallTime());
            resumed.evaluation(new double[] {-100, -200, -300});
            resumed.finish();
        }
        assertThat(withoutTimes(folder)).isEqualTo(uninterrupted);
    }

    @Test
    void aFileThatEndsBeforeItsCheckpointIsNotGoneOnWith() throws IOException {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.runAll();
        long length = Files.size(folder.metrics());
        assertThatThrownBy(() -> RunRecorder.resume(folder, run.description, new Position(1, 1, length + 1, 0)))
                .hasMessageContaining("ends at byte " + length + ", before the checkpoint's " + (length + 1));
        assertThat(Files.size(folder.metrics())).isEqualTo(length);
    }

    private static List<String> withoutTimes(RunFolder folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readString(folder.metrics()).split("(?<=\n)")) {
            String[] cells = line.split(",");
            boolean rate = cells[2].equals("charts/SPS");
            lines.add(cells[0] + "," + cells[2] + "," + (rate ? "" : cells[3]));
        }
        return lines;
    }
}
