package drl.part4;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.Rl;
import drl.cli.RlHarness;
import drl.ddpg.DdpgChapter;
import drl.ddpg.DdpgProgram;
import drl.env.Box;
import drl.env.Env;
import drl.nn.Safetensors;
import drl.nn.StateDict;
import drl.run.Interruption;
import drl.run.Metrics;
import drl.run.Records;
import drl.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `./rl part4-ddpg` as its user meets it.
@Tag("part4")
class DdpgProgramTests {

    private static final String SMALL = "--hidden1-size 16 --hidden2-size 12 --batch-size 16 --log-interval 100";
    /// Every part that has something to remember, and a buffer that goes round.
    private static final String CLEANRL =
            "--preset cleanrl --env-id Pendulum-v1 --learning-starts 150 --buffer-size 400 --policy-frequency 3";

    private static final String RESCALED = "--env-id MountainCarContinuous-v0 --rescale-obs";

    @TempDir
    Path runs;

    @Test
    void a_run_leaves_its_folder() throws IOException {
        RlHarness run = train("a", SMALL, "--total-timesteps", "600", "--eval-episodes", "4", "--capture-video");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Pendulum-v1", "actor 3-16-12-1, critic 3-16+1-12-1", "1000000 steps, 38 MB",
                "paper", "iteration", "evaluation", "model.safetensors");
        assertThat(names(runs.resolve("a"))).contains("config.json", "metrics.csv", "learning-curve.png",
                "model.safetensors", "checkpoint", "videos");
        assertThat(names(runs.resolve("a/videos"))).anyMatch(name -> name.startsWith("training"))
                .filteredOn(name -> name.startsWith("evaluation")).containsExactlyInAnyOrder(
                        "evaluation-episode-0.mp4", "evaluation-episode-1.mp4", "evaluation-episode-2.mp4");
        Metrics metrics = Metrics.read(runs.resolve("a/metrics.csv"));
        assertThat(metrics.names()).contains("charts/episodic_return", "charts/episodic_length", "charts/SPS",
                "losses/qf1_loss", "losses/qf1_values", "losses/actor_loss", "eval/episodic_return");
        assertThat(metrics.curve("losses/qf1_loss").x()).containsExactly(100, 200, 300, 400, 500, 600);
        assertThat(metrics.curve("charts/episodic_return").x()).containsExactly(200, 400, 600);
        assertThat(StateDict.read(runs.resolve("a/model.safetensors")).names()).containsExactlyInAnyOrder(
                "actor.fc1.weight", "actor.fc1.bias", "actor.fc2.weight", "actor.fc2.bias", "actor.fc3.weight",
                "actor.fc3.bias", "critic.fc1.weight", "critic.fc1.bias", "critic.fc2.weight", "critic.fc2.bias",
                "critic.fc3.weight", "critic.fc3.bias");
    }

    /// Networks and batches large enough that two threads share the products' rows.
    @Test
    void the_seed_decides_everything_and_threads_nothing() throws IOException {
        String[] flags = {"--total-timesteps", "260", "--log-interval", "20", "--eval-episodes", "1"};
        train("one", "--seed 11", flags);
        train("again", "--seed 11", flags);
        train("two", "--seed 11 --threads 2", flags);
        train("three", "--seed 11 --threads 3", flags);
        train("other", "--seed 12", flags);
        for (String same : List.of("again", "two", "three")) {
            assertThat(rows(same)).as(same).isEqualTo(rows("one"));
            assertThat(runs.resolve(same).resolve("model.safetensors")).hasSameBinaryContentAs(
                    runs.resolve("one/model.safetensors"));
        }
        assertThat(rows("other")).isNotEqualTo(rows("one"));
    }

    /// The last checkpoint lies before the end, as after a kill; what was logged behind it is logged again. Weights,
    /// moments, noise, streams and the replay buffer end up the same.
    @ParameterizedTest
    @ValueSource(strings = {"--sigma-min 0.05 --n-steps-annealing 2000", CLEANRL, "--faithful"})
    void a_resumed_run_ends_like_an_undisturbed_one(String words) throws IOException {
        String flags = words + " " + SMALL + " --total-timesteps 4020 --seed 5 --save-freq 3";
        train("whole", flags);
        Interruption.runUntilIteration(8, runs, words(flags, "--run-name", "killed", "--runs-dir", runs.toString()));
        assertThat(Metrics.read(runs.resolve("killed/metrics.csv")).curve("losses/qf1_loss").size())
                .isGreaterThanOrEqualTo(5);

        RlHarness resumed =
                RlHarness.run(new DdpgChapter(), "part4-ddpg", "--resume", runs.resolve("killed").toString());

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("killed")).isEqualTo(rows("whole"));
        assertThat(runs.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(runs.resolve("whole/model.safetensors"));
        assertThat(checkpoint("killed")).isEqualTo(checkpoint("whole"));
    }

    /// The model alone plays the episodes of the evaluation again.
    @ParameterizedTest
    @ValueSource(strings = {"", "--faithful", CLEANRL, RESCALED})
    void a_saved_model_plays_as_it_was_evaluated(String words) {
        train("played", words + " " + SMALL, "--total-timesteps", "500", "--eval-episodes", "3");
        RlHarness enjoy = RlHarness.run(Rl.installed(), "enjoy", runs.resolve("played").toString(), "--eval-episodes",
                "3", "--no-video");
        assertThat(enjoy.status()).as(enjoy.err()).isZero();
        double[] evaluated = Metrics.read(runs.resolve("played/metrics.csv")).curve("eval/episodic_return").y();
        List<Double> played = enjoy.out().lines().filter(line -> line.startsWith("episode"))
                .map(line -> Double.valueOf(line.replaceAll(".*return +(\\S+).*", "$1"))).toList();
        assertThat(played).isEqualTo(Arrays.stream(evaluated).mapToObj(r -> Math.round(r * 100) / 100.0).toList());

        RlHarness noisy = RlHarness.run(Rl.installed(), "enjoy", runs.resolve("played").toString(), "--eval-episodes",
                "1", "--no-video", "--stochastic");
        assertThat(noisy.status()).as(noisy.err()).isZero();
    }

    /// A network that learned from stretched observations is worth nothing on others.
    @Test
    void players_see_what_the_networks_saw() {
        train("seen", RESCALED + " " + SMALL, "--total-timesteps", "50", "--eval-episodes", "0");
        try (Env env = new DdpgProgram().environment(RunFolder.open(runs.resolve("seen")).readConfig())) {
            assertThat(env.observationSpace()).isEqualTo(Box.of(-1, 1, 2));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Pendulum-v1              | paper
            Pendulum-v0              | paper
            MountainCarContinuous-v0 | mountain-car
            """)
    void each_environment_has_its_preset(String envId, String preset) {
        RlHarness run = train("p", SMALL, "--env-id", envId, "--total-timesteps", "50", "--eval-episodes", "0",
                "--save-freq", "0");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("preset +" + preset);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --tua 0.1                     | --tua
            --gamma 1.5                   | --gamma must be in [0, 1], got 1.5
            --tau 0                       | --tau must be in (0, 1], got 0
            --buffer-size 10              | --buffer-size must be at least 64, the batch's size, got 10
            --action-layer 3              | --action-layer must be 1 or 2, got 3
            --noise pink                  | --noise takes ou or gaussian, got pink
            --sigma-min 0.5               | --sigma-min must be in [0, 0.2], got 0.5
            --sigma-min 0.05 --noise gaussian | --sigma-min is for noise ou, got gaussian
            --sigma-min 0.05 --preset cleanrl | --sigma-min is for noise ou, got gaussian
            --noise gaussian --sigma-min 0.05 --n-steps-annealing 9 | --n-steps-annealing is for --noise ou, got gaussian
            --noise gaussian --theta 0.1  | --theta is for --noise ou, got gaussian
            --preset cleanrl --noise-dt 1 | --noise-dt is for --noise ou, got gaussian
            --n-steps-annealing 500       | --n-steps-annealing is for --sigma-min
            --theta 5 --no-reset-noise    | --theta times --noise-dt must be at most 2, got 5
            --noise-dt 14                 | --theta times --noise-dt must be at most 2, got 2.1
            --critic-init-w 0             | --critic-init-w must be positive or none, got 0
            --lr-actor 2                  | --lr-actor must be in (0, 1], got 2
            --preset papers               | --preset
            --env-id CartPole-v1          | --env-id: CartPole-v1 has the actions Discrete(2), and DDPG needs continuous ones
            --env-id Pendulm-v1           | --env-id: unknown environment "Pendulm-v1"; the nearest is Pendulum-v1
            --rescale-obs --env-id Nope   | --env-id: unknown environment "Nope"
            --rescale-obs --env-id CartPole-v1 | --rescale-obs: RescaleObservation needs finite observation bounds
            --resume nowhere              | nowhere is not the folder of a run
            """)
    void bad_input_gets_one_line_and_leaves_nothing_behind(String words, String message) {
        Path dir = runs.resolve("none");
        RlHarness run = RlHarness.run(new DdpgChapter(), words(words, "--runs-dir", dir.toString()));
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
        assertThat(dir).doesNotExist();
    }

    private RlHarness train(String name, String words, String... flags) {
        return RlHarness.run(new DdpgChapter(),
                words(words, with(flags, "--runs-dir", runs.toString(), "--run-name", name)));
    }

    private static String[] words(String words, String... more) {
        List<String> all = new ArrayList<>(List.of("part4-ddpg"));
        if (!words.isBlank()) {
            all.addAll(List.of(words.strip().split(" +")));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String[] with(String[] flags, String... more) {
        return Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new);
    }

    /// Everything a run goes on from, but for the clock.
    private List<String> checkpoint(String run) {
        List<String> content = new ArrayList<>();
        Safetensors.read(runs.resolve(run).resolve("checkpoint/state.safetensors")).tensors().forEach((name, entry) -> {
            if (!name.equals("wall_time") && !name.equals("records")) {
                content.add(name + " " + Arrays.toString(entry.shape()) + " " + switch (entry) {
                    case Safetensors.Floats floats -> Arrays.hashCode(floats.values());
                    case Safetensors.Doubles doubles -> Arrays.hashCode(doubles.values());
                    case Safetensors.Longs longs -> Arrays.hashCode(longs.values());
                });
            }
        });
        assertThat(content).anyMatch(line -> line.startsWith("replay.0"));
        return content;
    }

    /// metrics.csv without what depends on the clock: the column of times, and the rows of speeds.
    private List<String> rows(String run) throws IOException {
        return Records.rows(runs.resolve(run));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
