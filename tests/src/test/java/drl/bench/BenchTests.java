package drl.bench;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

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
}
