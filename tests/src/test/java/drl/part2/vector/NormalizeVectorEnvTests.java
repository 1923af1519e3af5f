package drl.part2.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.vector.NormalizeVectorEnv;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.env.wrapper.ClipObservation;
import drl.env.wrapper.ClipReward;
import drl.env.wrapper.NormalizeObservation;
import drl.env.wrapper.NormalizeReward;
import drl.fixture.UnsoundEnv;
import drl.random.NumpyRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("part2")
class NormalizeVectorEnvTests {

    private static final double GAMMA = 0.9;

    /// Around one environment it is the stack of single wrappers: in rewards throughout, in observations up to the
    /// first end of an episode, for the final observation counts there, and here it does not.
    @Test
    void around_one_environment_it_does_what_the_wrappers_do() {
        try (VectorEnv envs = normalised("Pendulum-v1", 1);
                VectorEnv stack = new SyncVectorEnv(1, _ -> Envs.make("Pendulum-v1"), NormalizeVectorEnvTests::stack)) {
            assertThat(envs.reset(4).obs()).isEqualTo(stack.reset(4).obs());
            NumpyRandom random = new NumpyRandom(9);
            for (int t = 1; t <= 450; t++) {
                float[] actions = VectorEnvTests.actions(envs, random);
                VectorStep a = envs.step(actions), b = stack.step(actions);
                assertThat(a.rewards()).isEqualTo(b.rewards());
                if (t < 200) {
                    assertThat(a.obs()).isEqualTo(b.obs());
                }
            }
        }
    }

    private static Env stack(Env env) {
        Env stack = new ClipObservation(new NormalizeObservation(env), -10, 10);
        return new ClipReward(new NormalizeReward(stack, GAMMA), -10, 10);
    }

    /// Statistics are saved with the model, and are all environments': one sick one must not spoil them.
    @Test
    void a_number_that_is_not_finite_passes_by_and_is_not_taken_in() {
        VectorEnv sick =
                new SyncVectorEnv(3, i -> i == 1 ? sick() : Envs.make("Pendulum-v1"),
                        env -> env);
        try (NormalizeVectorEnv envs = new NormalizeVectorEnv(sick, true, true, GAMMA)) {
            envs.reset(1);
            NumpyRandom random = new NumpyRandom(2);
            for (int t = 1; t < 5; t++) {
                envs.step(VectorEnvTests.actions(envs, random));
            }
            double[] mean = envs.obsStatistics().mean().clone(), returns = envs.returnStatistics().mean().clone();
            VectorStep step = envs.step(VectorEnvTests.actions(envs, random));
            for (int i = 0; i < 3; i++) {
                assertThat(Float.isNaN(step.obs()[3 * i + 1])).isEqualTo(i == 1);
                assertThat(Double.isInfinite(step.rewards()[i])).isEqualTo(i == 1);
            }
            assertThat(envs.obsStatistics().mean()).isEqualTo(mean);
            assertThat(envs.returnStatistics().mean()).isEqualTo(returns);
        }
    }

    /// Loses its bearings in its fifth step.
    private static Env sick() {
        return new UnsoundEnv(Envs.make("Pendulum-v1"), 5, step -> {
            step.obs()[1] = Float.NaN;
            return new Step(step.obs(), Double.NEGATIVE_INFINITY, false, false);
        });
    }

    @Test
    void statistics_are_those_of_all_environments_together() {
        int n = 6, steps = 120, obsDim = 4;
        double[] sum = new double[obsDim], squares = new double[obsDim];
        try (VectorEnv raw = VectorEnvTests.sync("CartPole-v1", n);
                NormalizeVectorEnv envs = normalised("CartPole-v1", n)) {
            NumpyRandom random = new NumpyRandom(2);
            VectorStep seen = raw.reset(1);
            envs.reset(1);
            for (int t = 0; t <= steps; t++) {
                for (int i = 0; i < n * obsDim; i++) {
                    sum[i % obsDim] += seen.obs()[i];
                    squares[i % obsDim] += (double) seen.obs()[i] * seen.obs()[i];
                }
                float[] actions = VectorEnvTests.actions(raw, random);
                if (t < steps) {
                    seen = raw.step(actions);
                    envs.step(actions);
                }
            }
            double count = n * (steps + 1.0);
            for (int i = 0; i < obsDim; i++) {
                double mean = sum[i] / count;
                assertThat(envs.obsStatistics().mean()[i]).isCloseTo(mean, within(1e-6));
                assertThat(envs.obsStatistics().variance()[i]).isCloseTo(squares[i] / count - mean * mean,
                        within(1e-6));
            }
            assertThat(envs.returnStatistics().count()).isCloseTo(n * steps + 1e-4, within(1e-9));
        }
    }

