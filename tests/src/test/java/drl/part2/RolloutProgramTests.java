package drl.part2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.cli.RlHarness;
import drl.rollout.RolloutChapter;
import drl.run.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part2")
@DisplayName("./rl part2-rollout")
class RolloutProgramTests {

    private static final String CLIP = "videos/rollout-episode-0.mp4";

    @TempDir
    Path runs;

    @Test
    void printsTheShapesOfTheBatchAndFilmsTheFirstEpisode() throws IOException {
        RlHarness result = collect("a", "--timesteps-per-batch", "20", "--max-timesteps-per-episode", "8");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out().lines()).contains(
                "environment   Pendulum-v1",
                "actions       Box(-2.0, 2.0, (1,), float32)",
                "policy        untrained, MultivariateNormal(actor 3-64-64-1, variance 0.5)",
                "batchObs       (20, 3)          observations",
                "batchActs      (20, 1)          actions",
                "batchLogProbs  (20)             log probability of each action when it was drawn",
                "batchRews      (3, 4 … 8)       rewards, a row an episode",
                "batchRtgs      (20)             rewards-to-go: what each episode still brought, discounted",
                "batchLens      (3)              time steps of each episode",
                "clip        " + runs.resolve("a").resolve(CLIP));
        assertThat(frames("a")).as("the first observation and every step").isEqualTo(1 + 8);
        assertThat(names("a")).contains("config.json", "metrics.csv", "videos");
        assertThat(names("a/videos")).containsExactly("rollout-episode-0.mp4");
        assertThat(Metrics.read(runs.resolve("a/metrics.csv")).curve("charts/episodic_length").y())
                .as("the third episode was not played to its end").containsExactly(8, 8);
    }

    @Test
    void discreteActionsAreDrawnFromACategoricalDistribution() throws IOException {
        RlHarness result = collect("a", "--env-id", "CartPole-v1", "--timesteps-per-batch", "60", "--whole-episodes");
        assertThat(result.status()).as(result.err()).isZero();
        double[] lengths = Metrics.read(runs.resolve("a/metrics.csv")).curve("charts/episodic_length").y();
        int all = (int) Arrays.stream(lengths).sum();
        assertThat(all).isGreaterThanOrEqualTo(60);
        assertThat(all - (int) lengths[lengths.length - 1]).isLessThan(60);
        assertThat(result.out()).contains("untrained, Categorical(actor 4-64-64-2)", "batchObs       (" + all + ", 4)",
                "batchActs      (" + all + ", 1)", "batchLens      (" + lengths.length + ")");
        assertThat(frames("a")).isEqualTo(1 + (int) lengths[0]);
        assertThat(rows(result)).allSatisfy(row -> {
            assertThat(row.act).isIn("0", "1");
            assertThat(row.logProb).isBetween(-2.0, 0.0);
            assertThat(row.rew).isEqualTo(1);
        });
    }

    @Test
    void rewardsToGoAreDiscountedSums() {
        RlHarness result = collect("a", "--timesteps-per-batch", "6", "--max-timesteps-per-episode", "4", "--gamma",
                "0.5");
        List<Row> rows = rows(result);
        assertThat(rows).hasSize(6);
        for (int t = 0; t < 6; t++) {
            boolean last = t == 3 || t == 5;
            double expected = rows.get(t).rew + (last ? 0 : 0.5 * rows.get(t + 1).rtg);
            assertThat(rows.get(t).rtg).as("step %d", t).isCloseTo(expected, within(2e-4));
        }
    }

    @Test
    void theSeedDecidesTheBatch() {
        String[] flags = {"--env-id", "MountainCar-v0", "--timesteps-per-batch", "5", "--seed"};
        List<Row> first = rows(collect("a", with(flags, "7")));
        assertThat(rows(collect("b", with(flags, "7")))).isEqualTo(first);
        assertThat(rows(collect("c", with(flags, "8")))).isNotEqualTo(first);
    }

    @Test
    void quietPrintsNothing() throws IOException {
        assertThat(collect("a", "--timesteps-per-batch", "2", "--quiet")).isEqualTo(new RlHarness(0, "", ""));
        assertThat(frames("a")).isEqualTo(3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --gamma 1.5                    | --gamma must be in [0, 1], got 1.5
            --timesteps-per-batch 0        | --timesteps-per-batch must be in [1, 1000000], got 0
            --max-timesteps-per-episode -1 | --max-timesteps-per-episode must be in [1, 1000000], got -1
            --resume runs/a                | --resume: one batch takes seconds and cannot be resumed; leave the flag out
            """)
    void whatCannotBeDoneIsRefusedBeforeAnythingIsMade(String flags, String line) {
        Path absent = runs.resolve("absent");
        assertThat(RlHarness.run(new RolloutChapter(),
                ("part2-rollout " + flags + " --runs-dir " + absent).split(" ")))
                .isEqualTo(new RlHarness(2, "", line + System.lineSeparator()));
        assertThat(absent).doesNotExist();
    }

    @Test
    void anUnknownEnvironmentIsRefusedWithTheNearest() {
        Path absent = runs.resolve("absent");
        RlHarness result = RlHarness.run(new RolloutChapter(), "part2-rollout", "--env-id", "Pendulum-v7",
                "--runs-dir", absent.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("--env-id: unknown environment \"Pendulum-v7\"; the nearest is Pendulum-v0")
                .hasLineCount(1);
        assertThat(absent).doesNotExist();
    }

    private RlHarness collect(String name, String... flags) {
        List<String> args = Stream.concat(
                Stream.of("part2-rollout", "--runs-dir", runs.toString(), "--run-name", name), Stream.of(flags))
                .toList();
        return RlHarness.run(new RolloutChapter(), args.toArray(String[]::new));
    }

    private static String[] with(String[] flags, String last) {
        return Stream.concat(Stream.of(flags), Stream.of(last)).toArray(String[]::new);
    }

    /// A printed time step.
    private record Row(String obs, String act, double logProb, double rew, double rtg) {
    }

    private static List<Row> rows(RlHarness result) {
        return result.out().lines().filter(line -> line.matches(" +\\d+  \\[.*")).map(line -> {
            String[] columns = line.strip().split(" {2,}(?=[\\[\\d-]|$)|(?<=\\]) +");
            int n = columns.length;
            return new Row(columns[1], columns[n - 4], Double.parseDouble(columns[n - 3]),
                    Double.parseDouble(columns[n - 2]), Double.parseDouble(columns[n - 1]));
        }).toList();
    }

    private int frames(String run) throws IOException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(runs.resolve(run).resolve(CLIP).toFile())) {
            return MP4Demuxer.createMP4Demuxer(channel).getVideoTrack().getMeta().getTotalFrames();
        }
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(runs.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
