package drl.part3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import drl.backend.Backend;
import drl.backend.Unary;
import drl.env.Env;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.SeededOnce;
import drl.fixture.DiseasedEnv;
import drl.fixture.MarkedEnv;
import drl.fixture.StillEnv;
import drl.nn.StateDict;
import drl.part1.TestBackends;
import drl.ppo.Agent;
import drl.ppo.RolloutStorage;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.ppo.literal.LiteralMyPpo;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("part3")
class VectorPpoTests {

    /// Buffers are made in the first iteration and kept. What is left are the few small objects that describe an
    /// operation, however many environments there are: less, in a step of all environments and an update, than the
    /// smallest buffer. On the plain backend, because the fast one also makes an object of each vector wherever the JVM
    /// has not compiled it yet, which is up to the JVM.
    @Test
    void after_its_first_iteration_it_makes_no_buffers() {
        int numEnvs = 4096, numSteps = 4, iterations = 2;
        Backend before = Backend.defaultBackend();
        Backend.setDefault(TestBackends.SCALAR);
        try {
            VectorPPO ppo = ppo("CartPole-v1", numEnvs, numSteps, StillEnv::new);
            ppo.iterate(Recorder.NONE);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < iterations; i++) {
                ppo.iterate(Recorder.NONE);
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
            assertThat(bytes / (iterations * numSteps)).isLessThan(numEnvs * Float.BYTES);
        } finally {
            Backend.setDefault(before);
        }
    }

    /// V(s) of a network of two hidden layers, from its weights.
    @ParameterizedTest
    @CsvSource({"none, TANH", "tanh, TANH", "relu, RELU", "sigmoid, SIGMOID", "identity, "})
    void hidden_units_apply_what_they_are_told(String activation, Unary f) {
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.discrete().with("--activation", activation);
        try (Env env = Envs.make("CartPole-v1")) {
            Agent agent = hp.agent(env.observationSpace(), env.actionSpace(), new TorchRandom(1));
            Map<String, Tensor> weights = agent.parameters();
            Tensor h = Tensor.of(new float[] {0.3f, -0.7f, 0.05f, 1.5f}, 1, 4), obs = h;
            for (String layer : List.of("0", "2")) {
                Tensor sums = h.matmul(weights.get("critic." + layer + ".weight"))
                        .add(weights.get("critic." + layer + ".bias"));
                h = f == null ? sums : sums.apply(f, 0);
            }
            float value = h.matmul(weights.get("critic.4.weight")).add(weights.get("critic.4.bias")).item();
            assertThat(agent.getValue(obs).item()).isCloseTo(value, within(1e-5f));
        }
    }

    /// Every environment has rows of its own.
    @Test
    void thousands_of_environments_play_at_once() {
        VectorPPO ppo = ppo("CartPole-v1", 4096, 32, UnaryOperator.identity());
        RolloutStorage rollout = ppo.rollout();
        ppo.estimateAdvantages();
        assertThat(ppo.globalStep()).isEqualTo(4096 * 32);
        for (float advantage : rollout.advantages()) {
            assertThat(advantage).isFinite();
        }
        assertThat(rollout.obs()[(4096 * 31 + 17) * 4]).isNotEqualTo(rollout.obs()[(4096 * 31 + 18) * 4]);
    }

    /// Truncated in the middle of a rollout: the value that counts is that of the observation before the reset, which
    /// an environment with a constant observation of 1, and 0 after each reset, tells from the other.
    @Test
    void a_cut_is_valued_at_the_final_observation() {
        VectorPPO ppo = ppo("CartPole-v1", 1, 8, MarkedEnv::new);
        RolloutStorage rollout = ppo.rollout();
        assertThat(rollout.truncated()).containsExactly(false, false, true, false, false, true, false, false);
        float valueOfOnes = rollout.values()[1];
        assertThat(rollout.obs()[4]).isEqualTo(1);
        assertThat(rollout.obs()[3 * 4]).isEqualTo(0);
        assertThat(rollout.values()[3]).isNotEqualTo(valueOfOnes);
        assertThat(rollout.finalValues()[2]).isEqualTo(valueOfOnes);
        assertThat(rollout.finalValues()[5]).isEqualTo(valueOfOnes);
    }

    /// The limit is looked at behind each epoch: one that the first epoch exceeds, if only by its second minibatch, lets all
    /// of that epoch be learned from, and no more.
    @Test
    void the_kl_limit_ends_an_iteration_behind_a_whole_epoch() {
        VectorPpoHyperparameters hp =
                hp("CartPole-v1", 2, 32).with("--learning-rate", "0.01", "--num-minibatches", "4");
        double[] reached = new double[1];
        ppo(hp, UnaryOperator.identity()).iterate(new Recorder() {
            @Override
            public void scalar(String name, double value) {
                reached[0] = name.equals("losses/approx_kl") ? value : reached[0];
            }

            @Override
            public void iteration(long globalStep) {
            }
        });
        assertThat(reached[0]).isPositive();
        VectorPpoHyperparameters three = hp.with("--update-epochs", "3");
        assertThat(steps(three)).isEqualTo(12);
        for (double limit : new double[] {1e-9, reached[0] / 2}) {
            assertThat(steps(three.with("--target-kl", Double.toString(limit)))).as("limit %s", limit).isEqualTo(4);
        }
        assertThat(steps(three.with("--target-kl", Double.toString(2 * reached[0])))).isGreaterThan(4);
    }

