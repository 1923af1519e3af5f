package drl.part1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.backend.Activation;
import drl.cli.RlHarness;
import drl.nn.FeedForwardNN;
import drl.nn.NetworkChapter;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("part1")
@DisplayName("./rl part1-network")
class FitProgramTests {

    @TempDir
    Path runs;

    @Test
    void learnsTheCurveAndSavesWhatItLearned() throws IOException {
        RlHarness result = fit("a");
        assertThat(result.status()).as(result.err()).isZero();

        List<Double> losses = losses(result.out());
        assertThat(losses).hasSizeBetween(8, 12);
        assertThat(losses.getLast()).isLessThan(0.1 * losses.getFirst());
        assertThat(result.out()).contains("1-64-64-1, tanh", "seed     1", "folder   " + runs.resolve("a"));
        assertThat(names("a")).containsExactlyInAnyOrder("curve-fit.png", "model.safetensors");
        assertThat(result.out()).contains(runs.resolve("a/curve-fit.png") + System.lineSeparator(),
                runs.resolve("a/model.safetensors") + System.lineSeparator());
        assertThat(ImageIO.read(runs.resolve("a/curve-fit.png").toFile()).getWidth()).isEqualTo(900);

        FeedForwardNN network = read("a", Activation.TANH);
        double sum = 0;
        int places = 0;
        for (double x = -3; x <= 3; x += 0.02) {
            double error = at(network, x) - (Math.sin(2 * x) + 0.5 * Math.sin(5 * x));
            sum += error * error;
            places++;
        }
        assertThat(Math.sqrt(sum / places)).as("distance to the curve").isLessThan(0.1); // less than the points' noise
    }

    @Test
    void leavesTheNetworkOutIfAskedTo() throws IOException {
        RlHarness result = fit("a", "--no-save-model", "--steps", "10");
        assertThat(result.status()).isZero();
        assertThat(names("a")).containsExactly("curve-fit.png");
        assertThat(result.out()).doesNotContain("model.safetensors");
    }

    @Test
    void aNetworkOfIdentitiesIsAStraightLine() {
        assertThat(fit("a", "--activation", "identity", "--steps", "50").status()).isZero();
        FeedForwardNN network = read("a", Activation.IDENTITY);
        double left = at(network, -2), middle = at(network, 0), right = at(network, 2);
        assertThat(left).isNotCloseTo(right, within(0.01));
        assertThat(middle).isCloseTo((left + right) / 2, within(1e-5));
    }

    @Test
    void theSeedDecidesEverythingAndThreadsNothing() throws IOException {
        String first = fit("a", "--steps", "60", "--seed", "5").out();
        String second = fit("b", "--steps", "60", "--seed", "5", "--threads", "2").out();
        String other = fit("c", "--steps", "60", "--seed", "6").out();
        assertThat(losses(second)).isEqualTo(losses(first)).isNotEqualTo(losses(other));
        for (String file : List.of("model.safetensors", "curve-fit.png")) {
            assertThat(runs.resolve("b").resolve(file)).hasSameBinaryContentAs(runs.resolve("a").resolve(file));
        }
        assertThat(Files.readAllBytes(runs.resolve("c/model.safetensors")))
                .isNotEqualTo(Files.readAllBytes(runs.resolve("a/model.safetensors")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 11, 100})
    void theLossIsShownFromTheStartToTheLastStep(int steps) {
        RlHarness result = fit("a", "--steps", String.valueOf(steps), "--points", "2", "--hidden", "1");
        assertThat(result.status()).as(result.err()).isZero();
        List<String> shown = result.out().lines().filter(line -> line.startsWith("step")).toList();
        assertThat(shown.getFirst()).startsWith("step       0  loss ");
        assertThat(shown.getLast()).startsWith(String.format("step %7d  loss ", steps));
        assertThat(shown).doesNotHaveDuplicates();
    }

    @Test
    void quietPrintsNothing() throws IOException {
        assertThat(fit("a", "--steps", "1", "--quiet")).isEqualTo(new RlHarness(0, "", ""));
        assertThat(names("a")).containsExactlyInAnyOrder("curve-fit.png", "model.safetensors");
    }

    @Test
    void aFolderWithoutANameGetsOne() throws IOException {
        for (int run = 0; run < 2; run++) { // within one second
            RlHarness result = RlHarness.run(new NetworkChapter(), "part1-network", "--steps", "1", "--seed", "3",
                    "--runs-dir", runs.toString());
            assertThat(result.status()).isZero();
        }
        assertThat(names(".")).hasSize(2).allMatch(name -> name.matches("curve__fit__3__\\d+"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --steps 0              | --steps must be in [1, 10000000], got 0
            --points 1             | --points must be in [2, 100000], got 1
            --noise -0.1           | --noise must be in [0, 10], got -0.1
            --hidden 5000          | --hidden must be in [1, 4096], got 5000
            --lr 1.5               | --lr must be in (0, 1], got 1.5
            --learning-rate 0      | --learning-rate must be in (0, 1], got 0.0
            --activation rely      | --activation takes identity, relu, tanh or sigmoid, got rely; the nearest is relu
            --resume runs/a        | --resume: a curve fit takes seconds and cannot be resumed; leave the flag out
            --device cuda:7        | --device takes auto, cpu or cuda, got cuda:7; the nearest is cuda
            """)
    void whatCannotBeDoneIsRefusedBeforeAnythingIsMade(String flags, String line) {
        Path absent = runs.resolve("absent");
        String[] args = ("part1-network " + flags + " --runs-dir " + absent).split(" ");
        assertThat(RlHarness.run(new NetworkChapter(), args))
                .isEqualTo(new RlHarness(2, "", line + System.lineSeparator()));
        assertThat(absent).doesNotExist();
    }

    @Test
    void runsAreNeverOverwritten() throws IOException {
        fit("a", "--steps", "1");
        byte[] model = Files.readAllBytes(runs.resolve("a/model.safetensors"));
        assertThat(fit("a", "--steps", "1", "--seed", "9")).isEqualTo(new RlHarness(2, "", "--run-name a: "
                + runs.resolve("a") + " exists already, and runs are never overwritten; give another name"
                + System.lineSeparator()));
        assertThat(Files.readAllBytes(runs.resolve("a/model.safetensors"))).isEqualTo(model);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.writeString(runs.resolve("file"), "in the way");
        RlHarness result = RlHarness.run(new NetworkChapter(), "part1-network", "--runs-dir", file.toString());
        assertThat(result).isEqualTo(new RlHarness(2, "", "--runs-dir " + file + ": no folder can be made there ("
                + file + " is a file); give one that can be written" + System.lineSeparator()));
    }

    private RlHarness fit(String name, String... flags) {
        List<String> args = Stream.concat(
                Stream.of("part1-network", "--runs-dir", runs.toString(), "--run-name", name), Stream.of(flags))
                .toList();
        return RlHarness.run(new NetworkChapter(), args.toArray(String[]::new));
    }

    private FeedForwardNN read(String name, Activation activation) {
        FeedForwardNN network = new FeedForwardNN(1, new int[] {64, 64}, 1, activation, new TorchRandom(99));
        network.load(StateDict.read(runs.resolve(name).resolve("model.safetensors")), "");
        return network;
    }

    private static double at(FeedForwardNN network, double x) {
        return network.forward(new float[] {(float) x}).item();
    }

    private static List<Double> losses(String out) {
        return out.lines().filter(line -> line.startsWith("step"))
                .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).toList();
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(runs.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
