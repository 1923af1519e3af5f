package drl.part1.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import drl.nn.Schedule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Numbers that change over a run.
@Tag("part1")
class ScheduleTests {

    @Test
    void constant() {
        assertThat(Schedule.constant(3).at(0)).isEqualTo(3);
        assertThat(Schedule.constant(3).at(0.7)).isEqualTo(3);
    }

    @Test
    void linear() {
        Schedule schedule = Schedule.linear(1, 0.5);
        assertThat(schedule.at(0)).isEqualTo(1);
        assertThat(schedule.at(0.5)).isEqualTo(0.75);
        assertThat(schedule.at(1)).isEqualTo(0.5);
    }

    @Test
    void cosine() {
        Schedule schedule = Schedule.cosine(3, 1);
        assertThat(schedule.at(0)).isEqualTo(3);
        assertThat(schedule.at(1.0 / 3)).isCloseTo(2.5, within(1e-15));
        assertThat(schedule.at(0.5)).isCloseTo(2, within(1e-15));
        assertThat(schedule.at(1)).isEqualTo(1);
    }

    @Test
    void exponential() {
        Schedule schedule = Schedule.exponential(100, 1);
        assertThat(schedule.at(0)).isEqualTo(100);
        assertThat(schedule.at(0.5)).isCloseTo(10, within(1e-13));
        assertThat(schedule.at(1)).isCloseTo(1, within(1e-15));
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(1, 0))
                .withMessageContainingAll("positive", "1.0 and 0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> Schedule.exponential(Double.NaN, 1));
    }

    @Test
    void staysAtTheNearerEndOutsideTheRun() {
        for (Schedule schedule : new Schedule[] {Schedule.linear(2, 1), Schedule.cosine(2, 1),
            Schedule.exponential(2, 1)}) {
            assertThat(schedule.at(-0.5)).isEqualTo(2);
            assertThat(schedule.at(1.5)).isEqualTo(1);
        }
    }
}
