package drl.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/// What `./rl check` says of a test that fails.
@Tag("text")
class StepRunnerTests {

    private static final String STEP = "ALG STEP 4, rewards-to-go";

    private static Throwable failure(Runnable test) {
        try {
            test.run();
            return new AssertionError("nothing was thrown");
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    @Test
    void a_known_mistake_is_named() {
        Expect expect = Expect.of("batchRtgs", 1.75, 1.5, 1).mistake("did you iterate forwards?", 1, 1.5, 1.75);
        expect.check(1.75, 1.5, 1);
        Outcome outcome = Outcome.of(STEP, "a test", "", failure(() -> expect.check(1, 1.5, 1.75)));
        assertThat(outcome.state()).isEqualTo(Outcome.State.FAILED);
        assertThat(outcome.details()).containsExactly("test      a test", "expected  batchRtgs: 1.75, 1.5, 1.0",
                "came      1.0, 1.5, 1.75", "likely    did you iterate forwards?");
    }

    @Test
    void an_unknown_mistake_is_shown() {
        Outcome outcome = Outcome.of(STEP, "a test", "", failure(() -> Expect.of("R", 1).check(Double.NaN)));
        assertThat(outcome.details()).containsExactly("test      a test", "expected  R: 1.0", "came      NaN");
        assertThatThrownBy(() -> Expect.of("R", 1).within(0.1).check(1.2)).isInstanceOf(Expect.WrongResult.class);
        assertThatThrownBy(() -> Expect.of("R", 1).check(1, 1)).isInstanceOf(Expect.WrongResult.class);
        Expect.of("R", 1).within(0.1).check(1.05);
    }

    @Test
    void a_missing_step_is_told_from_a_wrong_one() {
        Throwable own = new UnsupportedOperationException(STEP + ": R(t) = r(t) + γ·R(t+1)");
        assertThat(Outcome.of(STEP, "t", "", own).state()).isEqualTo(Outcome.State.TO_DO);
        assertThat(Outcome.of(STEP, "t", "", own).note()).isEqualTo(
                "R(t) = r(t) + γ·R(t+1)  (StepRunnerTests.a_missing_step_is_told_from_a_wrong_one)");
        Outcome waits = Outcome.of("ALG STEP 5, advantages", "t", "", new IllegalStateException(own));
        assertThat(waits.state()).isEqualTo(Outcome.State.WAITS);
        assertThat(waits.note()).isEqualTo(STEP);
        Throwable quoted = new AssertionError("expected IllegalArgumentException but was " + own);
        assertThat(Outcome.of(STEP, "t", "", quoted).state()).isEqualTo(Outcome.State.TO_DO);
        assertThat(Outcome.of(STEP, "t", "", new UnsupportedOperationException("not here")).state())
                .isEqualTo(Outcome.State.FAILED);
    }

    @Test
    void the_worst_test_of_a_step_counts() {
        Outcome ok = Outcome.ok(STEP), wrong = Outcome.of(STEP, "t", "", new AssertionError("no"));
        Outcome missing = Outcome.of(STEP, "t", "", new UnsupportedOperationException(STEP + ": write it"));
        assertThat(ok.and(missing).and(wrong)).isEqualTo(wrong);
        assertThat(wrong.and(ok)).isEqualTo(wrong);
        assertThat(ok.and(missing).state()).isEqualTo(Outcome.State.TO_DO);
        Outcome explained = Outcome.of(STEP, "u", "this is why", new AssertionError("no"));
        assertThat(wrong.and(explained)).isEqualTo(explained);
        assertThat(explained.and(wrong)).isEqualTo(explained);
    }

    @Test
    void a_line_is_printed_for_each_step() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Outcome wrong = Outcome.of(STEP, "a test", "from the end", new AssertionFailedError("no", 1, 2));
        assertThat(StepRunner.print("part2-rollout", List.of(Outcome.ok("Step 2, Pendulum"), wrong), out)).isFalse();
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "Step 2, Pendulum           ok", "ALG STEP 4, rewards-to-go  WRONG", "    test      a test",
                "    expected  1", "    came      2", "    likely    from the end", "",
                "part2-rollout: 1 of 2 steps are right");
        assertThat(StepRunner.print("part2-rollout", List.of(Outcome.ok(STEP)), out)).isTrue();
        assertThat(StepRunner.print("part2-rollout", List.of(), out)).as("nothing checked is nothing right").isFalse();
    }
}