    @Test
    void final_observations_are_normalised_and_returns_stay_raw() {
        try (VectorEnv raw = VectorEnvTests.sync("CartPole-v1", 3);
                NormalizeVectorEnv envs = normalised("CartPole-v1", 3)) {
            raw.reset(1);
            envs.reset(1);
            NumpyRandom random = new NumpyRandom(2);
            int ends = 0;
            for (int t = 0; t < 200; t++) {
                float[] actions = VectorEnvTests.actions(raw, random);
                VectorStep plain = raw.step(actions), step = envs.step(actions);
                for (int i = 0; i < 3; i++) {
                    if (step.done(i)) {
                        float[] expected = new float[12];
                        NormalizeVectorEnv.normalize(envs.obsStatistics(), plain.finalObs(), 4 * i, expected);
                        assertThat(VectorEnvTests.row(step.finalObs(), i, 4))
                                .isEqualTo(VectorEnvTests.row(expected, i, 4))
                                .isNotEqualTo(VectorEnvTests.row(plain.finalObs(), i, 4));
                        assertThat(step.episodicReturns()[i]).isEqualTo(plain.episodicReturns()[i]);
                        ends++;
                    }
                }
            }
            assertThat(ends).isPositive();
        }
    }

    @Test
    void each_half_can_be_left_out() {
        try (VectorEnv raw = VectorEnvTests.sync("Pendulum-v1", 2);
                VectorEnv rewards = new NormalizeVectorEnv(VectorEnvTests.sync("Pendulum-v1", 2), false, true, GAMMA);
                VectorEnv obs = new NormalizeVectorEnv(VectorEnvTests.sync("Pendulum-v1", 2), true, false, GAMMA)) {
            raw.reset(1);
            rewards.reset(1);
            obs.reset(1);
            VectorStep plain = raw.step(new float[2]);
            assertThat(rewards.step(new float[2]).obs()).isEqualTo(plain.obs());
            assertThat(obs.step(new float[2]).rewards()).isEqualTo(plain.rewards());
            assertThat(rewards.step(new float[2]).rewards()).isNotEqualTo(raw.step(new float[2]).rewards());
        }
    }

    @Test
    void a_loaded_one_goes_on_where_the_saved_one_stood() throws IOException {
        try (VectorEnv first = normalised("CartPole-v1", 4); VectorEnv second = normalised("CartPole-v1", 4)) {
            first.reset(11);
            NumpyRandom random = new NumpyRandom(1);
            for (int t = 0; t < 70; t++) {
                first.step(VectorEnvTests.actions(first, random));
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            first.save(new DataOutputStream(bytes));
            second.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            for (int t = 0; t < 70; t++) {
                float[] actions = VectorEnvTests.actions(first, random);
                VectorStep a = first.step(actions), b = second.step(actions);
                assertThat(b.obs()).isEqualTo(a.obs());
                assertThat(b.rewards()).isEqualTo(a.rewards());
            }
        }
    }

    @Test
    void refuses_a_gamma_out_of_range() {
        assertThatThrownBy(() -> new NormalizeVectorEnv(VectorEnvTests.sync("CartPole-v1", 1), true, true, 1.5))
                .hasMessageContaining("gamma has to be in 0 … 1, not 1.5");
    }

    private static NormalizeVectorEnv normalised(String id, int n) {
        return new NormalizeVectorEnv(VectorEnvTests.sync(id, n), true, true, GAMMA);
    }
}
