package drl.part2.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import drl.env.Box;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.vector.EnvironmentFailure;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.env.wrapper.ClipReward;
import drl.fixture.BreakingEnv;
import drl.random.NumpyRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("part2")
class VectorEnvTests {

    /// Each environment plays what it plays alone, episode after episode, and the end of an episode is not lost.
    @ParameterizedTest
    @CsvSource({"CartPole-v1, 5, 300", "Pendulum-v1, 3, 450", "MountainCarContinuous-v0, 2, 1100"})
    void every_environment_plays_as_if_alone(String id, int n, int steps) {
        long seed = 40;
        try (VectorEnv envs = sync(id, n)) {
            int obsDim = envs.observationSpace().size(), actDim = envs.actionSpace().size(), ends = 0;
            Env[] alone = new Env[n];
            double[] returns = new double[n];
            int[] lengths = new int[n];
            VectorStep step = envs.reset(seed);
            for (int i = 0; i < n; i++) {
                alone[i] = Envs.make(id);
                assertThat(row(step.obs(), i, obsDim)).isEqualTo(alone[i].reset(seed + i));
            }
            NumpyRandom random = new NumpyRandom(7);
            for (int t = 0; t < steps; t++) {
                float[] actions = actions(envs, random);
                step = envs.step(actions);
                for (int i = 0; i < n; i++) {
                    Step expected = alone[i].step(row(actions, i, actDim));
                    returns[i] += expected.reward();
                    lengths[i]++;
                    assertThat(step.rewards()[i]).isEqualTo(expected.reward());
                    assertThat(step.terminated()[i]).isEqualTo(expected.terminated());
                    assertThat(step.truncated()[i]).isEqualTo(expected.truncated());
                    if (expected.done()) {
                        assertThat(row(step.finalObs(), i, obsDim)).isEqualTo(expected.obs());
                        assertThat(step.episodicReturns()[i]).isEqualTo(returns[i]);
                        assertThat(step.episodicLengths()[i]).isEqualTo(lengths[i]);
                        returns[i] = 0;
                        lengths[i] = 0;
                        ends++;
                        assertThat(row(step.obs(), i, obsDim)).isEqualTo(alone[i].reset());
                    } else {
                        assertThat(row(step.obs(), i, obsDim)).isEqualTo(expected.obs());
                    }
                }
            }
            assertThat(ends).isGreaterThanOrEqualTo(n);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50})
    void threads_change_nothing(int threads) {
        int n = 37;
        try (VectorEnv one = sync("CartPole-v1", n);
                VectorEnv many =
                        new ThreadedVectorEnv(n, _ -> Envs.make("CartPole-v1"), UnaryOperator.identity(), threads)) {
            assertThat(many.reset(3).obs()).isEqualTo(one.reset(3).obs());
            assertSame(one, many, 400, new NumpyRandom(5));
        }
    }

    @Test
    void a_loaded_one_goes_on_where_the_saved_one_stood() throws IOException {
        try (VectorEnv first = sync("CartPole-v1", 6); VectorEnv second = sync("CartPole-v1", 6)) {
            first.reset(11);
            NumpyRandom random = new NumpyRandom(1);
            for (int t = 0; t < 100; t++) {
                first.step(actions(first, random));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            first.save(new DataOutputStream(bytes));
            second.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            assertSame(first, second, 200, random);
        }
    }

    @Test
    void returns_are_recorded_below_the_wrappers() {
        try (VectorEnv envs =
                new SyncVectorEnv(1, _ -> Envs.make("Pendulum-v1"), env -> new ClipReward(env, -0.1f, 0.1f))) {
            envs.reset(0);
            VectorStep step = null;
            for (int t = 0; t < 200; t++) {
                step = envs.step(new float[1]);
                assertThat(step.rewards()[0]).isBetween(-0.11, 0.0);
            }
            assertThat(step.truncated()[0]).isTrue();
            assertThat(step.episodicReturns()[0]).isLessThan(-100);
            assertThat(step.episodicLengths()[0]).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void an_environment_that_throws_is_named(int threads) {
        int n = 8, broken = 5;
        try (VectorEnv envs = new ThreadedVectorEnv(n,
                i -> i >= broken ? new BreakingEnv(Envs.make("CartPole-v1"), 3) : Envs.make("CartPole-v1"),
                UnaryOperator.identity(), threads)) {
            envs.reset(100);
            float[] actions = new float[n];
            envs.step(actions);
            envs.step(actions);
            EnvironmentFailure failure = catchThrowableOfType(EnvironmentFailure.class, () -> envs.step(actions));
            assertThat(failure.index()).isEqualTo(broken);
            assertThat(failure.seed()).isEqualTo(100 + broken);
            assertThat(failure).hasMessageContaining("environment 5, seeded with 105")
                    .hasMessageContaining("the joint came off").hasCauseInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void refuses_what_makes_no_sense() {
        assertThatThrownBy(() -> sync("CartPole-v1", 0)).hasMessageContaining("numEnvs must be at least 1, got 0");
        try (VectorEnv envs = sync("Pendulum-v1", 3)) {
            envs.reset(0);
            assertThatThrownBy(() -> envs.step(new float[4]))
                    .hasMessageContaining("3 environments with 1 numbers an action need 3 numbers, got 4");
        }
    }

    private static void assertSame(VectorEnv one, VectorEnv two, int steps, NumpyRandom random) {
        for (int t = 0; t < steps; t++) {
            float[] actions = actions(one, random);
            VectorStep a = one.step(actions), b = two.step(actions);
            assertThat(b.obs()).isEqualTo(a.obs());
            assertThat(b.rewards()).isEqualTo(a.rewards());
            assertThat(b.terminated()).isEqualTo(a.terminated());
            for (int i = 0; i < one.numEnvs(); i++) {
                if (a.done(i)) {
                    int obsDim = one.observationSpace().size();
                    assertThat(row(b.finalObs(), i, obsDim)).isEqualTo(row(a.finalObs(), i, obsDim));
                    assertThat(b.episodicReturns()[i]).isEqualTo(a.episodicReturns()[i]);
                    assertThat(b.episodicLengths()[i]).isEqualTo(a.episodicLengths()[i]);
                }
            }
        }
    }

    static VectorEnv sync(String id, int n) {
        return new SyncVectorEnv(n, _ -> Envs.make(id), UnaryOperator.identity());
    }

    static float[] actions(VectorEnv envs, NumpyRandom random) {
        float[] actions = new float[envs.numEnvs() * envs.actionSpace().size()];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = envs.actionSpace() instanceof Box ? (float) random.uniform(-1, 1)
                    : random.uniform(0, 1) < 0.5 ? 0 : 1;
        }
        return actions;
    }

    static float[] row(float[] rows, int i, int cols) {
        return Arrays.copyOfRange(rows, i * cols, (i + 1) * cols);
    }
}