    private static long steps(VectorPpoHyperparameters hp) {
        return iterated(ppo(hp, UnaryOperator.identity())).getLongs("optimizer.steps", 1)[0];
    }

    private static StateDict iterated(VectorPPO ppo) {
        ppo.iterate(Recorder.NONE);
        StateDict state = new StateDict();
        ppo.saveTraining(state);
        return state;
    }

    /// In the second of two iterations half of ε is left: it goes on as a run would that has half of it.
    @Test
    void the_clipping_range_falls_linearly() {
        VectorPpoHyperparameters hp =
                hp("CartPole-v1", 2, 32).with("--total-timesteps", "128", "--learning-rate", "0.01",
                        "--update-epochs", "4", "--anneal-lr", "false", "--clip-coef", "0.2");
        StateDict first = iterated(ppo(hp, UnaryOperator.identity()));
        long half = second(hp.with("--clip-coef", "0.1"), first);
        assertThat(second(hp, first)).isNotEqualTo(half);
        assertThat(second(hp.with("--anneal-clip", "true"), first)).isEqualTo(half);
    }

    private static long second(VectorPpoHyperparameters hp, StateDict first) {
        VectorPPO ppo = ppo(hp, UnaryOperator.identity());
        ppo.loadTraining(first);
        return iterated(ppo).checksum();
    }

    /// Both parts are finite, and what is minimised is not.
    @Test
    void a_weighted_loss_that_is_none_is_named() {
        VectorPpoHyperparameters hp = hp("CartPole-v1", 1, 16).with("--vf-coef", "1e38");
        VectorPPO ppo = ppo(hp, StillEnv::new);
        assertThatThrownBy(() -> ppo.iterate(Recorder.NONE)).isInstanceOf(NotFiniteException.class)
                .hasMessageContaining("the loss of minibatch 0 in epoch 0 is Infinity");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NaN      | 1        | number 3 of the observation of environment 0 is NaN at step 10
            Infinity | 1        | number 3 of the observation of environment 0 is Infinity at step 10
            0        | NaN      | the reward of environment 0 is NaN at step 10
            0        | 3e38     | of minibatch 0 in epoch 0 is
            """)
    void numbers_that_are_none_stop_the_run_before_the_networks_take_harm(float obs, double reward, String message) {
        VectorPPO ppo = ppo("CartPole-v1", 1, 16, env -> new DiseasedEnv(env, 10, obs, reward));
        assertThatThrownBy(() -> ppo.iterate(Recorder.NONE)).isInstanceOf(NotFiniteException.class)
                .hasMessageContaining(message);
        for (Tensor parameter : ppo.agent().parameters().values()) {
            for (float weight : parameter.toArray()) {
                assertThat(weight).isFinite();
            }
        }
    }

    /// Its first step is so long that there is no objective behind it.
    @Test
    void myppo_as_printed_takes_its_updates_back() {
        LiteralMyPpo.Settings settings =
                new LiteralMyPpo.Settings(3, 2, 32, 0.1, 3, 8, 1e30, 0.99, 1, 0.01, 16, false);
        LiteralMyPpo myPpo = new LiteralMyPpo(new SeededOnce(Envs.make("CartPole-v1"), 1), settings,
                new TorchRandom(1), new NumpyLegacyRandom(1));
        StateDict before = new StateDict(), after = new StateDict();
        myPpo.save(before);
        List<Float> learnedFrom = new ArrayList<>();
        assertThatThrownBy(() -> myPpo.iterate((_, objective) -> learnedFrom.add(objective)))
                .isInstanceOf(NotFiniteException.class)
                .hasMessageContaining("the actor's output for minibatch 1 is NaN");
        assertThat(learnedFrom).hasSize(1);
        myPpo.save(after);
        assertThat(after.checksum()).isEqualTo(before.checksum());
    }

    private static VectorPPO ppo(String envId, int numEnvs, int numSteps, UnaryOperator<Env> wrapper) {
        return ppo(hp(envId, numEnvs, numSteps), wrapper);
    }

    private static VectorPpoHyperparameters hp(String envId, int numEnvs, int numSteps) {
        return VectorPpoHyperparameters.discrete().with("--env-id", envId, "--total-timesteps", "10_000_000",
                "--num-envs", Integer.toString(numEnvs), "--num-steps", Integer.toString(numSteps), "--update-epochs",
                "1");
    }

    private static VectorPPO ppo(VectorPpoHyperparameters hp, UnaryOperator<Env> wrapper) {
        VectorEnv envs = new SyncVectorEnv(hp.numEnvs(), _ -> Envs.make(hp.envId()), wrapper);
        VectorPPO ppo = new VectorPPO(envs, hp, new TorchRandom(1), new NumpyLegacyRandom(1));
        ppo.begin(1);
        return ppo;
    }
}
