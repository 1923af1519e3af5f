package drl;

import static org.assertj.core.api.Assertions.assertThat;

import drl.a2c.A2C;
import drl.a2c.A2cHyperparameters;
import drl.a2c.A3C;
import drl.a2c.A3cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.OptimizerKind;
import drl.backend.Backend;
import drl.ddpg.DDPG;
import drl.ddpg.DdpgHyperparameters;
import drl.ddpg.Streams;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.SeededOnce;
import drl.part1.TestBackends;
import drl.ppo.PPO;
import drl.ppo.PpoHyperparameters;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.Recorder;
import java.lang.management.ManagementFactory;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The chapters' loops make their arrays in the first iterations and keep them: the JVM's own count of the arrays of
/// numbers on its heap, before and after. On the plain backend, because the fast one also makes arrays for
/// its vectors wherever the JVM has not compiled it yet.
@Tag("part1")
class LoopAllocationTests {

    /// A line of the JVM's count: rank, number, bytes, class.
    private static final Pattern ARRAYS = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +\\[[FDIJZ](?= |$)");

    private final Backend before = Backend.defaultBackend();

    @BeforeEach
    void usePlainLoops() {
        Backend.setDefault(TestBackends.SCALAR);
    }

    @AfterEach
    void restore() {
        Backend.setDefault(before);
    }

    @Test
    void the_tutorials_ppo() {
        PPO ppo = new PPO(new SeededOnce(Envs.make("Pendulum-v1"), 1), PpoHyperparameters.optimized(),
                new TorchRandom(1), new NumpyLegacyRandom(1));
        assertArraysAreKept(60, () -> ppo.learn(ppo.timesteps() + 1, Recorder.NONE));
    }

    @Test
    void ppo_with_many_environments() {
        for (String program : new String[] {"continuous", "discrete"}) {
            VectorPpoHyperparameters hp = (program.equals("discrete") ? VectorPpoHyperparameters.discrete()
                    : VectorPpoHyperparameters.continuous().with("--env-id", "Pendulum-v1")).with("--num-envs", "4",
                            "--num-steps", "32", "--num-minibatches", "4", "--update-epochs", "4", "--total-timesteps",
                            "1_000_000");
            VectorPPO ppo = new VectorPPO(
                    new SyncVectorEnv(4, _ -> Envs.make(hp.envId()), UnaryOperator.identity()), hp,
                    new TorchRandom(1), new NumpyLegacyRandom(1));
            ppo.begin(1);
            assertArraysAreKept(16, () -> ppo.iterate(Recorder.NONE));
        }
    }

    @Test
    void ddpg() {
        DDPG ddpg = new DDPG(new SeededOnce(Envs.make("Pendulum-v1"), 1), DdpgHyperparameters.paper(), Streams.of(1));
        ddpg.begin();
        long[] steps = {70}; // 64 make a batch
        assertArraysAreKept(10, () -> ddpg.learn(steps[0] += 10, Recorder.NONE));
    }

    @Test
    void a2c() {
        A2cHyperparameters hp = A2cHyperparameters.tutorial();
        SyncVectorEnv envs =
                new SyncVectorEnv(hp.numEnvs(), _ -> Envs.make(hp.envId()), UnaryOperator.identity());
        TorchRandom random = new TorchRandom(1);
        A2C a2c = new A2C(new ActorCritic(envs.observationSpace(), envs.actionSpace(), hp.hiddenSize(), random), envs,
                hp, random, null);
        a2c.begin(1);
        assertArraysAreKept(1, () -> a2c.iterate(Recorder.NONE));
    }

    @Test
    void a3c() {
        int updates = 10, warm = 4, last = 10; // a pause ends an iteration
        A3cHyperparameters hp =
                new A3cHyperparameters("CartPole-v1", 20L * updates * last, 1e-3, 1, 20, true, 0.99, 0.001,
                        0.5, OptionalDouble.of(0.5), OptimizerKind.RMSPROP, true, 64, false, 0.1, 0, 1, 20 * updates);
        VectorEnv envs = new SyncVectorEnv(1, _ -> Envs.make(hp.envId()), UnaryOperator.identity());
        ActorCritic model =
                new ActorCritic(envs.observationSpace(), envs.actionSpace(), hp.hiddenSize(), new TorchRandom(1));
        ArrayCount count = new ArrayCount();
        int[] iterations = new int[1];
        try (A3C a3c = new A3C(model, _ -> envs, hp, 1, null)) {
            a3c.begin(1);
            a3c.learn(_ -> {
                if (++iterations[0] == warm) {
                    count.begin();
                } else if (iterations[0] == last) {
                    count.assertKept(updates * (last - warm));
                }
            });
        }
        assertThat(iterations[0]).isEqualTo(last);
    }

    private static void assertArraysAreKept(int updates, Runnable iteration) {
        int iterations = Math.max(3, 30 / updates);
        for (int i = 0; i < 4; i++) {
            iteration.run();
        }
        ArrayCount count = new ArrayCount();
        count.begin();
        for (int i = 0; i < iterations; i++) {
            iteration.run();
        }
        count.assertKept(iterations * updates);
    }

    /// How many arrays were made since its beginning.
    private static final class ArrayCount {
        private long before;
        private long ofMeasuring;

        void begin() {
            arrays();
            System.gc(); // then there is room enough for what comes, and no other collection takes away what is to be counted
            long first = arrays();
            before = arrays();
            ofMeasuring = before - first;
        }

        /// Fewer than one in two updates: what is left comes from threads beside it.
        void assertKept(int updates) {
            assertThat(arrays() - before - ofMeasuring).as("arrays made by %d updates", updates)
                    .isLessThan(updates / 2);
        }
    }

    private static long arrays() {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer().invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
                    new Object[] {new String[] {"-all"}}, new String[] {String[].class.getName()});
            Matcher line = ARRAYS.matcher(histogram);
            long sum = 0;
            while (line.find()) {
                sum += Long.parseLong(histogram, line.start(1), line.end(1), 10);
            }
            return sum;
        } catch (JMException none) {
            throw new AssertionError("this JVM does not count its objects", none);
        }
    }
}
