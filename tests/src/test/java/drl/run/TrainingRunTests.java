package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import drl.env.CartPole;
import drl.env.Envs;
import drl.env.wrapper.Wrapper;
import drl.fixture.UnsoundEnv;
import drl.nn.StateDict;
import drl.ppo.PpoChapter;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/// What stands around every training: checkpoints that may be damaged, numbers that may not be finite, the best model.
@Tag("part2")
class TrainingRunTests {

    private static final String[] SHORT = {"--total-timesteps", "3072", "--save-freq", "2", "--seed", "3",
        "--eval-episodes", "2"};

    @TempDir
    Path runs;

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 100, -1})
    void a_checkpoint_cut_short_is_left_aside_for_the_one_before_it(int length) throws IOException {
        train("whole", SHORT);
        train("cut", SHORT);
        byte[] bytes = Files.readAllBytes(newest("cut"));
        Files.write(newest("cut"), Arrays.copyOf(bytes, length < 0 ? bytes.length + length : length));
        requireSameEnd(resume("cut"), "cut");
    }

    @Test
    void a_checkpoint_with_a_flipped_bit_is_left_aside_wherever_the_bit_is() throws IOException {
        train("whole", SHORT);
        train("flipped", SHORT);
        byte[] whole = Files.readAllBytes(newest("flipped"));
        byte[] before = Files.readAllBytes(Checkpoint.previous(new RunFolder(runs.resolve("flipped"))));
        byte[] metrics = Files.readAllBytes(runs.resolve("flipped/metrics.csv"));
        for (int place : new int[] {8, 40, whole.length / 3, whole.length / 2, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[place] ^= 4;
            Files.write(newest("flipped"), flipped);
            Files.write(Checkpoint.previous(new RunFolder(runs.resolve("flipped"))), before);
            Files.write(runs.resolve("flipped/metrics.csv"), metrics);
            requireSameEnd(resume("flipped"), "flipped");
        }
    }

    @Test
    void a_checkpoint_that_vanished_is_left_aside_as_well() throws IOException {
        train("whole", SHORT);
        train("gone", SHORT);
        Files.delete(newest("gone"));
        requireSameEnd(resume("gone"), "gone");
    }

    @Test
    void two_damaged_checkpoints_are_refused_in_one_line() throws IOException {
        train("both", SHORT);
        Files.write(newest("both"), new byte[10]);
        Files.write(Checkpoint.previous(new RunFolder(runs.resolve("both"))), new byte[0]);
        RlHarness resumed = resume("both");
        assertThat(resumed.status()).isEqualTo(2);
        assertThat(resumed.err().lines()).hasSize(1);
        assertThat(resumed.err()).contains("state.safetensors cannot be used", "previous.safetensors cannot be used");
        assertThat(resumed.out()).isEmpty();
    }

    @Test
    void a_run_that_ended_before_its_first_checkpoint_begins_anew() throws IOException {
        train("whole", SHORT);
        train("early", SHORT);
        Files.delete(newest("early"));
        Files.delete(Checkpoint.previous(new RunFolder(runs.resolve("early"))));
        RlHarness resumed = resume("early");
        assertThat(resumed.out()).contains("none yet, so the run begins anew");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(rows("early")).isEqualTo(rows("whole"));
    }

    @Test
    void a_run_without_checkpoints_cannot_be_resumed() {
        train("bare", "--total-timesteps", "512", "--save-freq", "0");
        RlHarness resumed = resume("bare");
        assertThat(resumed.status()).isEqualTo(2);
        assertThat(resumed.err()).contains("bare has no checkpoint: the run was made with --save-freq 0");
    }

    @ParameterizedTest
    @CsvSource({"--gamma 0.5, --gamma, 0.99", "--lr 1, --lr, 0.00025", "--total-timesteps 9000, --total-timesteps, 512",
        "--env-id Acrobot-v1, --env-id, CartPole-v1", "--seed 7, --seed, 3", "--run-name other, --run-name, short",
        "--preset myppo, --preset, cleanrl"})
    void a_resumed_run_keeps_what_it_was_begun_with(String typed, String flag, String own) throws IOException {
        train("short", "--total-timesteps", "512", "--seed", "3");
        List<String> before = rows("short");
        RlHarness resumed = resume("short", typed.split(" "));
        assertThat(resumed.status()).isEqualTo(2);
        assertThat(resumed.err()).isEqualTo(flag + ": a resumed run keeps what it was begun with, and "
                + runs.resolve("short") + " was begun with " + own + ", not " + typed.split(" ")[1]
                + "; leave the flag out\n");
        assertThat(resumed.out()).isEmpty();
        assertThat(rows("short")).isEqualTo(before);
    }

    @Test
    void what_changes_no_result_may_be_given_anew() {
        train("short", "--total-timesteps", "512", "--seed", "3", "--gamma", "0.9");
        RlHarness resumed = resume("short", "--gamma", "0.90", "--seed", "3", "--threads", "2", "--eval-episodes", "1");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.out()).containsPattern("threads +2").containsPattern("seed +3")
                .containsPattern("preset +cleanrl").contains("over 1 episode");
    }

    @Test
    void a_complete_run_has_nothing_left_to_train() throws IOException {
        train("short", "--total-timesteps", "512", "--eval-episodes", "0");
        List<String> before = rows("short");
        RlHarness resumed = resume("short");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("The run was complete: there was nothing left to train.");
        assertThat(rows("short")).isEqualTo(before);
    }

    @Test
    void two_processes_do_not_train_one_run() {
        train("short", "--total-timesteps", "512");
        try (RunLock _ = RunLock.of(new RunFolder(runs.resolve("short")))) {
            RlHarness second = resume("short");
            assertThat(second.status()).isEqualTo(2);
            assertThat(second.err()).isEqualTo(runs.resolve("short")
                    + " is being trained by another process; wait until that has ended\n");
        }
        assertThat(resume("short").status()).isZero();
        assertThat(runs.resolve("short/.lock")).doesNotExist();
    }

    /// The files of a run are out of its hands: somebody tidies up, or the disk is full.
    @Test
    void a_folder_that_goes_ends_the_run_in_one_line() {
        Envs.register("Tidied-v0", 500, () -> new UnsoundEnv(new CartPole(), 600, step -> {
            try {
                if (Files.exists(runs.resolve("moved"))) { // for the first of the steps that come here
                    Files.move(runs.resolve("moved"), runs.resolve("elsewhere"));
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return step;
        }));
        RlHarness run = train("moved", "--env-id", "Tidied-v0", "--total-timesteps", "5120", "--save-freq", "2");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("cannot write " + runs.resolve("moved"));
    }

    @Test
    void a_run_that_never_began_leaves_no_folder() {
        Envs.register("Jammed-v0", 500, Jammed::new);
        assertThat(train("jammed", "--env-id", "Jammed-v0", "--total-timesteps", "512").status()).isEqualTo(1);
        assertThat(runs).isEmptyDirectory();
    }

    @Test
    void an_environment_that_cannot_be_saved_trains_without_checkpoints() throws IOException {
        Envs.register("Forgetful-v0", 500, Forgetful::new);
        String[] flags = {"--env-id", "Forgetful-v0", "--total-timesteps", "1024", "--save-freq", "1"};
        RlHarness run = train("forgetful", flags);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("checkpoint +none will be written: Forgetful cannot be checkpointed");
        assertThat(runs.resolve("forgetful/checkpoint")).doesNotExist();
        assertThat(runs.resolve("forgetful/model.safetensors")).exists();
        assertThat(resume("forgetful").status()).as("begins anew").isZero();
        train("other", flags);
        assertThat(rows("forgetful")).isEqualTo(rows("other"));
    }

    /// The observation breaks in iteration 6; checkpoints were written after 2 and 4.
    @Test
    void a_number_that_is_not_finite_stops_the_run_and_leaves_the_state_before_it() {
        Envs.register("Unsound-v0", 500, () -> UnsoundEnv.blind(new CartPole(), 700, 2));
        Envs.register("Sound-v0", 500, () -> UnsoundEnv.blind(new CartPole(), Integer.MAX_VALUE, 2));
        String[] flags = {"--no-anneal-lr", "--save-freq", "2", "--seed", "3"};
        RlHarness broken = train("broken", with(flags, "--env-id", "Unsound-v0", "--total-timesteps", "5120"));
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err().lines()).hasSize(1);
        assertThat(broken.err()).contains("number 2 of the observation of environment 0 is NaN at step 2800",
                "the checkpoint holds step 2560");
        train("sound", with(flags, "--env-id", "Sound-v0", "--total-timesteps", "2560"));

        StateDict before = StateDict.read(newest("broken")), sound = StateDict.read(newest("sound"));
        assertThat(Metrics.read(runs.resolve("broken/metrics.csv")).curve("losses/value_loss").x()).endsWith(2560);
        assertThat(Checkpoint.position(before).iteration()).isEqualTo(5);
        for (String name : List.of("actor.0.weight", "critic.4.bias", "next_obs")) {
            List<Integer> shape = shape(sound, name);
            assertThat(before.get(name, shape)).as(name).isEqualTo(sound.get(name, shape));
        }
        assertThat(before.getLongs("random.torch", -1)).isEqualTo(sound.getLongs("random.torch", -1));
        assertThat(before.getDoubles("best.latest", 100)).isEqualTo(sound.getDoubles("best.latest", 100));

        RlHarness again = resume("broken");
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("is NaN at step 2800");
    }

    @Test
    void without_checkpoints_a_stop_says_that_there_is_none() {
        Envs.register("Unsound-v1", 500, () -> UnsoundEnv.blind(new CartPole(), 200, 2));
        RlHarness broken = train("broken", "--env-id", "Unsound-v1", "--total-timesteps", "5120", "--save-freq", "0");
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err()).contains("with --save-freq 0 there is no checkpoint from before it");
        assertThat(runs.resolve("broken/checkpoint")).doesNotExist();
    }

    /// The second half of the run unlearns what the first had learned.
    @Test
    void the_best_model_is_the_one_whose_episodes_were_longest() throws IOException {
        train("up", "--total-timesteps", "20480", "--save-freq", "5");
        assertThat(Files.readAllBytes(runs.resolve("up/best-model.safetensors"))).isNotEmpty();
        double best = Double.parseDouble(
                StateDict.read(runs.resolve("up/best-model.safetensors")).notes().get("mean_return"));
        double[] returns = Metrics.read(runs.resolve("up/metrics.csv")).curve("charts/episodic_return").y();
        double highest = Double.NEGATIVE_INFINITY;
        double[] ends = Metrics.read(runs.resolve("up/metrics.csv")).curve("charts/episodic_return").x();
        for (int step = 2560; step <= 20480; step += 2560) {
            int count = 0;
            while (count < ends.length && ends[count] <= step) {
                count++;
            }
            highest = Math.max(highest,
                    Arrays.stream(returns, Math.max(0, count - 100), count).average().orElse(highest));
        }
        assertThat(best).isEqualTo(highest);
    }

    private void requireSameEnd(RlHarness resumed, String name) throws IOException {
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(resumed.out()).contains("state.safetensors", "going on from the one before it");
        assertThat(rows(name)).isEqualTo(rows("whole"));
        for (String model : List.of("model.safetensors", "best-model.safetensors")) {
            assertThat(runs.resolve(name).resolve(model)).hasSameBinaryContentAs(runs.resolve("whole").resolve(model));
        }
    }

    private Path newest(String run) {
        return Checkpoint.file(new RunFolder(runs.resolve(run)));
    }

    private static List<Integer> shape(StateDict state, String name) {
        return switch (name) {
            case "actor.0.weight" -> List.of(64, 4);
            case "critic.4.bias" -> List.of(1);
            default -> List.of(16);
        };
    }

    private RlHarness train(String name, String... flags) {
        return rl(with(flags, "--runs-dir", runs.toString(), "--run-name", name));
    }

    private RlHarness resume(String name, String... flags) {
        return rl(with(flags, "--resume", runs.resolve(name).toString()));
    }

    private static RlHarness rl(String... flags) {
        List<String> words = new ArrayList<>(List.of("part3-ppo", "discrete"));
        if (!List.of(flags).contains("--resume")) {
            words.addAll(List.of("--preset", "cleanrl"));
        }
        words.addAll(List.of(flags));
        return RlHarness.run(new PpoChapter(), words.toArray(String[]::new));
    }

    private static String[] with(String[] flags, String... more) {
        return Stream.concat(Arrays.stream(flags), Arrays.stream(more)).toArray(String[]::new);
    }

    /// metrics.csv without what depends on the clock: the column of times, and the rows of speeds.
    private List<String> rows(String run) throws IOException {
        return Records.rows(runs.resolve(run));
    }

    /// A CartPole that does not start.
    private static final class Jammed extends Wrapper {

        Jammed() {
            super(new CartPole());
        }

        @Override
        public float[] reset(long seed) {
            throw new IllegalStateException("jammed");
        }
    }

    /// A CartPole that cannot save itself, as an environment need not.
    private static final class Forgetful extends Wrapper {

        Forgetful() {
            super(new CartPole());
        }

        @Override
        public void save(DataOutput out) {
            throw new UnsupportedOperationException("Forgetful cannot be checkpointed");
        }
    }

}
