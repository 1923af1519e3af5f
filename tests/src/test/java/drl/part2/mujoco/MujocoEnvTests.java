package drl.part2.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.mujoco.HalfCheetah;
import drl.env.mujoco.Hopper;
import drl.env.mujoco.MujocoEnv;
import drl.env.mujoco.MujocoException;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.random.NumpyRandom;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The robots as environments; what they compute is compared in [GoldenMujocoTests], and the contract that all
/// environments keep is checked with the others'.
@Tag("part2")
@NeedsMujoco
class MujocoEnvTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Ant-v4              | 1000 | Box(-1.0, 1.0, (8,), float32)  | 27
            HalfCheetah-v4      | 1000 | Box(-1.0, 1.0, (6,), float32)  | 17
            Hopper-v4           | 1000 | Box(-1.0, 1.0, (3,), float32)  | 11
            Humanoid-v4         | 1000 | Box(-0.4, 0.4, (17,), float32) | 376
            InvertedPendulum-v4 | 1000 | Box(-3.0, 3.0, (1,), float32)  | 4
            Pusher-v4           | 100  | Box(-2.0, 2.0, (7,), float32)  | 23
            Walker2d-v4         | 1000 | Box(-1.0, 1.0, (6,), float32)  | 17
            """)
    void hasTheSpacesOfGymnasium(String id, int maxEpisodeSteps, String actions, int obsDim) {
        assertThat(Envs.spec(id).maxEpisodeSteps()).isEqualTo(maxEpisodeSteps);
        try (Env env = Envs.make(id)) {
            assertThat(env.actionSpace()).hasToString(actions);
            assertThat(env.observationSpace().size()).isEqualTo(obsDim);
        }
    }

    @Test
    void anUnstableSimulationIsAnErrorAndTheEnvironmentGoesOn() {
        try (HalfCheetah env = new HalfCheetah(); HalfCheetah other = new HalfCheetah()) {
            env.reset(1);
            double[] state = env.state();
            state[9] = 1e11;
            env.setState(state);
            float[] action = new float[6];
            assertThatThrownBy(() -> env.step(action)).isInstanceOf(MujocoException.class)
                    .hasMessageContaining("half_cheetah.xml").hasMessageContaining("The simulation is unstable")
                    .hasMessageContaining("QVEL");
            assertThatIllegalStateException().isThrownBy(() -> env.step(action))
                    .withMessage("HalfCheetah: step outside an episode; call reset first");
            assertThat(env.reset(5)).containsExactly(other.reset(5));
            assertThat(env.step(action).obs()).containsExactly(other.step(action).obs());
        }
    }

    @Test
    void actionsBeyondTheRangeAreClippedByTheEngineAndPaidFor() {
        try (HalfCheetah env = new HalfCheetah(); HalfCheetah other = new HalfCheetah()) {
            env.reset(1);
            other.reset(1);
            float[] edge = {1, -1, 1, -1, 1, -1};
            float[] beyond = {2, -2, 2, -2, 2, -2};
            Step inside = env.step(edge);
            Step outside = other.step(beyond);
            assertThat(outside.obs()).containsExactly(inside.obs());
            assertThat(inside.reward() - outside.reward()).isBetween(1.8 - 1e-9, 1.8 + 1e-9); // 0.1 · 6 · (4 − 1)
        }
    }

    @Test
    void refusesActionsThatAreNone() {
        try (Hopper env = new Hopper()) {
            assertThatIllegalStateException().isThrownBy(() -> env.step(new float[3]));
            env.reset(1);
            assertThatIllegalArgumentException().isThrownBy(() -> env.step(new float[2]))
                    .withMessage("Hopper: action [0.0, 0.0] is not in Box(-1.0, 1.0, (3,), float32)");
            assertThatIllegalArgumentException().isThrownBy(() -> env.step(new float[] {0, Float.NaN, 0}));
            assertThatIllegalArgumentException().isThrownBy(() -> env.setState(1, 2, 3))
                    .withMessageStartingWith("Hopper: a state has 12 finite numbers, not [1.0, 2.0, 3.0]");
        }
    }

    @Test
    void aFallTerminates() {
        try (Hopper env = new Hopper()) {
            env.reset(1);
            double[] state = env.state();
            state[2] = 0.19;
            env.setState(state);
            assertThat(env.step(new float[3]).terminated()).isFalse();
            state[2] = 0.3;
            env.setState(state);
            assertThat(env.step(new float[3]).terminated()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> env.step(new float[3]));
        }
    }

    @Test
    void aClosedEnvironmentIsRefusedAndNotRead() {
        MujocoEnv env = new HalfCheetah();
        env.reset(1);
        env.close();
        env.close();
        assertThatIllegalStateException().isThrownBy(() -> env.step(new float[6]));
        assertThatIllegalStateException().isThrownBy(env::reset);
        assertThatIllegalStateException().isThrownBy(env::state);
    }

    /// One model under all of them, and none of them notices.
    @Test
    void threadsDoNotChangeTheResult() {
        try (VectorEnv one = new SyncVectorEnv(6, _ -> Envs.make("HalfCheetah-v4"), UnaryOperator.identity());
                VectorEnv three = new ThreadedVectorEnv(6, _ -> Envs.make("HalfCheetah-v4"), UnaryOperator.identity(),
                        3)) {
            NumpyRandom random = new NumpyRandom(1);
            float[] actions = new float[36];
            one.reset(1);
            three.reset(1);
            for (int t = 0; t < 200; t++) {
                for (int i = 0; i < actions.length; i++) {
                    actions[i] = (float) random.uniform(-1, 1);
                }
                assertThat(Arrays.equals(one.step(actions).obs(), three.step(actions).obs())).as("step %d", t).isTrue();
            }
        }
    }
}
