package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;

import drl.a2c.A2cChapter;
import drl.a2c.A3cProgram;
import drl.cli.Rl;
import drl.cli.RlHarness;
import drl.env.Box;
import drl.env.CartPole;
import drl.env.Env;
import drl.env.Envs;
import drl.fixture.BreakingEnv;
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

/// `./rl part5-a2c a2c` and `a3c` as their user meets them.
@Tag("part5")
class A2cProgramTests {

    private static final String SMALL = " --hidden-size 16";
    private static final String A2C = "a2c --env-id CartPole-v0 --log-freq 25 --test-freq 50 --test-episodes 2" + SMALL;
    private static final String CONTINUOUS = "a2c --env-id Pendulum-v1 --norm-obs --optimizer rmsprop --log-freq 25 "
            + "--test-freq 50 --test-episodes 2" + SMALL;
    private static final String ONE_WORKER = "a3c --num-workers 1 --log-freq 400 --test-freq 800 --test-episodes 2"
            + SMALL;
    private static final String WORKERS = "a3c --num-workers 3 --no-shared-statistics --log-freq 400 --test-freq 800 "
            + "--test-episodes 2" + SMALL;

    private static final String RESCALED = "a3c --env-id Pendulum-v1 --rescale-obs --num-workers 2 --log-freq 400 "
            + "--test-freq 800 --test-episodes 2" + SMALL;

