package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("part1")
@DisplayName("./rl finds the program and tells it how it was started")
class RlTests {

    private final SampleChapter chapter = new SampleChapter();

    @Test
    void withoutArgumentsEverythingIsListedInOrder() {
        Chapter first = new LineOnly("part1-network", 1);
        Chapter last = new LineOnly("plot", 10);
        RlHarness result = RlHarness.run(List.of(last, chapter, first));
        assertThat(result.status()).isZero();
        assertThat(result.out().lines().filter(line -> line.startsWith("  ")).map(String::strip)).containsExactly(
                "part1-network                   the line of part1-network",
                "part9-sample [tutorial|replay]  a chapter of the tests",
                "plot                            the line of plot");
        assertThat(RlHarness.run(List.of(last, chapter, first), "--help")).isEqualTo(result);
    }

    @Test
    void theChapterThatIsBuiltOnFirstUseIsListedBefore() {
        List<Chapter> built = Rl.installed();
        String name = "part6-cluster";
        Chapter cluster = built.stream().filter(chapter -> chapter.name().equals(name)).findFirst().orElseThrow();
        assertThat(Rl.withNotBuilt(built)).isEqualTo(built);

        List<Chapter> listed = Rl.withNotBuilt(built.stream().filter(chapter -> chapter != cluster).toList());
        assertThat(RlHarness.run(listed).out().lines()).anyMatch(line -> line.startsWith("  " + name + " ")
                && line.endsWith("  " + cluster.summary() + " (built on first use)"));
        assertThat(listed.getLast().order()).isEqualTo(cluster.order());
        assertThat(RlHarness.run(listed, name)).isEqualTo(new RlHarness(2, "",
                "part6-cluster is not built; ./rl part6-cluster builds and starts it" + System.lineSeparator()));
    }

    @Test
    void theDefaultProgramNeedsNoName() {
        RlHarness.run(chapter, "part9-sample", "--seed", "5");
        RlHarness.run(chapter, "part9-sample", "tutorial", "--seed", "5");
        assertThat(chapter.invocations).extracting(Invocation::program).containsExactly("tutorial", "tutorial");
        assertThat(chapter.started.get(0)).isEqualTo(chapter.started.get(1));
    }

    @Test
    void theStatusIsTheProgramsOwn() {
        assertThat(RlHarness.run(chapter, "part9-sample", "replay", "a", "b", "--out", "c"))
                .isEqualTo(new RlHarness(7, "[a, b] Optional[c] 3" + System.lineSeparator(), ""));
    }

    @Test
    void thePresetIsTheOneTypedOrTheProgramsChoice() {
        RlHarness.run(chapter, "part9-sample");
        RlHarness.run(chapter, "part9-sample", "--env-id", "CartPole-v1");
        RlHarness.run(chapter, "part9-sample", "--env-id", "CartPole-v1", "--preset", "none");
        RlHarness.run(chapter, "part9-sample", "--optimized");
        RlHarness.run(chapter, "part9-sample", "--optimized", "--preset", "optimized", "--gamma", "0.5");
        assertThat(chapter.invocations).extracting(Invocation::preset)
                .containsExactly("pendulum", "cartpole", "none", "optimized", "optimized");
        assertThat(chapter.started).extracting(SampleSettings::gamma).containsExactly(0.9, 0.98, 0.99, 0.95, 0.5);
        assertThat(chapter.started).extracting(SampleSettings::envId)
                .containsExactly("Pendulum-v1", "CartPole-v1", "CartPole-v1", "Pendulum-v1", "Pendulum-v1");
    }

    @Test
    void theCommandLineIsKeptSoThatItCanBePasted() {
        RlHarness.run(chapter, "part9-sample", "tutorial", "--env-id", "it's here", "--lr=1e-3");
        assertThat(chapter.invocations.getLast().commandLine())
                .isEqualTo("./rl part9-sample tutorial --env-id 'it'\\''s here' --lr=1e-3");
    }

    @Test
    void aLibrarysRefusalCanBeTiedToItsFlag() {
        RlHarness.run(chapter, "part9-sample", "--lr", "1");
        Invocation invocation = chapter.invocations.getLast();
        assertThat(invocation.<String>checking("--learning-rate", () -> "fine")).isEqualTo("fine");
        assertThatThrownBy(() -> invocation.checking("--learning-rate", () -> {
            throw new IllegalArgumentException("too fast for this road");
        })).isInstanceOf(UsageException.class).hasMessage("--lr: too fast for this road");
    }

    @Test
    void helpShowsEveryFlagWithTheDefaultsOfThePreset() {
        RlHarness result = RlHarness.run(chapter, "part9-sample", "--optimized", "--help");
        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("./rl part9-sample tutorial [flags]")
                .contains("gathers steps, 100 % of them")
                .contains("--lr, --learning-rate X", "step size of Adam (default: 0.002)")
                .contains("--[no-]anneal-lr", "whether the step size falls to 0 (default: true)")
                .contains("--autoreset same-step|next-step").contains("(default: none)")
                .containsSubsequence("Flags of tutorial, preset optimized:", "--preset NAME", "--env-id TEXT",
                        "--clip-coef X", "Flags of every program:", "--seed N", "--[no-]quiet", "--help", "Presets:",
                        "pendulum", "Other programs of the chapter:", "replay");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
        assertThat(chapter.started).isEmpty();
    }

    @Test
    void helpOfACommandNamesItsOperands() {
        assertThat(RlHarness.run(chapter, "part9-sample", "replay", "-h").out())
                .startsWith("./rl part9-sample replay RUN... [flags]").contains("the folders of the runs")
                .contains("episodes of the evaluation at the end, 0 for none (default: 3)");
    }

    @Test
    void askingForAFlagThatDoesNotExistIsAProgrammingError() {
        Given given = new Given(Set.of("--env-id"), Map.of(), Map.of(), List.of());
        assertThatThrownBy(() -> given.on("--env"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("no flag --env; the nearest is --env-id");
    }

    private record LineOnly(String name, int order) implements Chapter {

        @Override
        public String summary() {
            return "the line of " + name;
        }

        @Override
        public List<Program<?>> programs() {
            return List.of();
        }
    }
}
