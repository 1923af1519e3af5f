package drl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part1")
@DisplayName("the nearest name is the one somebody meant")
class NearestTests {

    @ParameterizedTest
    @CsvSource({
        "'', abc, 3", "abc, '', 3", "kitten, sitting, 3", "gamma, gamma, 0", "gama, gamma, 1", "gmama, gamma, 1",
        "gammma, gamma, 1", "gumma, gamma, 1", "ca, abc, 3"})
    void everySlipCountsOnce(String a, String b, int edits) {
        assertThat(Nearest.edits(a, b)).isEqualTo(edits);
        assertThat(Nearest.edits(b, a)).isEqualTo(edits);
    }

    @ParameterizedTest
    @CsvSource({"pendulum-v1, Pendulum-v1", "CartPol-v1, CartPole-v1", "MountainCar, MountainCar-v0",
        "Pole, CartPole-v1"})
    void findsTheEnvironment(String typed, String meant) {
        assertThat(Nearest.to(typed, List.of("CartPole-v1", "Pendulum-v1", "MountainCar-v0"))).isEqualTo(meant);
    }

    @Test
    void theFirstOfEquallyNearNamesIsTaken() {
        assertThat(Nearest.to("c", List.of("a", "b"))).isEqualTo("a");
    }

    @Test
    void nothingIsNearWhenThereIsNothing() {
        assertThatThrownBy(() -> Nearest.to("a", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
