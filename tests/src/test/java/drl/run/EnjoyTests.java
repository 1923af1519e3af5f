package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.Rl;
import drl.cli.RlHarness;
import drl.env.Envs;
import drl.env.Pendulum;
import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("./rl enjoy")
class EnjoyTests {

    private static final int STEPS = 6;
    private static final String SHORT = "PendulumOfSixSteps-v0"; // encoding a video takes time per frame

    @TempDir
    Path runs;

    private Path run;

    @BeforeAll
    static void register() {
        Envs.register(SHORT, STEPS, Pendulum::new);
    }

    @BeforeEach
    void train() {
        run = train("run", SHORT, "--seed", "23");
    }

    private Path train(String name, String envId, String... flags) {
        List<String> args = Stream.concat(Stream.of("part3-ppo", "--env-id", envId, "--total-timesteps", "24",
                "--timesteps-per-batch", "24", "--eval-episodes", "3", "--save-freq", "0", "--runs-dir",
                runs.toString(), "--run-name", name), Stream.of(flags)).toList();
        RlHarness result = rl(args.toArray(String[]::new));
        assertThat(result.status()).as(result.err()).isZero();
        return runs.resolve(name);
    }

    @Test
    void playsTheEvaluationOfTheRunAgain() {
        double[] evaluated = Metrics.read(run.resolve("metrics.csv")).curve("eval/episodic_return").y();
        RlHarness result = rl("enjoy", run.toString(), "--eval-episodes", "3", "--no-video");
        assertThat(result.status()).as(result.err()).isZero();
        double mean = Arrays.stream(evaluated).average().orElseThrow();
        double variance = Arrays.stream(evaluated).map(r -> (r - mean) * (r - mean)).average().orElseThrow();
        assertThat(result.out().lines()).containsExactly(
                "run          " + run,
                "program      part3-ppo tutorial",
                "environment  " + SHORT,
                "policy       deterministic",
                "seed         23",
                "",
                episode(1, evaluated[0]), episode(2, evaluated[1]), episode(3, evaluated[2]),
                "",
                String.format(Locale.ROOT, "return       %.2f ± %.2f over 3 episodes", mean, Math.sqrt(variance)));
        assertThat(run.resolve("videos")).doesNotExist();
    }

    private static String episode(int number, double episodicReturn) {
        return String.format(Locale.ROOT, "episode %4d  return %9.2f  length %5d", number, episodicReturn, STEPS);
    }

    @Test
    void filmsTheFirstEpisode() throws IOException {
        RlHarness result = rl("enjoy", run.toString(), "--eval-episodes", "2");
        Path clip = run.resolve("videos/enjoy-episode-0.mp4");
        assertThat(result.out().lines()).last().isEqualTo("clip         " + clip);
        assertThat(names(run.resolve("videos"))).containsExactly("enjoy-episode-0.mp4");
        try (SeekableByteChannel channel = NIOUtils.readableChannel(clip.toFile())) {
            assertThat(MP4Demuxer.createMP4Demuxer(channel).getVideoTrack().getMeta().getTotalFrames())
                    .as("the first observation and every step").isEqualTo(1 + STEPS);
        }
    }

    @Test
    void theSeedDecidesEverything() {
        List<String> own = play("--no-video");
        assertThat(play("--no-video")).isEqualTo(own).as("as many as the run's own evaluation had").hasSize(3);
        assertThat(play("--no-video", "--eval-episodes", "4")).startsWith(own.toArray(String[]::new)).hasSize(4);
        assertThat(play("--no-video", "--seed", "23")).isEqualTo(own);
        assertThat(play("--no-video", "--seed", "24")).isNotEqualTo(own);
        assertThat(play("--eval-episodes", "1")).as("filming changes nothing").isEqualTo(own.subList(0, 1));
    }

    @Test
    void stochasticDrawsActions() {
        List<String> drawn = play("--no-video", "--stochastic");
        assertThat(drawn).isNotEqualTo(play("--no-video")).isEqualTo(play("--no-video", "--stochastic"));
        assertThat(rl("enjoy", run.toString(), "--no-video", "--stochastic").out())
                .contains("policy       stochastic");
    }

    private List<String> play(String... flags) {
        String[] args = Stream.concat(Stream.of("enjoy", run.toString()), Stream.of(flags)).toArray(String[]::new);
        RlHarness result = rl(args);
        assertThat(result.status()).as(result.err()).isZero();
        return result.out().lines().filter(line -> line.startsWith("episode ")).toList();
    }

    @Test
    void quietPrintsNothingButFilms() {
        assertThat(rl("enjoy", run.toString(), "--eval-episodes", "1", "--quiet"))
                .isEqualTo(new RlHarness(0, "", ""));
        assertThat(run.resolve("videos/enjoy-episode-0.mp4")).exists();
    }

