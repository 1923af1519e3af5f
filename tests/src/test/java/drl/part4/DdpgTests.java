package drl.part4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import drl.ddpg.ActionScale;
import drl.ddpg.ActorNetwork;
import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.GaussianNoise;
import drl.ddpg.NetworkInit;
import drl.ddpg.Noise;
import drl.ddpg.OrnsteinUhlenbeckProcess;
import drl.ddpg.Streams;
import drl.ddpg.Transitions;
import drl.env.Box;
import drl.nn.StateDict;
import drl.part1.TestBackends;
import drl.random.NumpyLegacyRandom;
import drl.random.PythonRandom;
import drl.random.TorchRandom;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What DDPG does right by default and the tutorial's program does otherwise.
@Tag("part4")
class DdpgTests {

    /// A corridor whose episodes of five steps end by a time limit, or by the task.
    @ParameterizedTest
    @CsvSource({"true, false, 1", "false, false, 0", "true, true, 0", "false, true, 0"})
    void only_the_end_of_the_task_makes_the_future_worthless(boolean bootstrap, boolean terminates, float atTheEnd) {
        Corridor corridor = new Corridor(terminates);
        DDPG ddpg = new DDPG(corridor, Settings.small("bootstrap", bootstrap), Streams.of(1));
        ddpg.begin();
        ddpg.learn(20, Recorder.NONE);

        Transitions all = replayed(ddpg, 20);
        for (int i = 0; i < 20; i++) {
            boolean last = all.nextStates().at(i) == 5;
            assertThat(all.notDone().at(i)).isEqualTo(last ? atTheEnd : 1);
            assertThat(all.nextStates().at(i)).isEqualTo(all.states().at(i) + 1); // never the next episode's first
        }
    }

    @Test
    void actions_are_scaled_dimension_by_dimension_and_so_is_noise() {
        Box box = new Box(new float[] {-2, 0, 10}, new float[] {2, 1, 30});
        ActionScale scale = ActionScale.of(box, true, true);
        float[] middle = scale.apply(Tensor.of(new float[] {0, 0, 0, 1, -1, 0.5f}, 2, 3)).toArray();
        assertThat(middle).containsExactly(0, 0.5f, 20, 2, 0, 25);

        float[] action = {0, 0.5f, 20};
        scale.addNoise(action, new double[] {0.5, 0.5, -2}, 1);
        assertThat(action).containsExactly(1, 0.75f, 0);
        scale.clip(action);
        assertThat(action).containsExactly(1, 0.75f, 10);

        float[] literal = {3, 3, 3};
        ActionScale.of(box, false, false).clip(literal);
        assertThat(literal).containsExactly(3, 3, 3);
        assertThatThrownBy(() -> ActionScale.of(Box.unbounded(2), true, true))
                .hasMessageContaining("finite bounds");
    }

    /// The noisy actions that are stored are those the environment was given, within its bounds.
    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void stored_actions_are_clipped_as_those_taken(boolean clip, boolean within) {
        Corridor corridor = new Corridor(false);
        DDPG ddpg = new DDPG(corridor, Settings.small("clipActions", clip, "explorationNoise", 5.0), Streams.of(1));
        ddpg.begin();
        ddpg.learn(30, Recorder.NONE);

        float[] stored = replayed(ddpg, 30).actions().toArray();
        assertThat(largest(stored) <= 2).isEqualTo(within);
        Arrays.sort(stored);
        float[] taken = corridor.taken();
        Arrays.sort(taken);
        assertThat(stored).isEqualTo(taken);
    }

