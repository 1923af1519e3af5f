package drl.part6;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import drl.cluster.ClusterChapter;
import drl.nn.StateDict;
import drl.run.EnjoyChapter;
import drl.run.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./rl part6-cluster ppo` without Spark: what holds for the division into shares holds wherever they are played.
@Tag("part6")
class ClusterTests {

    private static final String[] SMALL =
            {"--env-id", "Pendulum-v1", "--master", "none", "--num-envs", "5", "--num-steps", "130",
                "--num-minibatches", "8", "--total-timesteps", "2600", "--save-freq", "2", "--eval-episodes", "2"};

    @TempDir
    Path runs;

    /// 130 steps: episodes of 200 end in the second iteration and go on over the others.
    @Test
    void how_the_environments_are_divided_leaves_no_trace() throws IOException {
        train("one");
        train("threads", "--threads", "2");
        train("three", "--num-partitions", "3");
        train("each", "--threads", "2", "--num-partitions", "100");
        for (String other : List.of("threads", "three", "each")) {
            assertSame(other, "one");
        }
        train("seed", "--seed", "2");
        assertThat(Records.rows(runs.resolve("seed"))).isNotEqualTo(Records.rows(runs.resolve("one")));
    }

    /// The settings decide what is normalised, here and in chapter 3.
    @ParameterizedTest
    @CsvSource({"--no-norm-obs,--norm-reward", "--norm-obs,--no-norm-reward", "--no-norm-obs,--no-norm-reward"})
    void statistics_are_kept_where_they_are_wanted(String obs, String reward) throws IOException {
        train("one", obs, reward);
        train("three", obs, reward, "--num-partitions", "3");
        assertSame("three", "one");
        StateDict model = StateDict.read(runs.resolve("one/model.safetensors"));
        assertThat(model.has("obs_rms.mean")).isEqualTo(obs.equals("--norm-obs"));
    }

    @Test
    void a_resumed_run_goes_on_with_other_shares() throws IOException {
        train("whole");
        train("part", "--num-partitions", "2");
        Path checkpoint = runs.resolve("part/checkpoint");
        java.nio.file.Files.move(checkpoint.resolve("previous.safetensors"), checkpoint.resolve("state.safetensors"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        RlHarness resumed = run("--resume", runs.resolve("part").toString(), "--master", "none", "--threads", "2");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertSame("part", "whole");
    }

    @Test
    void a_run_can_be_played() {
        train("one");
        RlHarness played = RlHarness.run(List.of(new ClusterChapter(), new EnjoyChapter()), "enjoy",
                runs.resolve("one").toString(), "--eval-episodes", "1");
        assertThat(played.status()).as(played.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --master sparc://host:1       | --master must be none, local[N] with N from 1 to 9999, local[*], spark://HOST
            --master local[0]             | --master must be none, local[N] with N from 1 to 9999, local[*], spark://HOST
            --master local[10000]         | --master must be none, local[N] with N from 1 to 9999, local[*], spark://HOST
            --num-partitions 0            | --num-partitions must be at least 1, got 0
            --master none --faithful      | --faithful is for one machine, ./rl part3-ppo continuous
            --master none --capture-video | --capture-video is not for environments on a cluster
            --master none --env-id CartPole-v1 | CartPole-v1 has the actions Discrete(2)
            --master local[2]             | Spark's libraries are not on the class path of this process
            --master none --gamma 2       | --gamma must be in [0, 1], got 2
            """)
    void what_cannot_be_is_refused_in_a_line(String flags, String refusal) {
        List<String> words = new ArrayList<>(List.of("--runs-dir", runs.toString()));
        words.addAll(List.of(flags.split(" ")));
        RlHarness refused = run(words.toArray(String[]::new));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).contains(refusal);
        assertThat(runs).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            --env-id CartPole-v1          | --env-id: CartPole-v1 has the actions Discrete(2)
            --env-id Nope-v1              | --env-id: unknown environment "Nope-v1"
            --barrier                     | --barrier is for runs
            --master local[2]             | Spark's libraries are not on the class path of this process
            """)
    void what_cannot_be_measured_is_refused_in_a_line(String flags, String refusal) {
        List<String> words = new ArrayList<>(List.of("part6-cluster", "cost"));
        if (!flags.startsWith("--master")) {
            words.addAll(List.of("--master", "none"));
        }
        if (!flags.startsWith("--env-id")) {
            words.addAll(List.of("--env-id", "Pendulum-v1"));
        }
        words.addAll(List.of(flags.split(" ")));
        RlHarness refused = RlHarness.run(new ClusterChapter(), words.toArray(String[]::new));
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(1);
        assertThat(refused.err()).startsWith(refusal);
        assertThat(refused.out()).isEmpty();
    }

    /// The command that measures goes through the same code as a run.
    @Test
    void costs_are_measured() {
        RlHarness cost = RlHarness.run(new ClusterChapter(), "part6-cluster", "cost", "--master", "none", "--env-id",
                "Pendulum-v1", "--num-envs", "4", "--num-steps", "16", "--num-minibatches", "4", "--rounds", "1");
        assertThat(cost.status()).as(cost.err()).isZero();
        assertThat(cost.out()).contains("Pendulum-v1, 4 environments x 16 steps in 1 tasks", "learning", "overhead");
    }

    private void train(String name, String... more) {
        List<String> words = new ArrayList<>(List.of(SMALL));
        words.addAll(List.of("--runs-dir", runs.toString(), "--run-name", name));
        words.addAll(List.of(more));
        RlHarness run = run(words.toArray(String[]::new));
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static RlHarness run(String... words) {
        List<String> all = new ArrayList<>(List.of("part6-cluster", "ppo"));
        all.addAll(List.of(words));
        return RlHarness.run(new ClusterChapter(), all.toArray(String[]::new));
    }

    private void assertSame(String run, String other) throws IOException {
        assertThat(Records.rows(runs.resolve(run))).as(run).isEqualTo(Records.rows(runs.resolve(other)));
        assertThat(runs.resolve(run).resolve("model.safetensors"))
                .hasSameBinaryContentAs(runs.resolve(other).resolve("model.safetensors"));
    }
}
