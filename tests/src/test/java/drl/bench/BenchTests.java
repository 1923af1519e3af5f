package drl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import drl.run.IdleTraining;
import drl.run.Recorder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `./rl bench` counts and prints, and what it refuses.
@Tag("bench")
class BenchTests {

    @Test
    void anUnknownNameIsRefusedInOneLineThatListsTheKnownOnes() {
        RlHarness run = RlHarness.run(new BenchChapter(), "bench", "chess");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines()).singleElement().asString().contains("chess", "products", "pendulum-ppo-4x1024");
    }

    @Test
    void roundsStartAtOne() {
        RlHarness run = RlHarness.run(new BenchChapter(), "bench", "products", "--rounds", "0");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).startsWith("--rounds must be at least 1");
    }

    @Test
    void aFigureIsARowWithMedianLeastAndMost() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Figures figures = new Figures(new PrintStream(bytes, true, StandardCharsets.UTF_8), 2);
        figures.add("products", "4x64", "GFLOP/s", 30.5, 10, 20, 40);
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "benchmark,threads,figure,unit,median,least,most,samples",
                "products,2,4x64,GFLOP/s,25.25,10.00,40.00,4");
    }

    /// Counted by hand: 2·(3·2 + 2·1) and 2·(3·4 + 4·1) forward, of which 2·3·2 + 2·3·4 read the observations.
    @Test
    void arithmeticIsCountedFromTheLayers() {
        Work work = Work.actorCritic(new int[] {3, 2, 1}, new int[] {3, 4, 1}, 10, 5);
        assertThat(work.flops()).isEqualTo(48 + 10 * (3 * 48 - 36));
        assertThat(work.updates()).isEqualTo(2);
    }

    /// Counted by hand: 2·(3·2 + 2·1) = 16 for the actor's pass and 2·(3·4 + 4·1) = 32 for the critic's, of which 12 and 24
    /// read the observations. The targets take a pass of both, the critic's update three of its own less those 24, the
    /// actor's three of its own less 12 and two of the critic's less 24.
    @Test
    void arithmeticOfDdpgIsCountedFromTheLayers() {
        Work work = Work.ddpg(new int[] {3, 2, 1}, new int[] {3, 4, 1}, 5);
        assertThat(work.flops()).isEqualTo(16 + 5 * (16 + 32 + (3 * 32 - 24) + (3 * 16 - 12) + (2 * 32 - 24)));
        assertThat(work.updates()).isEqualTo(1);
    }

    @Test
    void picturesNeedAFolder(@TempDir Path temp) {
        Path missing = temp.resolve("missing");
        RlHarness run = RlHarness.run(new BenchChapter(), "bench", "scaling", "--pictures", missing.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err().lines()).singleElement().asString().contains("--pictures", missing.toString());
    }

    @Test
    void whoWatchesTheLoopIsNotCounted() {
        byte[][] kept = new byte[1][];
        boolean[] watched = new boolean[1];
        Meter meter = new Meter(0, 1, 1, () -> {
            watched[0] = true;
            kept[0] = new byte[1 << 24];
        });
        meter.measure(new Counting(() -> kept[0] = watched[0] ? new byte[1 << 20] : null));
        assertThat(watched).containsExactly(true);
        assertThat(meter.stepsPerSecond()[0]).isPositive();
        assertThat(meter.bytesPerStep()[0]).isLessThan(1 << 16);
    }

    /// Counts steps, and does the same thing in each.
    private static final class Counting extends IdleTraining {

        private final Runnable step;

        Counting(Runnable step) {
            this.step = step;
        }

        @Override
        public void learn(Recorder recorder) {
            for (long globalStep = 1;; globalStep++) {
                step.run();
                recorder.iteration(globalStep);
            }
        }
    }
}
