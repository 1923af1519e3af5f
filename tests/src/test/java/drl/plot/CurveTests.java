package drl.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("part1")
@DisplayName("curves and bands")
class CurveTests {

    private static final Curve STEPS = new Curve(new double[] {0, 1, 2, 3, 4}, new double[] {0, 10, 20, 30, 40});

    @Test
    void aWindowOfOneChangesNothing() {
        assertThat(STEPS.smoothed(1).y()).containsExactly(STEPS.y());
    }

    @Test
    void meansAreTakenOverTheNeighboursThereAre() {
        assertThat(STEPS.smoothed(3).y()).containsExactly(5, 10, 20, 30, 35);
        assertThat(STEPS.smoothed(2).y()).containsExactly(0, 5, 15, 25, 35);
        assertThat(STEPS.smoothed(100).y()).containsOnly(20);
    }

    @Test
    void valuesThatAreNotFiniteDoNotSpread() {
        Curve curve = new Curve(new double[] {0, 1, 2}, new double[] {1, Double.NaN, 3});
        assertThat(curve.smoothed(3).y()).containsExactly(1, 2, 3);
    }

    @Test
    void heightsBetweenPointsLieOnTheStraightLine() {
        assertThat(STEPS.at(2.5)).isEqualTo(25);
        assertThat(STEPS.at(3)).isEqualTo(30);
        assertThat(STEPS.at(-1)).isEqualTo(0);
        assertThat(STEPS.at(9)).isEqualTo(40);
    }

    @Test
    void aBandIsMeanAndSpreadOverTheCommonStretch() {
        Curve other = new Curve(new double[] {1, 3}, new double[] {20, 40});
        Band band = Band.of(List.of(STEPS, other), 3);
        assertThat(band.x()).containsExactly(1, 2, 3);
        assertThat(band.mean()).containsExactly(15, 25, 35);
        assertThat(band.std()).containsExactly(5, 5, 5);
    }

    @Test
    void spreadIsThePopulations() {
        assertThat(Statistics.mean(1, 2, 3, 4)).isEqualTo(2.5);
        assertThat(Statistics.std(1, 2, 3, 4)).isCloseTo(Math.sqrt(1.25), within(1e-15));
        assertThat(Statistics.std(7)).isZero();
    }

    @Test
    void whatIsNoCurveIsRefused() {
        assertThatThrownBy(() -> new Curve(new double[0], new double[0])).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a curve has as many x as y, and at least one; got 0 and 0");
        assertThatThrownBy(() -> new Curve(new double[2], new double[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Curve(new double[] {2, 1}, new double[2])).hasMessage(
                "x must not fall, got 2.0 before 1.0");
        assertThatThrownBy(() -> new Curve(new double[] {0, Double.NaN}, new double[2]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> STEPS.smoothed(0)).hasMessage("window must be at least 1, got 0");
        Curve apart = new Curve(new double[] {7, 8}, new double[2]);
        assertThatThrownBy(() -> Band.of(List.of(STEPS, apart), 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no stretch in common");
    }
}
