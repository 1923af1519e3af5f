package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import drl.ppo.PpoChapter;
import drl.random.NumpyRandom;
import drl.run.Interruption;
import drl.run.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that are killed by SIGKILL at a random moment, from the start of the JVM to the end, and then resumed: they end
/// like one that nobody disturbed, in every byte of the models and in all records but for times.
///
/// One kill each here; `mvn verify -Dtest=KillTests -Dsurefire.failIfNoSpecifiedTests=false -Dkills=20` does twenty.
@Tag("part3")
@Tag("slow")
class KillTests {

    private static final int KILLS = Integer.getInteger("kills", 1);

    @TempDir
    Path runs;

    @ParameterizedTest
    @ValueSource(strings = {"tutorial --timesteps-per-batch 1000 --total-timesteps 12000",
        "continuous --env-id Pendulum-v1 --num-envs 2 --num-steps 256 --num-minibatches 8 --total-timesteps 8192",
        "discrete --preset cleanrl --total-timesteps 10240", "discrete --max-iterations 10",
        "discrete --max-iterations 10 --faithful"})
    void a_killed_run_ends_like_one_that_nobody_disturbed(String program) throws IOException {
        long start = System.nanoTime();
        assertThat(Interruption.runFor(600_000, runs, words(program, "whole"))).isFalse();
        double millis = (System.nanoTime() - start) / 1e6;
        NumpyRandom random = new NumpyRandom(KILLS);
        int running = 0, refused = 0, anew = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            delete(runs.resolve("killed"));
            running += Interruption.runFor((long) random.uniform(0, millis), runs, words(program, "killed")) ? 1 : 0;
            RlHarness resumed = RlHarness.run(new PpoChapter(), "part3-ppo", program.split(" ")[0], "--resume",
                    runs.resolve("killed").toString());
            if (!Files.exists(runs.resolve("killed/config.json"))) { // killed before it was a run
                assertThat(resumed.status()).isEqualTo(2);
                assertThat(resumed.err().lines()).hasSize(1);
                refused++;
                continue;
            }
            anew += resumed.out().contains("the run begins anew") ? 1 : 0;
            assertThat(resumed.status()).as(resumed.err()).isZero();
            assertThat(rows("killed")).isEqualTo(rows("whole"));
            for (String model : List.of("model.safetensors", "best-model.safetensors")) {
                assertThat(runs.resolve("killed").resolve(model))
                        .hasSameBinaryContentAs(runs.resolve("whole").resolve(model));
            }
        }
        System.err.println(program + ": " + KILLS + " kills, " + running + " while it was running, " + refused
                + " before it was a run, " + anew + " before its first checkpoint");
    }

    private String[] words(String program, String name) {
        List<String> words = new ArrayList<>(List.of("part3-ppo"));
        words.addAll(List.of(program.split(" ")));
        words.addAll(List.of("--save-freq", "3", "--eval-episodes", "2", "--runs-dir", runs.toString(), "--run-name",
                name));
        return words.toArray(String[]::new);
    }

    /// metrics.csv without what depends on the clock: the column of times, and the rows of speeds.
    private List<String> rows(String run) throws IOException {
        return Records.rows(runs.resolve(run));
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> inside = Files.walk(folder)) {
                for (Path file : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