    @TempDir
    Path runs;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a2c --log-freq 50                 | CartPole-v0 | actor 4-256-2, critic 4-256-1     | cartpole-v0
            a2c --preset none                 | CartPole-v0 | actor 4-256-2                     | none
            a2c --env-id Pendulum-v1          | Pendulum-v1 | actor mean 3-256-1                | pendulum
            a2c --env-id Acrobot-v1           | Acrobot-v1  | actor 6-256-3                     | acrobot
            a3c                               | CartPole-v1 | workers                           | cartpole
            a3c --env-id Pendulum-v1          | Pendulum-v1 | actor mean 3-256-1                | pendulum
            """)
    void a_run_leaves_its_folder(String words, String envId, String shown, String preset) throws IOException {
        RlHarness run = train("a", words, "--total-timesteps", "16000", "--test-freq", "1000", "--eval-episodes", "3",
                "--test-episodes", "1");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains(envId, shown, preset, "iteration", "evaluation", "model.safetensors");
        assertThat(names(runs.resolve("a"))).contains("config.json", "metrics.csv", "learning-curve.png",
                "model.safetensors", "checkpoint");
        Metrics metrics = Metrics.read(runs.resolve("a/metrics.csv"));
        assertThat(metrics.names()).contains("charts/episodic_return", "charts/episodic_length", "charts/learning_rate",
                "charts/SPS", "losses/policy_loss", "losses/value_loss", "losses/entropy", "test/episodic_return",
                "eval/episodic_return");
        assertThat(metrics.curve("eval/episodic_return").size()).isEqualTo(3);
        assertThat(metrics.curve("losses/value_loss").x()[metrics.curve("losses/value_loss").size() - 1])
                .isEqualTo(16000);
        StateDict model = StateDict.read(runs.resolve("a/model.safetensors"));
        assertThat(model.names()).contains("Actor.0.weight", "Actor.2.bias", "Critic.2.weight");
        assertThat(model.has("actor_logstd")).isEqualTo(envId.startsWith("Pendulum"));
    }

    /// The tutorial's literal behaviour comes with its settings.
    @Test
    void faithful_is_the_tutorials_program() {
        RlHarness run = train("f", "a2c --faithful", "--total-timesteps", "800", "--test-freq", "0");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("preset +none");
    }

    @ParameterizedTest
    @ValueSource(strings = {A2C, CONTINUOUS, A2C + " --faithful", ONE_WORKER})
    void the_seed_decides_everything_and_threads_nothing(String words) throws IOException {
        String[] flags = {"--total-timesteps", "4000"};
        train("one", words, with(flags, "--seed", "11"));
        train("again", words, with(flags, "--seed", "11"));
        train("two", words, with(flags, "--seed", "11", "--threads", "2"));
        train("four", words, with(flags, "--seed", "11", "--threads", "4"));
        train("other", words, with(flags, "--seed", "12"));
        for (String same : List.of("again", "two", "four")) {
            assertThat(rows(same)).as(same).isEqualTo(rows("one"));
            assertThat(runs.resolve(same).resolve("model.safetensors")).hasSameBinaryContentAs(
                    runs.resolve("one/model.safetensors"));
        }
        assertThat(rows("other")).isNotEqualTo(rows("one"));
    }

    /// The last checkpoint lies before the end, as after a kill; what was logged behind it is logged again.
    @ParameterizedTest
    @ValueSource(strings = {A2C, CONTINUOUS, A2C + " --faithful", ONE_WORKER})
    void a_resumed_run_ends_like_an_undisturbed_one(String words) throws IOException {
        String[] flags = {"--total-timesteps", "40000", "--seed", "5", "--save-freq", "3"};
        train("whole", words, flags);
        RlHarness resumed = resumeKilled(words, flags);
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("killed")).isEqualTo(rows("whole"));
        assertThat(runs.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(runs.resolve("whole/model.safetensors"));
    }

    /// With several workers no run is like another, so a resumed one cannot be either; but it goes on, and ends.
    @Test
    void a_run_of_several_workers_goes_on_and_ends() {
        RlHarness resumed = resumeKilled(WORKERS, "--total-timesteps", "40000", "--save-freq", "3");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        double[] steps = Metrics.read(runs.resolve("killed/metrics.csv")).curve("losses/value_loss").x();
        assertThat(steps).isSorted().hasSize(100).endsWith(40000).doesNotHaveDuplicates();
    }

    private RlHarness resumeKilled(String words, String... flags) {
        Interruption.runUntilIteration(8, runs, words(words, with(flags, "--run-name", "killed", "--runs-dir",
                runs.toString())));
        double[] before = Metrics.read(runs.resolve("killed/metrics.csv")).curve("losses/value_loss").x();
        assertThat(before.length).isGreaterThanOrEqualTo(8);
        return RlHarness.run(new A2cChapter(), "part5-a2c", words.split(" ")[0], "--resume",
                runs.resolve("killed").toString());
    }

    /// The model alone plays the episodes of the evaluation again.
    @ParameterizedTest
    @ValueSource(strings = {A2C, CONTINUOUS, WORKERS, RESCALED})
    void a_saved_model_plays_as_it_was_evaluated(String words) {
        train("played", words, "--total-timesteps", "4000", "--eval-episodes", "4");
        RlHarness enjoy = enjoy("--no-video");
        assertThat(enjoy.status()).as(enjoy.err()).isZero();
        double[] evaluated = Metrics.read(runs.resolve("played/metrics.csv")).curve("eval/episodic_return").y();
        List<Double> played = enjoy.out().lines().filter(line -> line.startsWith("episode"))
                .map(line -> Double.valueOf(line.replaceAll(".*return +(\\S+).*", "$1"))).toList();
        assertThat(played).isEqualTo(Arrays.stream(evaluated).mapToObj(r -> Math.round(r * 100) / 100.0).toList());
        assertThat(enjoy("--no-video", "--stochastic").status()).isZero();
    }

    /// A network that learned from stretched observations is worth nothing on others.
    @Test
    void players_see_what_workers_see() {
        train("seen", RESCALED, "--total-timesteps", "800", "--eval-episodes", "0");
        try (Env env = new A3cProgram().environment(RunFolder.open(runs.resolve("seen")).readConfig())) {
            assertThat(env.observationSpace()).isEqualTo(Box.of(-1, 1, 3));
        }
    }

    private RlHarness enjoy(String... flags) {
        return RlHarness.run(Rl.installed(), with(new String[] {"enjoy", runs.resolve("played").toString(),
            "--eval-episodes", "4"}, flags));
    }

    @ParameterizedTest
    @ValueSource(strings = {A2C, WORKERS})
    void videos_and_pictures(String words) throws IOException {
        RlHarness run = train("filmed", words, "--total-timesteps", "1600", "--eval-episodes", "1", "--capture-video");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(names(runs.resolve("filmed/videos"))).anyMatch(name -> name.startsWith("training"))
                .anyMatch(name -> name.startsWith("evaluation"));
        Path png = runs.resolve("tests.png");
        RlHarness plot = RlHarness.run(Rl.installed(), "plot", runs.resolve("filmed").toString(), "--metric",
                "test/episodic_return", "--out", png.toString());
        assertThat(plot.status()).as(plot.err()).isZero();
        assertThat(png).exists();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a2c --gamma 1.5                  | --gamma must be in [0, 1], got 1.5
            a2c --num-envs 0                 | --num-envs must be at least 1, got 0
            a2c --env-id CartPol-v1          | "CartPol-v1"; the nearest is CartPole-v1
            a2c --total-timesteps 79         | --total-timesteps must be at least 80, the steps of one update
            a2c --optimizer sgd              | --optimizer
            a2c --max-grad-norm 0            | --max-grad-norm must be above 0, got 0
            a2c --hidden-size 0              | --hidden-size must be in [1, 4096], got 0
            a2c --lr 2                       | --lr must be in (0, 1], got 2
            a2c --learning-rate 0            | --learning-rate must be in (0, 1], got 0
            a2c --num-steps 2000000          | --num-steps must be at most 1048576 with 16 environments, got 2000000
            a2c --preset atari               | --preset
            a2c --num-workers 4              | --num-workers
            a3c --num-workers 0              | --num-workers must be in [1, 1024], got 0
            a3c --lr 1.5                     | --lr must be in (0, 1], got 1.5
            a3c --num-steps 20000000 --total-timesteps 1e9 | --num-steps must be in [1, 16777216], got 20000000
            a3c --reward-scale 0             | --reward-scale must be above 0, got 0
            a3c --faithful                   | --faithful
            a3c --rescale-obs                | --rescale-obs: RescaleObservation needs finite observation bounds
            a3c --rescale-obs --env-id Nope  | --env-id
            a4c                              | a3c
            """)
    void bad_input_gets_one_line_and_leaves_nothing_behind(String words, String message) {
        Path dir = runs.resolve("none");
        RlHarness run = RlHarness.run(new A2cChapter(), words(words, "--runs-dir", dir.toString()));
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
        assertThat(dir).doesNotExist();
    }

    @Test
    void a_worker_that_fails_ends_the_run_and_the_run_so_far_is_kept() {
        Envs.register("Brittle-v0", 500, () -> new BreakingEnv(new CartPole(), 1000));
        RlHarness run = train("brittle", WORKERS, "--env-id", "Brittle-v0", "--total-timesteps", "800000",
                "--save-freq", "1", "--seed", "7");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("failed: environment 0, seeded with ", "the joint came off").contains("worker ");
        assertThat(Metrics.read(runs.resolve("brittle/metrics.csv")).curve("losses/value_loss").x())
                .startsWith(400, 800);
        assertThat(runs.resolve("brittle/model.safetensors")).exists();
    }

    /// From about 20 before training. Several seeds, and a bound that none of them comes near.
    @Tag("slow")
    @ParameterizedTest
    @CsvSource({"a2c, 1", "a2c, 2", "a2c, 3", "a3c, 1", "a3c, 2"})
    void it_learns_cartpole(String program, int seed) {
        train("learn", program, "--env-id", "CartPole-v1", "--total-timesteps", "200000", "--seed",
                Integer.toString(seed));
        double[] returns = Metrics.read(runs.resolve("learn/metrics.csv")).curve("eval/episodic_return").y();
        assertThat(Arrays.stream(returns).average().orElseThrow()).isGreaterThan(200);
    }

    private RlHarness train(String name, String words, String... flags) {
        return RlHarness.run(new A2cChapter(),
                words(words, with(flags, "--runs-dir", runs.toString(), "--run-name", name)));
    }

    private static String[] words(String words, String... more) {
        List<String> all = new ArrayList<>(List.of("part5-a2c"));
        all.addAll(List.of(words.split(" +")));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String[] with(String[] flags, String... more) {
        return Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new);
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
