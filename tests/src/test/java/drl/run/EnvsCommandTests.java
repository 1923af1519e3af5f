package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.RlHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("part2")
@DisplayName("./rl envs")
class EnvsCommandTests {

    @Test
    void whatNeedsNothingButJavaIsInstalled() {
        RlHarness result = RlHarness.run(new EnvsChapter(), "envs", "--installed");
        assertThat(result.status()).isZero();
        assertThat(result.out().lines()).anyMatch(line -> line.startsWith("Pendulum-v1 "))
                .anyMatch(line -> line.startsWith("CartPole-v0 ")).noneMatch(line -> line.contains("missing"));
    }

    @Test
    void quietPrintsNothing() {
        assertThat(RlHarness.run(new EnvsChapter(), "envs", "--quiet")).isEqualTo(new RlHarness(0, "", ""));
    }

    @Test
    void helpSaysWhatItDoes() {
        RlHarness result = RlHarness.run(new EnvsChapter(), "envs", "--help");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).startsWith("./rl envs [flags]").contains("--[no-]installed");
    }

    @Test
    void otherWordsAreRefused() {
        assertThat(RlHarness.run(new EnvsChapter(), "envs", "Pendulum-v1")).isEqualTo(new RlHarness(2, "",
                "./rl envs takes no arguments beside its flags, got Pendulum-v1" + System.lineSeparator()));
    }
}
