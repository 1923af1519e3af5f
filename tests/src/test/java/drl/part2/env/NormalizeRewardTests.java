package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import drl.env.wrapper.NormalizeReward;
import drl.env.wrapper.NormalizeReward.ReturnConvention;
import drl.env.wrapper.RunningMeanStd;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The running sum of each convention by hand: rewards 1, 2, 3, … with γ = 0.5, an end after the second.
@Tag("part2")
class NormalizeRewardTests {

    @Test
    void baselinesCountsTheLastRewardAndStartsAnew() {
        double[] sums = {1, 0.5 * 1 + 2, 3, 0.5 * 3 + 4};
        assertSums(ReturnConvention.BASELINES, true, sums);
        assertSums(ReturnConvention.BASELINES, false, sums);
    }

    @Test
    void gymnasiumForgetsThePastInATerminalStep() {
        assertSums(ReturnConvention.GYMNASIUM, true, 1, 2, 0.5 * 2 + 3, 0.5 * 4 + 4);
    }

    @Test
    void gymnasiumRunsOnOverATruncation() {
        assertSums(ReturnConvention.GYMNASIUM, false, 1, 2.5, 0.5 * 2.5 + 3, 0.5 * 4.25 + 4);
    }

    /// Each sum is found from the statistics, which have seen one number more after every step.
    private static void assertSums(ReturnConvention convention, boolean terminates, double... sums) {
        RunningMeanStd statistics = new RunningMeanStd(1);
        Env env = new NormalizeReward(new Counter(terminates), 0.5, convention, statistics);
        RunningMeanStd expected = new RunningMeanStd(1);
        env.reset();
        for (int i = 0; i < sums.length; i++) {
            Step step = env.step(new float[1]);
            expected.update(sums[i]);
            assertThat(statistics.mean()[0]).isCloseTo(expected.mean()[0], within(1e-12));
            assertThat(statistics.variance()[0]).isCloseTo(expected.variance()[0], within(1e-12));
            double deviation = Math.sqrt(expected.variance()[0] + 1e-8);
            assertThat(step.reward()).isCloseTo((i + 1) / deviation, within(1e-12));
            if (step.done()) {
                env.reset();
            }
        }
    }

    @Test
    void theDefaultIsTheCorrectConvention() {
        RunningMeanStd statistics = new RunningMeanStd(1);
        Env given = new NormalizeReward(new Counter(true), 0.5, ReturnConvention.BASELINES, statistics);
        NormalizeReward plain = new NormalizeReward(new Counter(true), 0.5);
        for (Env env : List.of(given, plain)) {
            env.reset();
            env.step(new float[1]);
            env.step(new float[1]);
        }
        assertThat(plain.statistics().mean()).isEqualTo(statistics.mean());
    }

    @Test
    void frozenStatisticsStillScale() {
        RunningMeanStd statistics = new RunningMeanStd(1);
        statistics.restore(new double[] {5}, new double[] {4}, 100);
        statistics.freeze(true);
        Env env = new NormalizeReward(new Counter(true), 0.5, ReturnConvention.BASELINES, statistics);
        env.reset();
        assertThat(env.step(new float[1]).reward()).isCloseTo(0.5, within(1e-8));
        assertThat(statistics.mean()).containsExactly(5);
    }

    @Test
    void refusesWhatIsNoDiscountFactor() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalizeReward(new Counter(true), 1.5))
                .withMessage("NormalizeReward: gamma has to be in 0 … 1, not 1.5");
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalizeReward(new Counter(true), Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalizeReward(new Counter(true), 0.9,
                ReturnConvention.BASELINES, new RunningMeanStd(2)));
    }

    /// Pays 1, 2, 3, …; its first episode ends after two steps.
    private record Counter(boolean terminates, int[] steps) implements Env {
        Counter(boolean terminates) {
            this(terminates, new int[1]);
        }

        @Override
        public Space observationSpace() {
            return Box.unbounded(1);
        }

        @Override
        public Space actionSpace() {
            return Box.unbounded(1);
        }

        @Override
        public float[] reset() {
            return new float[1];
        }

        @Override
        public float[] reset(long seed) {
            return reset();
        }

        @Override
        public Step step(float[] action) {
            boolean over = ++steps[0] == 2;
            return new Step(new float[1], steps[0], over && terminates, over && !terminates);
        }
    }
}
