package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import drl.a2c.A2C;
import drl.a2c.A2cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.ActorCriticLoss;
import drl.a2c.NStepRollout;
import drl.a2c.OptimizerKind;
import drl.a2c.PolicyLoss;
import drl.a2c.literal.OuterProductLoss;
import drl.env.Env;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.ClipAction;
import drl.fixture.DiseasedEnv;
import drl.fixture.MarkedEnv;
import drl.fixture.StillEnv;
import drl.nn.StateDict;
import drl.part1.TestBackends;
import drl.random.TorchRandom;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part5")
class A2cTests {

    private static final long SEED = 7;

    // ---- shapes -----------------------------------------------------------------------------------------------

    /// The tutorial multiplies these two shapes, and trains on what comes of it.
    @Test
    void a_row_does_not_multiply_a_column() {
        Tensor logProbs = Tensor.of(-0.7f, -0.2f, -1.1f), advantages = Tensor.of(new float[] {1, -2, 4}, 3, 1);
        assertThatThrownBy(() -> logProbs.mul(advantages)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(3)").hasMessageContaining("(3, 1)").hasMessageContaining("squeeze");
    }

    /// −mean(log π·A) credits each action with its own advantage, −mean(log π)·mean(A) all of them with the average.
    @Test
    void an_outer_product_credits_every_action_alike() {
        float[] advantages = {1, -2, 4};
        assertThat(gradient(PolicyLoss.MEAN, advantages)).containsExactly(new float[] {-1 / 3f, 2 / 3f, -4 / 3f},
                within(1e-6f));
        assertThat(gradient(new OuterProductLoss(), advantages)).containsExactly(
                new float[] {-1 / 3f, -1 / 3f, -1 / 3f}, within(1e-6f));
    }

    private static float[] gradient(PolicyLoss loss, float[] advantages) {
        Tensor logProbs = Tensor.parameter(-0.7f, -0.2f, -1.1f);
        loss.of(logProbs, Tensor.of(advantages)).backward();
        return logProbs.gradient();
    }

    /// What the advantage multiplies must not train the critic.
    @Test
    void the_actors_loss_leaves_the_critic_alone() {
        VectorEnv envs = envs("CartPole-v1", 2, UnaryOperator.identity(), 1);
        ActorCritic model = new ActorCritic(envs.observationSpace(), envs.actionSpace(), 8, new TorchRandom(1));
        Tensor obs = Tensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 4), acts = Tensor.of(0, 1);
        try (var _ = new Tape().step()) {
            ActorCriticLoss.of(model.evaluate(obs, acts), Tensor.of(3, -1), 1, PolicyLoss.MEAN, 0, 0).loss().backward();
        }
        model.parameters().forEach((name, parameter) -> {
            boolean moved = false;
            for (float g : parameter.gradient()) {
                moved |= g != 0;
            }
            assertThat(moved).as(name).isEqualTo(name.startsWith("Actor"));
        });
    }

    // ---- the whole --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"CartPole-v0, 2", "CartPole-v0, 4", "Acrobot-v1, 2", "Pendulum-v1, 4"})
    void the_number_of_threads_changes_nothing(String envId, int threads) {
        assertThat(trained(envId, threads, SEED).checksum()).isEqualTo(trained(envId, 1, SEED).checksum());
        assertThat(trained(envId, 1, SEED + 1).checksum()).isNotEqualTo(trained(envId, 1, SEED).checksum());
    }

    private static StateDict trained(String envId, int threads, long seed) {
        try (VectorEnv envs = envs(envId, 16, A2cTests::clipped, threads)) {
            A2C a2c = a2c(hp(envId, 16, 5, 8000), envs, seed);
            a2c.learn(Recorder.NONE);
            StateDict state = new StateDict();
            a2c.save(state);
            return state;
        }
    }