    @Test
    void whatIsNoRunIsRefused() throws IOException {
        Path absent = runs.resolve("absent");
        refused("at least 1 RUN is needed: the folder of the run", "enjoy");
        refused("at most 1 RUN is taken, got " + absent + " as well", "enjoy", run.toString(), absent.toString());
        refused(absent + " is not the folder of a run: there is no such folder", "enjoy", absent.toString());
        refused(runs + " is not the folder of a run: it lacks config.json or metrics.csv", "enjoy", runs.toString());
        Files.writeString(run.resolve("config.json"), "{");
        RlHarness result = rl("enjoy", run.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith(run.resolve("config.json") + " is not the record of a run: ")
                .hasLineCount(1);
    }

    @Test
    void flagsThatMakeNoSenseAreRefused() {
        refused("--eval-episodes must be at least 1, got 0", "enjoy", run.toString(), "--eval-episodes", "0");
        refused("--resume: nothing is trained here; give it to the program that made the run", "enjoy",
                run.toString(), "--resume", run.toString());
        refused("unknown flag --episodes; the nearest is --eval-episodes (./rl enjoy --help lists them all)", "enjoy",
                run.toString(), "--episodes", "3");
    }

    /// The tests run without a screen wherever they run.
    @Test
    void withoutAScreenThereIsNoWindow() {
        refused("--human opens a window, and no screen can be reached from here; leave it out, and a clip is saved",
                "enjoy", run.toString(), "--human");
    }

    @Test
    void aRunWithoutAModelIsRefused() throws IOException {
        Files.delete(run.resolve("model.safetensors"));
        refused(run + " has no model.safetensors: the run ended before it saved one", "enjoy", run.toString());
    }

    @Test
    void aModelThatIsCutShortIsRefusedWhereverItIsCut() throws IOException {
        Path model = run.resolve("model.safetensors");
        byte[] whole = Files.readAllBytes(model);
        for (int length : new int[] {0, 1, 7, 8, 9, 100, whole.length / 2, whole.length - 4, whole.length - 1}) {
            Files.write(model, Arrays.copyOf(whole, length));
            RlHarness result = rl("enjoy", run.toString());
            assertThat(result.status()).as("cut to %d of %d bytes: %s", length, whole.length, result.err())
                    .isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith(model + " cannot be used: ").hasLineCount(1);
        }
        assertThat(run.resolve("videos")).doesNotExist();
    }

    @Test
    void aModelOfAnotherProgramIsRefused() {
        Path model = run.resolve("model.safetensors");
        StateDict other = new StateDict();
        new FeedForwardNN(1, 1, new TorchRandom(1)).save(other, "");
        other.write(model);
        refused(model + " cannot be used: it lacks actor.layer1.weight (it holds layer1.weight, layer1.bias,"
                + " layer2.weight, layer2.bias, layer3.weight, layer3.bias)", "enjoy", run.toString());
    }

    @Test
    void aModelForAnotherEnvironmentIsRefused() throws IOException {
        Path other = train("other", "MountainCarContinuous-v0");
        Path model = run.resolve("model.safetensors");
        Files.copy(other.resolve("model.safetensors"), model, StandardCopyOption.REPLACE_EXISTING);
        refused(model + " cannot be used: actor.layer1.weight should be 32-bit floats of shape [64, 3], but is 32-bit"
                + " floats of shape [64, 2]", "enjoy", run.toString());
    }

    @Test
    void aRunThatTrainedNothingIsRefused() {
        RlHarness rollout = rl("part2-rollout", "--timesteps-per-batch", "1", "--runs-dir", runs.toString(),
                "--run-name", "rollout");
        assertThat(rollout.status()).as(rollout.err()).isZero();
        Path made = runs.resolve("rollout");
        refused(made + " was made by part2-rollout, which trains no policy that could be played; part3-ppo trains one",
                "enjoy", made.toString());
    }

    @Test
    void aRunOfAProgramThatIsNotHereIsRefused() throws IOException {
        editConfig(text -> text.replace("\"part3-ppo tutorial\"", "\"part3-ppo recurrent\""));
        refused(run + " was made by part3-ppo recurrent, and there is no such program here (./rl lists them all)",
                "enjoy", run.toString());
    }

    @Test
    void aRunInAnEnvironmentThatIsNotHereIsRefused() throws IOException {
        editConfig(text -> text.replace(SHORT, "Pendulm-v1"));
        RlHarness result = rl("enjoy", run.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("unknown environment \"Pendulm-v1\"; the nearest is Pendulum-v1")
                .hasLineCount(1);
    }

    @Test
    void aClipThatCannotBeWrittenIsRefused() throws IOException {
        Path videos = Files.writeString(run.resolve("videos"), "in the way");
        assertThat(rl("enjoy", run.toString())).isEqualTo(new RlHarness(2, "", videos + " is where the clip would go,"
                + " but no folder can be made there (FileAlreadyExistsException); --no-video plays without a clip"
                + System.lineSeparator()));
        assertThat(rl("enjoy", run.toString(), "--no-video").status()).isZero();
    }

    private void editConfig(UnaryOperator<String> edit) throws IOException {
        Path config = run.resolve("config.json");
        String text = Files.readString(config);
        assertThat(edit.apply(text)).isNotEqualTo(text);
        Files.writeString(config, edit.apply(text));
    }

    private void refused(String line, String... args) {
        assertThat(rl(args)).isEqualTo(new RlHarness(2, "", line + System.lineSeparator()));
        assertThat(run.resolve("videos")).doesNotExist();
    }

    private static RlHarness rl(String... args) {
        return RlHarness.run(Rl.installed(), args);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
