package drl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import drl.cli.ProjectVersion;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("the records of a run")
class RunRecorderTests {

    @TempDir
    Path runs;

    @Test
    void standardOutputIsAHeaderALineAnIterationAndTheEnd() {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        Path folder = run.runAll().path();
        List<String> lines = run.printed().lines().map(line -> line.replaceAll("\\d+ steps/s", "N steps/s"))
                .map(line -> line.replaceAll("tfevents\\.\\d+", "tfevents.N")).toList();
        assertThat(lines).containsExactly(
                "program            part3-ppo tutorial",
                "environment        Pendulum-v1",
                "observation space  Box(3)",
                "actor              3-64-64-1",
                "threads            1",
                "seed               1",
                "preset             pendulum",
                "folder             " + folder,
                "",
                line(1, 0), line(2, 1), line(3, 2),
                "",
                "evaluation  -200.00 ± 81.65 over 3 episodes",
                "files       " + folder.resolve("config.json"),
                "            " + folder.resolve("metrics.csv"),
                "            " + folder.resolve("learning-curve.png"),
                "            " + folder.resolve("events.out.tfevents.N"));
    }

    /// The expected line, put together from the same draws in another way.
    private static String line(int iteration, int before) {
        Random random = new Random(1);
        double sum = 0;
        double policy = 0;
        double value = 0;
        for (int i = 0; i <= before; i++) {
            sum = 0;
            for (int episode = 0; episode < 5; episode++) {
                sum += -1300 + 400 * (i + 1) + 50 * random.nextGaussian();
            }
            policy = random.nextDouble();
            value = 1e-7 * random.nextDouble();
        }
        return String.format(Locale.ROOT,
                "iteration %4d  steps %8d  return %.2f  length 200.0  episodes 5  policy_loss %.4f  value_loss %s"
                        + "  N steps/s",
                iteration, 1000 * iteration, sum / 5, policy,
                String.format(Locale.ROOT, "%.3e", value).replaceFirst("e-0?", "e-"));
    }

    @Test
    void quietPrintsNothingAndWritesTheSameFiles() {
        RunOptions quiet = SampleRun.options(runs, 1, Optional.empty(), true);
        SampleRun run = new SampleRun(quiet, SampleRun.Hyperparameters.PLAIN, "pendulum");
        RunFolder folder = run.runAll();
        assertThat(run.printed()).isEmpty();
        assertThat(folder.files()).extracting(file -> file.getFileName().toString())
                .hasSize(4).startsWith("config.json", "metrics.csv", "learning-curve.png");
    }

    @Test
    void anIterationWithoutAnEndingEpisodeSaysSo() {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        try (RunRecorder recorder = RunRecorder.start(run.folder(), run.description)) {
            recorder.iteration(16);
            recorder.episode(-5, 3, 17);
            recorder.iteration(32);
            recorder.iteration(48);
        }
        assertThat(run.printed().lines().filter(line -> line.startsWith("iteration"))
                .map(line -> line.replaceAll("  \\d+ steps/s", "")))
                .containsExactly("iteration    1  steps       16  no episode ended",
                        "iteration    2  steps       32  return -5.00  length 3.0  episodes 1",
                        "iteration    3  steps       48  no episode ended");
    }

