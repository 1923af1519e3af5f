package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import drl.backend.Backend;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.part1.TestBackends;
import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Training allocates nothing but the records of its operations: the JVM's own count of a thread's bytes, over updates
/// like those of chapter 3.
@Tag("part1")
class TapeAllocationTests {

    /// Bytes for an update; the arrays that one pass over the batch fills take 7 MB.
    private static final long LIMIT = 2048;

    private static final ThreadMXBean COUNTER = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void anUpdateAllocatesNextToNothingFromTheSecondOn() {
        ActorAndCritic networks = TestBackends.on(TestBackends.SCALAR, () -> new ActorAndCritic(TestBackends.SCALAR));
        networks.update();
        for (int i = 0; i < 3; i++) {
            assertThat(networks.bytesPerUpdate(1)).isLessThan(LIMIT);
        }
    }

    /// Code of the Vector API allocates a little object for each vector until the JVM has compiled it, which it does
    /// when it has seen some hundred updates; after that, nothing.
    @Test
    void nothingAllocatesOnTheFastBackendOnceItIsCompiled() {
        Backend fast = TestBackends.VECTOR.getFirst();
        ActorAndCritic networks = TestBackends.on(fast, () -> new ActorAndCritic(fast));
        long bytes = Long.MAX_VALUE;
        for (int round = 0; round < 200 && bytes >= LIMIT; round++) {
            bytes = networks.bytesPerUpdate(25);
        }
        assertThat(bytes).isLessThan(LIMIT);
    }

    /// Two networks 3-64-64-1 and a batch of 2048.
    private static final class ActorAndCritic {

        private static final int BATCH = 2048;

        private final FeedForwardNN actor = new FeedForwardNN(3, 1, new TorchRandom(1));
        private final FeedForwardNN critic = new FeedForwardNN(3, 1, new TorchRandom(2));
        private final Adam actorOptim = new Adam(actor.parameters().values(), 3e-4);
        private final Adam criticOptim = new Adam(critic.parameters().values(), 3e-4);
        private final Tensor obs = random(BATCH, 3), acts = random(BATCH, 1);
        private final Tensor oldLogProbs = random(BATCH), advantages = random(BATCH), rtgs = random(BATCH);
        private final Tape tape;

        ActorAndCritic(Backend backend) {
            tape = new Tape(backend, true);
        }

        private static Tensor random(int... shape) {
            Tensor t = Tensor.zeros(shape);
            float[] values = new float[t.size()];
            new TorchRandom(3).normal(values, 0, values.length);
            t.set(values);
            return t;
        }

        long bytesPerUpdate(int updates) {
            long before = COUNTER.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < updates; i++) {
                update();
            }
            return (COUNTER.getCurrentThreadAllocatedBytes() - before) / updates;
        }

        void update() {
            try (var _ = tape.step()) {
                Tensor logProbs = acts.sub(actor.forward(obs)).square().sum(-1).affine(-1, -0.572f);
                Tensor ratios = logProbs.sub(oldLogProbs).exp();
                Tensor actorLoss = ratios.mul(advantages).min(ratios.clamp(0.8f, 1.2f).mul(advantages)).neg().mean();
                Tensor criticLoss = Loss.mse(critic.forward(obs).squeeze(-1), rtgs);
                learn(actorOptim, actorLoss);
                learn(criticOptim, criticLoss);
            }
        }

        private static void learn(Adam optimizer, Tensor loss) {
            optimizer.zeroGrad();
            loss.backward();
            optimizer.clipGradNorm(0.5);
            optimizer.step();
        }
    }
}
