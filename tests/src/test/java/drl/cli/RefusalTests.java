package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("part1")
@DisplayName("bad input gets one line and status 2")
class RefusalTests {

    private final SampleChapter chapter = new SampleChapter();

    static Stream<Arguments> refusals() {
        return Stream.of(
                line("part9-sample --gama 0.9", "unknown flag --gama; the nearest is --gamma"
                        + " (./rl part9-sample tutorial --help lists them all)"),
                line("part9-sample --total=5",
                        "unknown flag --total; the nearest is --total-timesteps"
                                + " (./rl part9-sample tutorial --help lists them all)"),
                line("part9-sample tutorial --no-aneal-lr",
                        "unknown flag --no-aneal-lr; the nearest is --no-anneal-lr"
                                + " (./rl part9-sample tutorial --help lists them all)"),
                line("part9-sample -g", "unknown flag -g; the nearest is --gamma"
                        + " (./rl part9-sample tutorial --help lists them all)"),
                line("part9-sample --gamma 1.5", "--gamma must be in [0, 1], got 1.5"),
                line("part9-sample --gamma NaN", "--gamma takes a number, got NaN"),
                line("part9-sample --gamma 1f", "--gamma takes a number, got 1f"),
                line("part9-sample --gamma 0x1p-1", "--gamma takes a number, got 0x1p-1"),
                line("part9-sample --gamma .", "--gamma takes a number, got ."),
                line("part9-sample --gamma 1e999", "--gamma takes a number, got 1e999; it must fit a double"),
                line("part9-sample --learning-rate 0", "--learning-rate must be above 0, got 0"),
                line("part9-sample --lr -1e-20", "--lr must be above 0, got -1e-20"),
                line("part9-sample --lr=", "--lr takes a number, got \"\""),
                line("part9-sample --lr fast", "--lr takes a number, got fast"),
                line("part9-sample --clip-coef 1e39", "--clip-coef takes a number, got 1e39; it must fit a float"),
                line("part9-sample --num-envs 3", "--total-timesteps (1000000) must be a multiple of --num-envs (3);"
                        + " gamma is of no concern here"),
                line("part9-sample --num-envs 3e9", "--num-envs takes a whole number, got 3e9; it must fit 32 bits"),
                line("part9-sample --total-timesteps 1e30",
                        "--total-timesteps takes a whole number, got 1e30; it must fit 64 bits"),
                line("part9-sample --total-timesteps 10.5", "--total-timesteps takes a whole number, got 10.5"),
                line("part9-sample --total-timesteps _1", "--total-timesteps takes a whole number, got _1"),
                line("part9-sample --target-kl low", "--target-kl takes a number or none, got low"),
                line("part9-sample --autoreset nextstep",
                        "--autoreset takes same-step or next-step, got nextstep; the nearest is next-step"),
                line("part9-sample --anneal-lr=maybe", "--anneal-lr takes true or false, got maybe"),
                line("part9-sample --anneal-lr maybe",
                        "./rl part9-sample tutorial takes no arguments beside its flags, got maybe"),
                line("part9-sample --seed", "--seed takes a whole number, got nothing"),
                line("part9-sample --seed --gamma 1", "--seed takes a whole number, got nothing"),
                line("part9-sample --seed 1 --seed 2", "--seed is given more than once"),
                line("part9-sample --lr 1 --learning-rate 1", "--learning-rate is given more than once"),
                line("part9-sample --anneal-lr --no-anneal-lr", "--anneal-lr and --no-anneal-lr contradict each other"),
                line("part9-sample --seed -1", "--seed must be in [0, 4294967295], got -1"),
                line("part9-sample --threads 0", "--threads must be in [1, 1024], got 0"),
                line("part9-sample --save-freq -1", "--save-freq must be at least 0, got -1"),
                line("part9-sample --eval-episodes -1", "--eval-episodes must be at least 0, got -1"),
                line("part9-sample --device tpu", "--device takes auto, cpu or cuda, got tpu; the nearest is cpu"),
                line("part9-sample --run-name a/b", "--run-name must be the name of one folder, got \"a/b\""),
                line("part9-sample --run-name ..", "--run-name must be the name of one folder, got \"..\""),
                line("part9-sample --run-name " + "n".repeat(256),
                        "--run-name must have at most 255 bytes, as file systems want it, got 256"),
                line("part9-sample --runs-dir=", "--runs-dir takes a path, got \"\""),
                line("part9-sample --preset pendulun",
                        "--preset takes pendulum, cartpole, optimized or none, got pendulun;"
                                + " the nearest is pendulum"),
                line("part9-sample --preset none --optimized", "a run has one preset, got none and optimized"),
                line("part9-sample tutorail", "part9-sample takes tutorial or replay, got tutorail;"
                        + " the nearest is tutorial"),
                line("part9-sample tutorial again",
                        "./rl part9-sample tutorial takes no arguments beside its flags, got again"),
                line("part9-sampel", "unknown chapter or command part9-sampel; the nearest is part9-sample"
                        + " (./rl lists them all)"),
                line("part9-sample replay", "at least 1 RUN is needed: the folders of the runs"),
                line("part9-sample replay a b c", "at most 2 RUN is taken, got c as well"),
                line("part9-sample replay a --otu x", "unknown flag --otu; the nearest is --out"
                        + " (./rl part9-sample replay --help lists them all)"));
    }

    @ParameterizedTest(name = "./rl {0}")
    @MethodSource("refusals")
    void isRefused(String commandLine, String expected) {
        RlHarness result = RlHarness.run(chapter, commandLine.split(" "));
        assertThat(result).isEqualTo(new RlHarness(2, "", expected + System.lineSeparator()));
        assertThat(chapter.started).isEmpty();
    }

    @Test
    void whatALibraryRefusesBeforeTheStartIsTheUsersToMend() {
        chapter.failureOfPrepare = new IllegalArgumentException("unknown environment Pendlum-v1");
        assertThat(RlHarness.run(chapter, "part9-sample"))
                .isEqualTo(new RlHarness(2, "", "unknown environment Pendlum-v1" + System.lineSeparator()));
        chapter.failureOfPrepare = new IllegalArgumentException("numEnvs must fit the environment");
        assertThat(RlHarness.run(chapter, "part9-sample"))
                .isEqualTo(new RlHarness(2, "", "--num-envs must fit the environment" + System.lineSeparator()));
    }

    @Test
    void theSameExceptionWhileItRunsIsAnInternalFailure() {
        chapter.failureOfRun = new IllegalArgumentException("shapes (3) and (4) differ");
        RlHarness result = RlHarness.run(chapter, "part9-sample");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().lines())
                .startsWith("internal failure: java.lang.IllegalArgumentException: shapes (3) and (4) differ")
                .anyMatch(line -> line.contains("at ") && line.contains("RefusalTests"));
    }

    @Test
    void aUsageExceptionIsARefusalWheneverItComes() {
        chapter.failureOfRun = new UsageException("model.safetensors is cut short");
        assertThat(RlHarness.run(chapter, "part9-sample"))
                .isEqualTo(new RlHarness(2, "", "model.safetensors is cut short" + System.lineSeparator()));
    }

    @Test
    void anyOtherExceptionBeforeTheStartIsAnInternalFailure() {
        chapter.failureOfPrepare = new IllegalStateException("two optimisers");
        assertThat(RlHarness.run(chapter, "part9-sample").status()).isEqualTo(1);
    }

    private static Arguments line(String commandLine, String expected) {
        return Arguments.of(commandLine, expected);
    }
}
