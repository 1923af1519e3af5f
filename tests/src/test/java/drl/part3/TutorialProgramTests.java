package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import drl.env.Envs;
import drl.env.Pendulum;
import drl.env.Step;
import drl.fixture.UnsoundEnv;
import drl.nn.StateDict;
import drl.ppo.PpoChapter;
import drl.run.Interruption;
import drl.run.Metrics;
import drl.run.Records;
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

/// `./rl part3-ppo tutorial` as its user meets it.
@Tag("part3")
class TutorialProgramTests {

    @TempDir
    Path runs;

    @Test
    void a_run_leaves_its_folder() throws IOException {
        RlHarness run = train("a", "--total-timesteps", "6000");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Pendulum-v1", "3-64-64-1", "series", "iteration", "evaluation",
                "model.safetensors");
        assertThat(names(runs.resolve("a"))).map(name -> name.replaceFirst("tfevents.*", "tfevents"))
                .containsExactlyInAnyOrder("config.json", "metrics.csv", "events.out.tfevents", "learning-curve.png",
                        "model.safetensors", "best-model.safetensors", "checkpoint");
        Metrics metrics = Metrics.read(runs.resolve("a/metrics.csv"));
        assertThat(metrics.names()).contains("charts/episodic_return", "charts/episodic_length", "charts/learning_rate",
                "charts/SPS", "losses/policy_loss", "losses/value_loss", "losses/approx_kl", "eval/episodic_return");
        assertThat(StateDict.read(runs.resolve("a/model.safetensors")).names()).contains("actor.layer1.weight",
                "critic.layer3.bias");
    }

    @Test
    void batches_have_exactly_the_size_asked_for_unless_faithful() {
        train("exact", "--total-timesteps", "2048", "--save-freq", "0");
        train("faithful", "--total-timesteps", "2048", "--save-freq", "0", "--faithful");
        assertThat(Metrics.read(runs.resolve("exact/metrics.csv")).curve("losses/value_loss").x())
                .containsExactly(2048);
        assertThat(Metrics.read(runs.resolve("faithful/metrics.csv")).curve("losses/value_loss").x())
                .containsExactly(2200);
    }

    /// The batch is large enough that two threads share the products' rows.
    @ParameterizedTest
    @ValueSource(strings = {"series", "optimized"})
    void the_seed_decides_everything_and_threads_nothing(String preset) throws IOException {
        String[] flags = {"--total-timesteps", "8000", "--preset", preset, "--seed", "11"};
        train("one", flags);
        train("again", flags);
        train("two", with(flags, "--threads", "2"));
        train("three", with(flags, "--threads", "3"));
        train("other", "--total-timesteps", "8000", "--preset", preset, "--seed", "12");
        for (String same : List.of("again", "two", "three")) {
            assertThat(rows(same)).as(same).isEqualTo(rows("one"));
            assertThat(runs.resolve(same).resolve("model.safetensors")).hasSameBinaryContentAs(
                    runs.resolve("one/model.safetensors"));
        }
        assertThat(rows("other")).isNotEqualTo(rows("one"));
    }

    /// The last checkpoint lies before the end, as after a kill; what was logged behind it is logged again.
    @ParameterizedTest
    @ValueSource(strings = {"series", "optimized"})
    void a_resumed_run_ends_like_an_undisturbed_one(String preset) throws IOException {
        String[] flags = {"--total-timesteps", "16000", "--preset", preset, "--seed", "5", "--save-freq", "3"};
        train("whole", flags);
        Interruption.runUntilIteration(5, runs, with(flags, "--run-name", "killed", "--runs-dir", runs.toString()));
        assertThat(Metrics.read(runs.resolve("killed/metrics.csv")).curve("losses/value_loss").size())
                .isGreaterThanOrEqualTo(5);

        RlHarness resumed = RlHarness.run(new PpoChapter(), "part3-ppo", "--resume", runs.resolve("killed").toString());

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("killed")).isEqualTo(rows("whole"));
        assertThat(runs.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(runs.resolve("whole/model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --gama 0.9              | --gama
            --gamma 1.5             | --gamma must be in [0, 1], got 1.5
            --gamma high            | --gamma
            --clip 0                | --clip must be in (0, 1), got 0
            --num-minibatches 5000  | --num-minibatches must be in [1, 2048]
            --target-kl -1          | --target-kl must be positive or none
            --timesteps-per-batch 2000000000 | --timesteps-per-batch must be in [2, 1000000], got 2000000000
            --timesteps-per-batch 1 | --timesteps-per-batch must be in [2, 1000000], got 1
            --action-variance 1e-300 | --action-variance must be in [1e-30, 1e30], got 1e-300
            --action-variance 1e300 | --action-variance must be in [1e-30, 1e30], got 1e300
            --action-variance nan   | --action-variance
            --threads 0             | --threads
            --preset fast           | --preset
            --env-id CartPole-v1    | --env-id: CartPole-v1 has the actions Discrete(2), and this program needs continuous ones
            --env-id Pendulm-v1     | --env-id: unknown environment "Pendulm-v1"; the nearest is Pendulum-v1
            --device tpu            | --device takes auto, cpu or cuda, got tpu
            --resume nowhere        | nowhere is not the folder of a run
            """)
    void bad_input_gets_one_line_and_leaves_nothing_behind(String words, String message) throws IOException {
        Path dir = runs.resolve("none");
        RlHarness run = RlHarness.run(new PpoChapter(), with(words.split(" +"), "--runs-dir", dir.toString()));
        assertRefused(run, message);
        assertThat(dir).doesNotExist();
    }

    /// The reward breaks in iteration 4; a checkpoint was written after 2.
    @Test
    void a_number_that_is_not_finite_stops_the_run_and_leaves_the_state_before_it() throws IOException {
        Envs.register("PendulumUnsound-v0", 200, () -> new UnsoundEnv(new Pendulum(), 1700,
                step -> new Step(step.obs(), Double.NaN, false, false)));
        String[] flags = {"--timesteps-per-batch", "512", "--save-freq", "2", "--seed", "3"};
        RlHarness broken = train("broken", with(flags, "--env-id", "PendulumUnsound-v0", "--preset", "series"));
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err().lines()).hasSize(1);
        assertThat(broken.err()).contains("the reward is NaN at step 1700; the checkpoint holds step 1536");
        train("sound", with(flags, "--total-timesteps", "1536"));
        assertThat(StateDict.read(runs.resolve("broken/model.safetensors")).checksum())
                .isEqualTo(StateDict.read(runs.resolve("sound/model.safetensors")).checksum());

        RlHarness again = RlHarness.run(new PpoChapter(), "part3-ppo", "--resume", runs.resolve("broken").toString());
        assertThat(again.err()).contains("the reward is NaN at step 1700");
    }

    @Test
    void a_runs_folder_that_cannot_be_made_is_refused_before_anything_starts() throws IOException {
        Path file = Files.writeString(runs.resolve("file"), "not a folder");
        RlHarness run = RlHarness.run(new PpoChapter(), "part3-ppo", "--runs-dir", file.resolve("runs").toString());
        assertRefused(run, "--runs-dir " + file.resolve("runs"));
        assertThat(names(runs)).containsExactly("file");
    }

    /// From about −1200 before training. Several seeds, and a bound that none of them comes near.
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void it_learns(int seed) {
        train("learn", "--optimized", "--gamma", "0.9", "--lr", "0.001", "--total-timesteps", "100000", "--seed",
                Integer.toString(seed));
        double[] returns = Metrics.read(runs.resolve("learn/metrics.csv")).curve("eval/episodic_return").y();
        assertThat(Arrays.stream(returns).average().orElseThrow()).isGreaterThan(-500);
    }

    private RlHarness train(String name, String... flags) {
        return RlHarness.run(new PpoChapter(), with(flags, "--runs-dir", runs.toString(), "--run-name", name));
    }

    private static String[] with(String[] flags, String... more) {
        List<String> all = new ArrayList<>(List.of("part3-ppo"));
        for (String flag : flags) {
            if (!flag.equals("part3-ppo")) {
                all.add(flag);
            }
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void assertRefused(RlHarness run, String message) {
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
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