    /// Before learning starts, actions are drawn uniformly from the whole range, and nothing is learned.
    @Test
    void it_begins_at_random_where_asked_to() {
        Corridor corridor = new Corridor(false);
        DDPG ddpg = new DDPG(corridor, Settings.small("explorationNoise", 0.0, "learningStarts", 200L), Streams.of(1));
        float[] before = weights(ddpg);
        ddpg.begin();
        ddpg.learn(200, Recorder.NONE);
        assertThat(weights(ddpg)).isEqualTo(before);
        float[] taken = corridor.taken();
        assertThat(largest(taken)).isBetween(1.9f, 2f);
        double sum = 0;
        for (float a : taken) {
            sum += a;
        }
        assertThat(sum / taken.length).isCloseTo(0, within(0.3));

        ddpg.learn(201, Recorder.NONE);
        assertThat(weights(ddpg)).isNotEqualTo(before);
        assertThat(Math.abs(corridor.taken()[200])).isLessThan(0.05f); // the untrained actor's, without noise
    }

    @Test
    void each_episode_has_a_noise_process_of_its_own() {
        NumpyLegacyRandom random = new NumpyLegacyRandom(3);
        Noise noise = new OrnsteinUhlenbeckProcess(2,
                new OrnsteinUhlenbeckProcess.Settings(0.15, 0, 0.2, 1, 0.5, OptionalDouble.empty(), 1), random);
        double[] x = new double[2];
        for (int i = 0; i < 50; i++) {
            noise.sample(x);
        }
        double[] last = x.clone();
        noise.endless().reset();
        assertThat(next(noise, random)).isEqualTo(expected(last, random));
        noise.reset();
        assertThat(next(noise, random)).isEqualTo(expected(new double[] {0.5, 0.5}, random));
    }

    @Test
    void gaussian_noise_is_sigma_times_a_normal() {
        NumpyLegacyRandom equal = new NumpyLegacyRandom(3);
        double[] drawn = new double[3];
        new GaussianNoise(0.3, new NumpyLegacyRandom(3)).sample(drawn);
        assertThat(drawn).containsExactly(0.3 * equal.standardNormal(), 0.3 * equal.standardNormal(),
                0.3 * equal.standardNormal());
    }

    /// One draw, after which the stream stands where it stood.
    private static double[] next(Noise noise, NumpyLegacyRandom random) {
        long[] at = random.state();
        StateDict saved = new StateDict();
        noise.save(saved, "");
        double[] x = new double[2];
        noise.sample(x);
        noise.load(saved, "");
        random.restore(at);
        return x;
    }

    private static double[] expected(double[] from, NumpyLegacyRandom random) {
        long[] at = random.state();
        double[] x = new double[2];
        for (int i = 0; i < 2; i++) {
            x[i] = from[i] + 0.15 * (0 - from[i]) * 1 + 0.2 * Math.sqrt(1) * random.standardNormal();
        }
        random.restore(at);
        return x;
    }

    /// The paper's ranges: by the number of inputs, and ±0.003 for the last layer, biases included.
    @Test
    void networks_begin_within_the_papers_ranges() {
        ActorNetwork actor = new ActorNetwork(9, ActionScale.of(Box.of(-1, 1, 2), true, true), 400, 100,
                new NetworkInit(Optional.empty(), OptionalDouble.of(3e-3), true), new TorchRandom(1));
        assertRange(actor.parameters().get("fc1.weight"), 1 / 3.0);
        assertRange(actor.parameters().get("fc1.bias"), 1 / 3.0);
        assertRange(actor.parameters().get("fc2.weight"), 1 / 20.0);
        assertRange(actor.parameters().get("fc3.weight"), 3e-3);
        assertThat(largest(actor.parameters().get("fc3.bias").toArray())).isLessThanOrEqualTo(3e-3f);
    }

    private static void assertRange(Tensor parameter, double bound) {
        assertThat((double) largest(parameter.toArray())).isBetween(0.97 * bound, 1.0001 * bound);
    }