    /// An episode that a limit cut in step 3 of 3 is worth what the critic expects of its last observation, a constant 1;
    /// the next begins with 0. For the tutorial it is worth nothing.
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void a_time_limit_is_no_end(boolean faithful) {
        VectorEnv envs = envs("CartPole-v1", 1, MarkedEnv::new, 1);
        A2cHyperparameters hp = hp("CartPole-v1", 1, 8, 80);
        ActorCritic model = new ActorCritic(envs.observationSpace(), envs.actionSpace(), 8, new TorchRandom(SEED));
        NStepRollout rollout = new NStepRollout(model, envs, 8, (faithful ? hp.literal() : hp).limit(model),
                new TorchRandom(SEED));
        rollout.begin(SEED);
        rollout.collect(0);
        float rest = faithful ? 0 : 0.99f * model.value(Tensor.of(new float[] {1, 1, 1, 1}, 1, 4)).at(0);
        assertThat(rollout.masks()).containsExactly(1, 1, 0, 1, 1, 0, 1, 1);
        assertThat(rollout.rewards()).containsExactly(new float[] {1, 1, 1 + rest, 1, 1, 1 + rest, 1, 1},
                within(1e-6f));
        assertThat(faithful || rest != 0).isTrue();
    }

    /// Buffers are made in the first update and kept. What is left are the few small objects that describe an operation,
    /// however many environments there are: less in an update than the smallest of its buffers. (On the scalar backend:
    /// code of the Vector API makes little objects until it is compiled.)
    @Test
    void after_its_first_update_it_makes_no_buffers() {
        int numEnvs = 4096, updates = 5;
        long bytes = TestBackends.on(TestBackends.SCALAR, () -> {
            try (VectorEnv envs = envs("CartPole-v1", numEnvs, StillEnv::new, 1)) {
                A2C a2c = a2c(hp("CartPole-v1", numEnvs, 5, 1_000_000_000), envs, SEED);
                a2c.iterate(Recorder.NONE);
                ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < updates; i++) {
                    a2c.iterate(Recorder.NONE);
                }
                return (threads.getCurrentThreadAllocatedBytes() - before) / updates;
            }
        });
        assertThat(bytes).isLessThan(numEnvs * Float.BYTES);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NaN | 1        | number 3 of the observation of environment 0 is NaN at step 10
            0   | Infinity | the reward of environment 0 is Infinity at step 10
            0   | 1e30     | value_loss is Infinity at step 10
            """)
    void numbers_that_are_none_stop_the_run_before_the_networks_take_harm(float obs, double reward, String message) {
        A2C a2c = a2c(hp("CartPole-v1", 1, 5, 1000),
                envs("CartPole-v1", 1, env -> new DiseasedEnv(env, 10, obs, reward), 1), SEED);
        assertThatThrownBy(() -> a2c.learn(Recorder.NONE)).isInstanceOf(NotFiniteException.class)
                .hasMessage(message);
        for (Tensor parameter : a2c.model().parameters().values()) {
            for (float weight : parameter.toArray()) {
                assertThat(weight).isFinite();
            }
        }
    }

    // ---- making it --------------------------------------------------------------------------------------------

    private static A2cHyperparameters hp(String envId, int numEnvs, int numSteps, long total) {
        return new A2cHyperparameters(envId, total, 1e-3, numEnvs, numSteps, false, 0.99, 0.001, 0.5,
                OptionalDouble.empty(), OptimizerKind.ADAM, 16, false, false, 0, 1, 100, true, false, true, false);
    }

    private static A2C a2c(A2cHyperparameters hp, VectorEnv envs, long seed) {
        TorchRandom random = new TorchRandom(seed);
        ActorCritic model = new ActorCritic(envs.observationSpace(), envs.actionSpace(), hp.hiddenSize(), random);
        A2C a2c = new A2C(model, envs, hp, random, null);
        a2c.begin(seed);
        return a2c;
    }

    private static Env clipped(Env env) {
        return env.actionSpace() instanceof drl.env.Box ? new ClipAction(env) : env;
    }

    private static VectorEnv envs(String envId, int n, UnaryOperator<Env> wrappers, int threads) {
        return threads == 1 ? new SyncVectorEnv(n, _ -> Envs.make(envId), wrappers)
                : new ThreadedVectorEnv(n, _ -> Envs.make(envId), wrappers, threads);
    }
}
