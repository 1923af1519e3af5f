package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.Rl;
import drl.cli.RlHarness;
import drl.env.CartPole;
import drl.env.Envs;
import drl.env.mujoco.MuJoCo;
import drl.env.vector.SyncVectorEnv;
import drl.fixture.BreakingEnv;
import drl.nn.StateDict;
import drl.ppo.PpoChapter;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
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

/// `./rl part3-ppo continuous` and `discrete` as their user meets them.
@Tag("part3")
class VectorPpoProgramTests {

    private static final String CONTINUOUS =
            "continuous --env-id Pendulum-v1 --num-steps 256 --num-envs 2 --num-minibatches 8";
    private static final String DISCRETE = "discrete --preset cleanrl";
    private static final String MYPPO = "discrete";

    @TempDir
    Path runs;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            continuous --env-id Pendulum-v1 --preset none | 3-64-64-1 | none    | actor_mean.4.weight
            discrete --preset cleanrl   | 4-64-64-2 | cleanrl | actor.4.weight
            discrete                    | 4-100-100-100-2 | myppo | actor.0.3.weight
            """)
    void a_run_leaves_its_folder(String words, String network, String preset, String weight) throws IOException {
        RlHarness run = train("a", words, "--total-timesteps", "4096", "--eval-episodes", "3");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains(network, preset, "iteration", "evaluation", "model.safetensors");
        assertThat(names(runs.resolve("a"))).contains("config.json", "metrics.csv", "learning-curve.png",
                "model.safetensors", "checkpoint");
        Metrics metrics = Metrics.read(runs.resolve("a/metrics.csv"));
        assertThat(metrics.names()).contains("charts/episodic_return", "charts/episodic_length", "charts/learning_rate",
                "charts/SPS", "losses/policy_loss", "losses/value_loss", "losses/entropy", "losses/old_approx_kl",
                "losses/approx_kl", "losses/clipfrac", "losses/explained_variance", "eval/episodic_return");
        assertThat(metrics.curve("eval/episodic_return").size()).isEqualTo(3);
        StateDict model = StateDict.read(runs.resolve("a/model.safetensors"));
        assertThat(model.names()).contains(weight,
                weight.startsWith("actor.0.3") ? "critic.0.1.bias" : "critic.0.bias");
        assertThat(model.has("obs_rms.mean")).isEqualTo(words.startsWith("continuous"));
    }

    /// Enough environments that two threads share them.
    @ParameterizedTest
    @ValueSource(strings = {"continuous --env-id Pendulum-v1 --num-minibatches 8", "discrete --preset cleanrl"})
    void the_seed_decides_everything_and_threads_nothing(String words) throws IOException {
        String[] flags = {"--total-timesteps", "8240", "--num-envs", "1030", "--num-steps", "4"};
        train("one", words, with(flags, "--seed", "11"));
        train("again", words, with(flags, "--seed", "11"));
        train("two", words, with(flags, "--seed", "11", "--threads", "2"));
        train("other", words, with(flags, "--seed", "12"));
        for (String same : List.of("again", "two")) {
            assertThat(rows(same)).as(same).isEqualTo(rows("one"));
            assertThat(runs.resolve(same).resolve("model.safetensors")).hasSameBinaryContentAs(
                    runs.resolve("one/model.safetensors"));
        }
        assertThat(rows("other")).isNotEqualTo(rows("one"));
    }

    /// The last checkpoint lies before the end, as after a kill; what was logged behind it is logged again.
    @ParameterizedTest
    @ValueSource(strings = {CONTINUOUS, CONTINUOUS + " --faithful", DISCRETE, MYPPO, MYPPO + " --faithful"})
    void a_resumed_run_ends_like_an_undisturbed_one(String words) throws IOException {
        String[] flags = {"--total-timesteps", "12288", "--seed", "5", "--save-freq", "3"};
        train("whole", words, flags);
        Interruption.runUntilIteration(5, runs, words(words, with(flags, "--run-name", "killed", "--runs-dir",
                runs.toString())));

        RlHarness resumed = RlHarness.run(new PpoChapter(), "part3-ppo", words.split(" ")[0], "--resume",
                runs.resolve("killed").toString());

        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("killed")).isEqualTo(rows("whole"));
        assertThat(runs.resolve("killed/model.safetensors"))
                .hasSameBinaryContentAs(runs.resolve("whole/model.safetensors"));
        assertThat(runs.resolve("killed/checkpoint/state.safetensors")).exists();
    }

    /// The model alone, with the statistics in it, plays the episodes of the evaluation again.
    @ParameterizedTest
    @ValueSource(strings = {CONTINUOUS, CONTINUOUS + " --faithful", CONTINUOUS + " --share-backbone", DISCRETE, MYPPO,
        MYPPO + " --share-backbone", MYPPO + " --faithful", MYPPO + " --faithful --share-backbone"})
    void a_saved_model_plays_as_it_was_evaluated(String words) {
        train("played", words, "--total-timesteps", "4096", "--eval-episodes", "4");
        RlHarness enjoy = RlHarness.run(Rl.installed(), "enjoy", runs.resolve("played").toString(), "--eval-episodes",
                "4", "--no-video");
        assertThat(enjoy.status()).as(enjoy.err()).isZero();
        double[] evaluated =
                Metrics.read(runs.resolve("played/metrics.csv")).curve("eval/episodic_return").y();
        List<Double> played = enjoy.out().lines().filter(line -> line.startsWith("episode"))
                .map(line -> Double.valueOf(line.replaceAll(".*return +(\\S+).*", "$1"))).toList();
        assertThat(played).isEqualTo(Arrays.stream(evaluated).mapToObj(r -> Math.round(r * 100) / 100.0).toList());
    }

    /// With the last one gone, the best one is what plays.
    @Test
    void the_best_model_plays_when_asked_for() throws IOException {
        train("both", MYPPO, "--max-iterations", "2", "--save-freq", "1");
        String run = runs.resolve("both").toString();
        Files.delete(runs.resolve("both/model.safetensors"));
        assertThat(RlHarness.run(Rl.installed(), "enjoy", run, "--no-video").err()).contains("no model.safetensors");
        RlHarness best = RlHarness.run(Rl.installed(), "enjoy", run, "--best", "--no-video");
        assertThat(best.status()).as(best.err()).isZero();
        assertThat(best.out()).contains("over 5 episodes"); // as many as the evaluation of MyPPO has
    }

    /// The network was trained on what the statistics make of observations.
    @Test
    void a_model_plays_by_the_statistics_saved_with_it() {
        train("played", CONTINUOUS, "--total-timesteps", "2048", "--eval-episodes", "2");
        String[] enjoy = {"enjoy", runs.resolve("played").toString(), "--eval-episodes", "2", "--no-video"};
        String before = RlHarness.run(Rl.installed(), enjoy).out();
        Path file = runs.resolve("played/model.safetensors");
        StateDict model = StateDict.read(file);
        assertThat(model.getDoubles("obs_rms.count", 1)[0]).isGreaterThan(2048);
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.continuous().with("--env-id", "Pendulum-v1");
        VectorPPO ppo =
                new VectorPPO(new SyncVectorEnv(1, _ -> Envs.make(hp.envId()), env -> env), hp, new TorchRandom(0),
                        new NumpyLegacyRandom(0));
        ppo.agent().load(model);
        StateDict changed = new StateDict();
        ppo.agent().save(changed);
        changed.putDoubles("obs_rms.mean", 3, -3, 3);
        changed.putDoubles("obs_rms.var", model.getDoubles("obs_rms.var", 3));
        changed.putDoubles("obs_rms.count", model.getDoubles("obs_rms.count", 1));
        changed.write(file);
        assertThat(RlHarness.run(Rl.installed(), enjoy).out()).isNotEqualTo(before);
    }

    @Test
    void the_preset_follows_the_environment() {
        for (String[] pair : new String[][] {{"continuous --env-id Pendulum-v1", "pendulum"},
            {"continuous --env-id MountainCarContinuous-v0", "mountain-car-continuous"}, {"discrete", "myppo"},
            {"discrete --env-id Acrobot-v1", "acrobot"},
            {"discrete --env-id MountainCar-v0", "mountain-car"}}) {
            RlHarness help = RlHarness.run(new PpoChapter(), words(pair[0], "--help"));
            assertThat(help.out()).contains("preset " + pair[1] + ":");
        }
    }

    /// A robot where it can be had, and else what needs nothing.
    @Test
    void without_an_environment_s_name_it_is_the_original_s() {
        boolean mujoco = MuJoCo.obstacle().isEmpty();
        RlHarness help = RlHarness.run(new PpoChapter(), words("continuous", "--help"));
        assertThat(help.out()).contains(mujoco ? "HalfCheetah-v4" : "Pendulum-v1",
                "preset " + (mujoco ? "none" : "pendulum") + ":");
    }

    @Test
    void faithful_changes_the_numbers_but_not_where_nothing_is_normalised_or_cut() throws IOException {
        train("default", CONTINUOUS, "--total-timesteps", "2048");
        train("faithful", CONTINUOUS, "--total-timesteps", "2048", "--faithful");
        assertThat(rows("faithful")).isNotEqualTo(rows("default"));
        train("short", DISCRETE, "--total-timesteps", "1024");
        train("short-faithful", DISCRETE, "--total-timesteps", "1024", "--faithful");
        assertThat(rows("short-faithful")).isEqualTo(rows("short"));
    }

    /// MyPPO's flags, and what they are in CleanRL's units.
    @Test
    void three_facts_can_be_said_in_two_units() throws IOException {
        train("my", MYPPO, "--max-iterations", "2", "--n-actors", "4", "--horizon", "64", "--epsilon", "0.15", "--c1",
                "0.7", "--c2", "0.02", "--n-epochs", "2", "--batch-size", "32", "--lr", "0.001", "--seed", "4");
        train("clean", MYPPO, "--total-timesteps", "600", "--num-envs", "4", "--num-steps", "64", "--clip-coef",
                "0.15", "--vf-coef", "1.4", "--ent-coef", "0.02", "--update-epochs", "2", "--num-minibatches", "8",
                "--learning-rate", "0.001", "--seed", "4");
        assertThat(rows("my")).isEqualTo(rows("clean"));
        assertThat(last("my", "charts/learning_rate")).isEqualTo(0.0005);
    }

    @Test
    void myppo_has_its_own_seed_and_number_of_test_episodes() {
        RlHarness run = train("plain", MYPPO, "--max-iterations", "1");
        assertThat(run.out()).containsPattern("seed +0\n").contains("over 5 episodes");
        run = train("typed", MYPPO, "--max-iterations", "1", "--seed", "3", "--n-test-episodes", "2");
        assertThat(run.out()).containsPattern("seed +3\n").contains("over 2 episodes");
        run = train("clean", DISCRETE, "--total-timesteps", "512");
        assertThat(run.out()).containsPattern("seed +1\n").contains("over 10 episodes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"total-reward", "rewards-to-go", "baseline", "q", "advantage", "td-residual", "gae"})
    void every_psi_trains(String psi) throws IOException {
        train("psi", MYPPO, "--max-iterations", "2", "--psi", psi);
        assertThat(last("psi", "losses/value_loss")).isFinite();
        train("other", MYPPO, "--max-iterations", "2", "--psi", psi.equals("gae") ? "baseline" : "gae");
        assertThat(rows("psi")).isNotEqualTo(rows("other"));
    }

    @Test
    void cleanrls_further_flags_do_what_they_say() {
        RlHarness run =
                train("tracked", DISCRETE, "--total-timesteps", "512", "--no-cuda", "--no-save-model", "--track");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("wandb sync " + runs.resolve("tracked"));
        assertThat(runs.resolve("tracked/model.safetensors")).doesNotExist();
        assertThat(runs.resolve("tracked/checkpoint")).exists();
    }

    @Test
    void a_kl_limit_stops_an_iterations_epochs() {
        train("free", DISCRETE, "--total-timesteps", "2048", "--lr", "0.01", "--update-epochs", "10");
        train("limited", DISCRETE, "--total-timesteps", "2048", "--lr", "0.01", "--update-epochs", "10",
                "--target-kl", "0.001");
        double free = last("free", "losses/approx_kl"), limited = last("limited", "losses/approx_kl");
        assertThat(limited).isLessThan(free);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            continuous --gama 0.9                   | --gama
            continuous --gamma 1.5                  | --gamma must be in [0, 1], got 1.5
            continuous --num-envs 0                 | --num-envs must be at least 1, got 0
            continuous --env-id CartPole-v1         | --env-id: CartPole-v1 has the actions Discrete(2), and this
            discrete --env-id Pendulum-v1           | and this program needs discrete ones
            discrete --env-id CartPol-v1            | "CartPol-v1"; the nearest is CartPole-v1
            discrete --preset cleanrl --num-minibatches 257          | --num-minibatches must be in [1, 256] for 512 steps
            discrete --preset cleanrl --total-timesteps 511          | --total-timesteps must be at least 512
            discrete --clip-coef 1                  | --clip-coef must be in (0, 1), got 1
            discrete --max-grad-norm 0              | --max-grad-norm must be above 0, got 0
            discrete --target-kl 0                  | --target-kl must be above 0, got 0
            discrete --preset cleanrl --num-envs 70000 --num-steps 300 | --num-steps must be at most 239 with 70000 environments, got 300
            discrete --preset pendulum              | --preset
            discrete --epsilon 1                    | --epsilon must be in (0, 1), got 1
            discrete --max-iterations 0             | --max-iterations must be in [1, 9007199254740991], got 0
            discrete --batch-size 1                 | --batch-size must be in [2, 1024], the steps of an iteration, got 1
            discrete --n-actors 4 --batch-size 600  | --batch-size must be in [2, 512], the steps of an iteration, got 600
            discrete --c1 -1                        | --c1 must be at least 0, got -1
            discrete --hidden 0                     | --hidden must be in [1, 4096], got 0
            discrete --hidden 100000                | --hidden must be in [1, 4096], got 100000
            discrete --faithful --max-iterations 99999999999 | --max-iterations must be at most 2147483647 with --faithful, got 99999999999
            discrete --faithful --total-timesteps 9223372036854775807 | --total-timesteps must be at most 2199023254528 with --faithful, got 9223372036854775807
            discrete --psi adventage                | --psi takes
            discrete --psi adventage                | the nearest is advantage
            discrete --num-envs 4 --n-actors 4      | --num-envs is given more than once
            discrete --max-iterations 3 --total-timesteps 9999 | --total-timesteps and --max-iterations say the same in two
            discrete --batch-size 64 --num-minibatches 4 | --num-minibatches and --batch-size say the same in two units
            discrete --c1 1 --vf-coef 1             | --vf-coef and --c1 say the same in two units: give one of them
            discrete --faithful --psi q             | --psi is unknown to MyPPO as its tutorial printed it: leave out this
            discrete --faithful --target-kl 0.01    | --target-kl is unknown to MyPPO
            discrete --faithful --activation tanh   | --activation is unknown to MyPPO
            discrete --activation rlu               | --activation takes identity, relu, tanh or sigmoid or none, got rlu; the nearest is relu
            discrete --preset cleanrl --faithful --psi q | --psi must be gae with --faithful, because CleanRL has
            continuous --faithful --network myppo   | --network must be cleanrl with --faithful
            discrete --no-cuda --device cuda        | --device must be auto or cpu with --no-cuda, got cuda
            """)
    void bad_input_gets_one_line_and_leaves_nothing_behind(String words, String message) throws IOException {
        Path dir = runs.resolve("none");
        RlHarness run = RlHarness.run(new PpoChapter(), words(words, "--runs-dir", dir.toString()));
        assertThat(run.err()).contains(message);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.status()).isEqualTo(2);
        assertThat(dir).doesNotExist();
    }

    /// Its evaluation has as many episodes as it was to have from the start, unless another number is typed.
    @Test
    void a_resumed_run_goes_on_with_its_own_flags() {
        train("own", DISCRETE, "--total-timesteps", "1024", "--eval-episodes", "3", "--track", "--save-freq", "1");
        String run = runs.resolve("own").toString();
        RlHarness resumed = RlHarness.run(new PpoChapter(), "part3-ppo", "discrete", "--resume", run);
        assertThat(resumed.out()).contains("over 3 episodes", "wandb sync");
        resumed = RlHarness.run(new PpoChapter(), "part3-ppo", "discrete", "--resume", run, "--eval-episodes", "2");
        assertThat(resumed.out()).contains("over 2 episodes");
    }

    @Test
    void a_run_of_the_other_program_cannot_be_resumed() {
        train("d", DISCRETE, "--total-timesteps", "512");
        RlHarness run =
                RlHarness.run(new PpoChapter(), "part3-ppo", "continuous", "--resume", runs.resolve("d").toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("that run was made by part3-ppo discrete, not by part3-ppo continuous");
    }

    @Test
    void an_environment_that_throws_ends_the_run_and_the_run_so_far_is_kept() {
        Envs.register("Fragile-v0", 500, () -> new BreakingEnv(new CartPole(), 400));
        RlHarness run = train("fragile", DISCRETE, "--env-id", "Fragile-v0", "--total-timesteps", "8192",
                "--save-freq", "1", "--seed", "7");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("environment 0, seeded with 7, failed: ", "the joint came off");
        assertThat(Metrics.read(runs.resolve("fragile/metrics.csv")).curve("losses/value_loss").x())
                .containsExactly(512, 1024, 1536);
        StateDict checkpoint = StateDict.read(runs.resolve("fragile/checkpoint/state.safetensors"));
        assertThat(checkpoint.getLongs("progress", 2)).containsExactly(1536, 3);
        assertThat(runs.resolve("fragile/model.safetensors")).exists();
    }

    @Test
    void a_run_can_be_resumed_from_its_first_moment_on() throws IOException {
        train("whole", DISCRETE, "--total-timesteps", "2048");
        Interruption.runUntilIteration(2, runs, words(DISCRETE, "--total-timesteps", "2048", "--run-name", "killed",
                "--runs-dir", runs.toString()));
        assertThat(StateDict.read(runs.resolve("killed/checkpoint/state.safetensors")).getLongs("progress", 2)[0])
                .isIn(0L, 2048L);
        RlHarness resumed = RlHarness.run(new PpoChapter(), "part3-ppo", "discrete", "--resume",
                runs.resolve("killed").toString());
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("killed")).isEqualTo(rows("whole"));
    }

    /// From about 22 before training; CleanRL's own mean is 490.
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void it_learns_cartpole(int seed) {
        train("learn", DISCRETE, "--total-timesteps", "200000", "--seed", Integer.toString(seed));
        double[] returns = Metrics.read(runs.resolve("learn/metrics.csv")).curve("eval/episodic_return").y();
        assertThat(Arrays.stream(returns).average().orElseThrow()).isGreaterThan(300);
    }

    /// From about −1200 before training. Several seeds, and a bound that none of them comes near.
    @Tag("slow")
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void it_learns_pendulum(int seed) {
        train("learn", "continuous --env-id Pendulum-v1", "--total-timesteps", "150000", "--seed",
                Integer.toString(seed));
        double[] returns = Metrics.read(runs.resolve("learn/metrics.csv")).curve("eval/episodic_return").y();
        assertThat(Arrays.stream(returns).average().orElseThrow()).isGreaterThan(-600);
    }

    private double last(String run, String name) {
        double[] values = Metrics.read(runs.resolve(run).resolve("metrics.csv")).curve(name).y();
        return values[values.length - 1];
    }

    private RlHarness train(String name, String words, String... flags) {
        return RlHarness.run(new PpoChapter(),
                words(words, with(flags, "--runs-dir", runs.toString(), "--run-name", name)));
    }

    private static String[] words(String words, String... more) {
        List<String> all = new ArrayList<>(List.of("part3-ppo"));
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