    /// A target is a plain number: no gradient reaches the networks that computed it. And the critic only lends the actor
    /// its slope.
    @Test
    void each_loss_trains_its_own_network() {
        DDPG ddpg = new DDPG(new Corridor(false), Settings.small(), Streams.of(1));
        ddpg.begin();
        ddpg.learn(40, Recorder.NONE);
        DDPG.Networks nets = ddpg.nets();
        assertThat(gradients(nets.actorTarget().parameters().values())).containsOnly(0);
        assertThat(gradients(nets.criticTarget().parameters().values())).containsOnly(0);
        assertThat(ddpg.targets(Transitions.of(3, 1, 1)).requiresGrad()).isFalse();

        nets.critic().parameters().values().forEach(Tensor::zeroGrad);
        nets.critic().frozen(Tensor.zeros(2, 1), nets.actor().forward(Tensor.zeros(2, 1))).mean().backward();
        assertThat(gradients(nets.critic().parameters().values())).containsOnly(0);
        assertThat(largest(gradients(nets.actor().parameters().values()))).isPositive();
    }

    /// The actor learns, and targets move, in every second update.
    @Test
    void the_actor_may_learn_less_often() {
        DDPG ddpg = new DDPG(new Corridor(false), Settings.small("policyFrequency", 2), Streams.of(1));
        Transitions batch = Transitions.of(8, 1, 1);
        batch.rewards().set(1, 2, 3, 4, 5, 6, 7, 8);
        float[] actor = values(ddpg.nets().actor().parameters().values());
        float[] target = values(ddpg.nets().criticTarget().parameters().values());
        float[] critic = values(ddpg.nets().critic().parameters().values());
        ddpg.train(batch);
        assertThat(values(ddpg.nets().actor().parameters().values())).isEqualTo(actor);
        assertThat(values(ddpg.nets().criticTarget().parameters().values())).isEqualTo(target);
        assertThat(values(ddpg.nets().critic().parameters().values())).isNotEqualTo(critic);
        ddpg.train(batch);
        assertThat(values(ddpg.nets().actor().parameters().values())).isNotEqualTo(actor);
        assertThat(values(ddpg.nets().criticTarget().parameters().values())).isNotEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void a_number_that_is_not_finite_stops_it_before_it_does_harm(double reward) {
        DDPG ddpg = new DDPG(new Corridor(false, 33, reward), Settings.small(), Streams.of(1));
        ddpg.begin();
        assertThatThrownBy(() -> ddpg.learn(100, Recorder.NONE)).isInstanceOf(NotFiniteException.class)
                .hasMessage("the reward is " + reward + " at step 33");
        for (float weight : weights(ddpg)) {
            assertThat(weight).isFinite();
        }
    }

    /// After the first updates, a step with its update makes nothing but the small records that describe operations: less
    /// than the smallest array of a batch would take many times over.
    @Test
    void training_makes_no_arrays() {
        TestBackends.on(TestBackends.SCALAR, () -> {
            DDPG ddpg = new DDPG(new Corridor(false), Settings.small("batchSize", 1024), Streams.of(1));
            ddpg.begin();
            ddpg.learn(1050, Recorder.NONE);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            ddpg.learn(1150, Recorder.NONE);
            long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / 100;
            assertThat(bytes).isLessThan(1024 * Float.BYTES);
            return bytes;
        });
    }

    private static Transitions replayed(DDPG ddpg, int steps) {
        Transitions all = Transitions.of(steps, 1, 1);
        ddpg.replayBuffer().sample(new PythonRandom(1), all);
        return all;
    }

    private static float[] weights(DDPG ddpg) {
        StateDict state = new StateDict();
        ddpg.save(state);
        assertThat(state.names()).isNotEmpty();
        return values(ddpg.nets().critic().parameters().values());
    }

    private static float[] values(Iterable<Tensor> parameters) {
        return joined(parameters, false);
    }

    private static float[] gradients(Iterable<Tensor> parameters) {
        return joined(parameters, true);
    }

    private static float[] joined(Iterable<Tensor> parameters, boolean gradients) {
        float[] all = {};
        for (Tensor p : parameters) {
            float[] some = gradients ? p.gradient() : p.toArray();
            float[] longer = Arrays.copyOf(all, all.length + some.length);
            System.arraycopy(some, 0, longer, all.length, some.length);
            all = longer;
        }
        return all;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