    @Test
    void theConfigurationHoldsEverythingAsUsed() throws IOException {
        RunFolder folder = new SampleRun(runs, 7, SampleRun.Hyperparameters.PLAIN).runAll();
        JsonNode json = new ObjectMapper().readTree(folder.config().toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("run", "program", "preset", "env_id", "exp_name",
                "seed",
                "command_line", "hyperparameters", "options", "versions");
        assertThat(json.get("run").asText()).isEqualTo(folder.name());
        assertThat(json.get("command_line").asText()).isEqualTo("./rl part3-ppo --gamma 0.99");
        assertThat(json.get("seed").isIntegralNumber()).isTrue();
        JsonNode hyperparameters = json.get("hyperparameters");
        assertThat(hyperparameters.toString()).isEqualTo("{\"env_id\":\"Pendulum-v1\",\"gamma\":0.99,\"clip\":0.2,"
                + "\"timesteps_per_batch\":2048,\"anneal_lr\":true,\"target_kl\":null}");
        assertThat(json.get("options").get("runs_dir").asText()).isEqualTo(runs.toString());
        assertThat(json.get("options").get("device").asText()).isEqualTo("auto");
        assertThat(json.get("versions").get("project").asText()).isEqualTo(ProjectVersion.VERSION);
        assertThat(json.get("versions").get("jdk").asText()).startsWith(Runtime.version().toString());
        assertThat(json.get("versions").get("backend").asText()).isEqualTo("scalar");
    }

    @Test
    void theHyperparametersAreReadBackAsTheirRecord() {
        SampleRun.Hyperparameters used = new SampleRun.Hyperparameters("CartPole-v1", 1.0 / 3, 1f / 3, 1, false,
                OptionalDouble.of(1e-20));
        RunConfig config = ConfigJson.read(new SampleRun(runs, 9, used).runAll());
        assertThat(config.settings(SampleRun.Hyperparameters.PLAIN)).isEqualTo(used);
        assertThat(config.seed()).isEqualTo(9);
        assertThat(config.program()).isEqualTo("part3-ppo tutorial");
        assertThat(config.preset()).isEqualTo("pendulum");
    }

    @Test
    void aConfigurationThatIsNoneIsRefused() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        String whole = Files.readString(folder.config());
        for (String text : List.of("", "[]", "{}", whole.substring(0, whole.length() / 2), "\u0000")) {
            Files.writeString(folder.config(), text);
            assertThatThrownBy(() -> ConfigJson.read(folder)).as(text).isInstanceOf(UsageException.class)
                    .hasMessageStartingWith(folder.config() + " is not the record of a run: ")
                    .message().doesNotContain("\n").doesNotContain("REDACTED");
        }
        Files.writeString(folder.config(), "{\n  \"run\": \"a");
        assertThatThrownBy(() -> ConfigJson.read(folder))
                .hasMessage(folder.config() + " is not the record of a run: line 2, column 12: the file is cut short");
        Files.writeString(folder.config(), "{\n  \"run\": 1, ?");
        assertThatThrownBy(() -> ConfigJson.read(folder)).message()
                .startsWith(folder.config() + " is not the record of a run: line 2, column 13: Unexpected character");
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        Path pom = Path.of(System.getProperty("user.dir")).resolveSibling("pom.xml");
        assertThat(Files.readString(pom)).containsSubsequence("<artifactId>rl-from-scratch</artifactId>",
                "<version>" + ProjectVersion.VERSION + "</version>", "<modules>");
    }

    @Test
    void theLearningCurveIsAPictureOfTheReturns() throws IOException {
        RunFolder folder = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        BufferedImage picture = ImageIO.read(folder.learningCurve().toFile());
        assertThat(picture.getWidth()).isEqualTo(900);
        assertThat(picture.getHeight()).isEqualTo(560);
    }

    @Test
    void withoutEpisodesThereIsNoPictureAndNoEvaluation() {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        try (RunRecorder recorder = RunRecorder.start(folder, run.description)) {
            recorder.finish();
        }
        assertThat(folder.learningCurve()).doesNotExist();
        assertThat(run.printed()).doesNotContain("evaluation").doesNotContain("missing");
    }

    @Test
    void anAbandonedRunKeepsWhatItHas() {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        RunFolder folder = run.folder();
        assertThatThrownBy(() -> {
            try (RunRecorder recorder = RunRecorder.start(folder, run.description)) {
                SampleRun.iterate(recorder, new Random(1), 1);
                recorder.scalar("losses/policy_loss", 1);
                throw new IllegalStateException("the environment broke");
            }
        }).hasMessage("the environment broke");
        assertThat(Metrics.read(folder.metrics()).curve("losses/policy_loss").size()).isEqualTo(1);
        assertThat(folder.learningCurve()).doesNotExist();
    }

    @Test
    void recordingAllocatesNothingOnceItHasWarmedUp() {
        SampleRun run = new SampleRun(runs, 1, SampleRun.Hyperparameters.PLAIN);
        try (RunRecorder recorder = RunRecorder.start(run.folder(), run.description)) {
            long step = recordIterations(recorder, 0, 200);
            run.printed.reset();
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            recordIterations(recorder, step, 100);
            long perIteration = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
            assertThat(perIteration).isLessThan(200);
        }
    }

    private static long recordIterations(Recorder recorder, long from, int count) {
        long step = from;
        for (int i = 0; i < count; i++) {
            for (int episode = 0; episode < 10; episode++) {
                step += 200;
                recorder.episode(-1.0 / step, 200, step);
            }
            recorder.scalar("losses/policy_loss", 1.0 / step);
            recorder.scalar("losses/value_loss", step / 3.0);
            recorder.iteration(step);
        }
        return step;
    }
}
