package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import drl.env.Env;
import drl.env.EnvSpec;
import drl.env.Envs;
import drl.env.Pendulum;
import drl.env.wrapper.TimeLimit;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The registry of environments.
@Tag("part2")
class EnvsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Acrobot-v1               | 500 | Discrete(3)                    | (6,)
            CartPole-v0              | 200 | Discrete(2)                    | (4,)
            CartPole-v1              | 500 | Discrete(2)                    | (4,)
            MountainCar-v0           | 200 | Discrete(3)                    | (2,)
            MountainCarContinuous-v0 | 999 | Box(-1.0, 1.0, (1,), float32)  | (2,)
            Pendulum-v0              | 200 | Box(-2.0, 2.0, (1,), float32)  | (3,)
            Pendulum-v1              | 200 | Box(-2.0, 2.0, (1,), float32)  | (3,)
            """)
    void listsWhatGymnasiumLists(String id, int maxEpisodeSteps, String actions, String observationShape) {
        assertThat(Envs.specs()).extracting(EnvSpec::id).contains(id);
        assertThat(Envs.spec(id).maxEpisodeSteps()).isEqualTo(maxEpisodeSteps);
        try (Env env = Envs.make(id)) {
            assertThat(env).isInstanceOfSatisfying(TimeLimit.class,
                    limit -> assertThat(limit.maxEpisodeSteps()).isEqualTo(maxEpisodeSteps));
            assertThat(env.actionSpace()).hasToString(actions);
            assertThat(env.observationSpace().toString()).contains(observationShape);
        }
    }

    @Test
    void makesANewEnvironmentEachTime() {
        assertThat(Envs.make("Pendulum-v1").unwrapped()).isInstanceOf(Pendulum.class)
                .isNotSameAs(Envs.make("Pendulum-v1").unwrapped());
    }

    @ParameterizedTest
    @CsvSource({"Pendulm-v1,Pendulum-v1", "cartpole-v1,CartPole-v1", "CartPole-v7,CartPole-v0",
        "MountainCarContinous-v0,MountainCarContinuous-v0"})
    void namesTheNearestToAnUnknownId(String typed, String nearest) {
        assertThatIllegalArgumentException().isThrownBy(() -> Envs.make(typed))
                .withMessageStartingWith("unknown environment \"" + typed + "\"; the nearest is " + nearest + ";")
                .withMessageContaining("known are Acrobot-v1, ").withMessageContaining(", CartPole-v0, CartPole-v1, ")
                .withMessageNotContaining("\n");
    }

    @Test
    void findsProvidersOnTheClassPath() {
        try (Env env = Envs.make("LineWorld-v0")) {
            assertThat(env.unwrapped()).isInstanceOf(LineWorld.class);
        }
    }

    @Test
    void takesANewEnvironmentByName() {
        Envs.register("Endless-v0", EnvSpec.NO_LIMIT, LineWorld::new);
        try (Env env = Envs.make("Endless-v0")) {
            assertThat(env).isInstanceOf(LineWorld.class);
        }
    }

    @Test
    void refusesANameThatIsTaken() {
        assertThatIllegalArgumentException().isThrownBy(() -> Envs.register("CartPole-v1", 10, LineWorld::new))
                .withMessageContaining("CartPole-v1 is registered already");
        assertThat(Envs.spec("CartPole-v1").maxEpisodeSteps()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up-v0", "two words-v0", "a/b-v0", "-v0"})
    void refusesANameThatCannotNameAFolder(String id) {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvSpec(id, 1, LineWorld::new))
                .withMessageContaining("\"" + id + "\" cannot name an environment");
    }

    @Test
    void refusesANegativeLimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvSpec("Line-v0", -1, LineWorld::new))
                .withMessageContaining("maxEpisodeSteps has to be at least 1, or 0 for no limit, not -1");
    }

    @Test
    void saysWhatIsMissing() {
        EnvSpec spec = new EnvSpec("Robot-v0", 5, LineWorld::new, () -> Optional.of("needs an engine; install it"));
        assertThatIllegalArgumentException().isThrownBy(spec::make)
                .withMessage("Robot-v0: needs an engine; install it");
    }
}
