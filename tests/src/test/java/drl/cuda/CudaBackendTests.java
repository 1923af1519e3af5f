package drl.cuda;

import static drl.part1.TestBackends.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the GPU's backend does around its kernels: recording, memory, waiting, complaining. On the emulated GPU; that the
/// kernels compute the right numbers is for [drl.part1.backend.KernelParityTests] and [drl.part1.tensor.OpTests] to say.
@Tag("cuda")
class CudaBackendTests {

    private EmulatedDevice device;
    private CudaBackend backend;

    @BeforeEach
    void open() {
        assumeTrue(TestDevice.isThere(), TestDevice.NONE);
        device = TestDevice.own();
        backend = new CudaBackend(device);
    }

    /// A small regression, trained for some steps with a falling learning rate.
    private static final class Regression {

        private final FeedForwardNN network =
                new FeedForwardNN(3, new int[] {16}, 1, Activation.TANH, new TorchRandom(4));
        private final Adam optimizer = new Adam(network.parameters().values(), 0.01);
        private final Tape tape = new Tape();
        private final Tensor inputs = Tensor.zeros(32, 3);
        private final Tensor targets = Tensor.zeros(32, 1);
        private final Tensor minibatch = Tensor.zeros(8);
        private final float[] indices = new float[8];

        Regression() {
            float[] x = new float[96], y = new float[32];
            for (int i = 0; i < 96; i++) {
                x[i] = (float) Math.sin(i);
                y[i / 3] += x[i];
            }
            inputs.set(x);
            targets.set(y);
        }

        float[] train(int steps) {
            Tensor loss = null;
            for (int step = 0; step < steps; step++) {
                optimizer.learningRate(0.01 / (1 + step));
                for (int i = 0; i < 8; i++) {
                    indices[i] = (step * 5 + i * 3) % 32;
                }
                minibatch.set(indices);
                try (var _ = tape.step()) {
                    Tensor predicted = network.forward(inputs.select(0, minibatch));
                    loss = predicted.sub(targets.select(0, minibatch)).square().mean();
                    optimizer.zeroGrad();
                    loss.backward();
                    optimizer.clipGradNorm(0.5);
                    optimizer.step();
                }
            }
            float[] weights = network.parameters().values().iterator().next().toArray();
            float[] all = Arrays.copyOf(weights, weights.length + 1);
            all[weights.length] = loss.item();
            return all;
        }
    }

    @Test
    void replaysWhatItHasSeenTwiceAndTheNumbersStay() {
        float[] first = on(backend, () -> new Regression().train(1));
        float[] replayed = on(backend, () -> new Regression().train(12));
        assertThat(backend.replays()).as("the first step makes room, the second is remembered").isEqualTo(10);

        CudaBackend onCpuBeside = new CudaBackend(TestDevice.own());
        assertThat(on(onCpuBeside, () -> new Regression().train(1))).isEqualTo(first);
        float[] expected = on(Backend.named("scalar"), () -> new Regression().train(12));
        for (int i = 0; i < expected.length; i++) {
            assertThat(replayed[i]).isCloseTo(expected[i], Offset.offset(2e-6f));
        }
    }

    @Test
    void aReplayLaunchesNothingOneByOne() {
        on(backend, () -> {
            Regression regression = new Regression();
            regression.train(3);
            long before = device.launches;
            regression.train(5);
            assertThat(device.launches - before).as("the copy at the end alone is short").isLessThanOrEqualTo(2);
            return null;
        });
    }

    @Test
    void theSameSeedGivesTheSameBytesInAnyOrderOfThreads() {
        float[] expected = on(backend, () -> new Regression().train(9));
        for (int order = 0; order < 3; order++) {
            EmulatedDevice other = TestDevice.own();
            other.order = order;
            assertThat(on(new CudaBackend(other), () -> new Regression().train(9))).isEqualTo(expected);
        }
    }

    @Test
    void aStepWaitsForNothing() {
        on(backend, () -> {
            Regression regression = new Regression();
            Tape tape = new Tape();
            long before = device.waits; // the loss and the weights are not asked for
            for (int i = 0; i < 5; i++) {
                try (var _ = tape.step()) {
                    Tensor loss = regression.network.forward(regression.inputs).square().mean();
                    regression.optimizer.zeroGrad();
                    loss.backward();
                    regression.optimizer.step();
                }
            }
            assertThat(device.waits).isEqualTo(before);
            return null;
        });
    }

    /// PPO asks for numbers while it acts and once behind all updates, however many there are.
    @Test
    void anUpdateOfPpoWaitsForNothing() {
        long[] waits = new long[2];
        for (int i = 0; i < 2; i++) {
            long before = device.waits;
            trainPpo(1, 16, i == 0 ? 1 : 8, i == 0 ? 1 : 3);
            waits[i] = device.waits - before;
        }
        assertThat(waits[1]).isEqualTo(waits[0]);
    }

    /// One recording serves all minibatches: with one for each, a batch of a thousand would record and never replay.
    @Test
    void minibatchesShareTheirGraphs() {
        int[] graphs = new int[2];
        for (int i = 0; i < 2; i++) {
            int before = device.graphs();
            trainPpo(2, i == 0 ? 8 : 64, i == 0 ? 2 : 16, 3);
            graphs[i] = device.graphs() - before;
        }
        assertThat(graphs[1]).isEqualTo(graphs[0]).isPositive();
    }

    private void trainPpo(int iterations, int numSteps, int numMinibatches, int updateEpochs) {
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.discrete().with("--num-envs", "2", "--num-steps",
                Integer.toString(numSteps), "--num-minibatches", Integer.toString(numMinibatches), "--update-epochs",
                Integer.toString(updateEpochs));
        on(backend, () -> {
            VectorPPO ppo = new VectorPPO(new SyncVectorEnv(2, _ -> Envs.make("CartPole-v1"), env -> env), hp,
                    new TorchRandom(1), new NumpyLegacyRandom(1));
            ppo.begin(1);
            for (int i = 0; i < iterations; i++) {
                ppo.iterate(Recorder.NONE);
            }
            return null;
        });
    }

    /// Where the list of commands is full with the last fill, a step's number must not go with it: the next step's would
    /// take its place.
    @Test
    void stepsKeepTheirNumbersWhereTheListIsFull() {
        Storage params = backend.allocate(1), grads = backend.allocate(1), m = backend.allocate(1);
        Storage v = backend.allocate(1);
        backend.synchronize();
        int full = -1;
        for (long before = device.launches; device.launches == before; full++) {
            backend.fill(grads, 1);
        }
        backend.synchronize();
        for (int fill = 0; fill < full; fill++) {
            backend.fill(grads, 1);
        }
        backend.adam(new AdamStep(1, 0.9, 0.999, 1e-8, 0, false, 1), params, grads, m, v);
        backend.adam(new AdamStep(10, 0.9, 0.999, 1e-8, 0, false, 2), params, grads, m, v);
        assertThat(backend.get(params, 0)).isCloseTo(-11, Offset.offset(1e-4f));
    }

    @Test
    void uploadsAreDoneWithTheirArrayAtOnce() {
        Storage[] storages = new Storage[40]; // more than the staging ring has places
        float[] reused = new float[1000];
        for (int i = 0; i < storages.length; i++) {
            storages[i] = backend.allocate(1000);
            Arrays.fill(reused, i);
            backend.upload(reused, 0, storages[i], 0, 1000);
        }
        for (int i = 0; i < storages.length; i++) {
            assertThat(backend.get(storages[i], 999)).isEqualTo(i);
        }
    }

    @Test
    void tenThousandTapesLeaveTheMemoryAsItWas() {
        on(backend, () -> {
            FeedForwardNN network = new FeedForwardNN(3, new int[] {4}, 1, Activation.RELU, new TorchRandom(1));
            Tensor x = Tensor.zeros(2, 3);
            long[] used = new long[2];
            long[] allocations = new long[2];
            for (int i = 0; i < 10_000; i++) {
                Tape tape = new Tape();
                try (var _ = tape.step()) {
                    network.forward(x);
                }
                tape.free();
                if (i == 0) {
                    used[0] = backend.bytesInUse();
                    allocations[0] = device.allocations;
                }
                if (i % 1000 == 0) {
                    backend.synchronize(); // the emulated stream would keep all commands
                }
            }
            used[1] = backend.bytesInUse();
            allocations[1] = device.allocations;
            assertThat(used[1]).isEqualTo(used[0]);
            assertThat(allocations[1]).isEqualTo(allocations[0]);
            return null;
        });
    }

    /// Nobody frees these; the garbage collector does, once the GPU has no room left.
    @Test
    void forgottenMemoryComesBackWhenItIsNeeded() {
        backend.allocate(1000);
        backend.synchronize();
        device.capacity = device.bytes + 20 * 4096;
        for (int i = 0; i < 100; i++) {
            backend.allocate(1000);
        }
        backend.synchronize();
        Storage[] kept = new Storage[100];
        assertThatThrownBy(() -> {
            for (int i = 0; i < kept.length; i++) {
                kept[i] = backend.allocate(1000);
            }
        }).isInstanceOf(Device.OutOfMemory.class);
    }

    @Test
    void closingGivesEverythingBack() {
        on(backend, () -> new Regression().train(4));
        assertThat(device.bytes).isPositive();
        backend.close();
        assertThat(device.bytes).isZero();
        assertThat(device.pinnedBlocks()).isZero();
        assertThat(device.graphs()).isZero();
    }

    @Test
    void anIndexOutsideIsReportedByTheNextWait() {
        Storage x = backend.allocate(4), y = backend.allocate(1), index = backend.allocate(1);
        for (float bad : new float[] {4, -1, 0.5f, Float.NaN}) {
            backend.upload(new float[] {bad}, 0, index, 0, 1);
            backend.select(x, index, y, 1, 4, 1, 1);
            assertThatThrownBy(() -> backend.get(y, 0)).isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("index " + bad).hasMessageContaining("position 0")
                    .hasMessageContaining("0 to 3");
            assertThat(backend.get(x, 0)).as("reported once").isZero();
        }
    }

    @Test
    void aTensorOfAnotherBackendIsRefused() {
        Storage elsewhere = Backend.named("scalar").allocate(3);
        assertThatThrownBy(() -> backend.fill(elsewhere, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another device").hasMessageContaining("HostStorage");
        Storage here = backend.allocate(1);
        assertThatThrownBy(() -> backend.matmul(false, false, here, here, elsewhere, 1, 1, 1, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend.affine(here, 1, 1, elsewhere)).isInstanceOf(IllegalArgumentException.class);
        backend.fill(here, 2);
        assertThat(backend.get(here, 0)).as("nothing half begun is left in the list").isEqualTo(2);
    }

    @Test
    void emptyTensorsAskForNothing() {
        Storage none = backend.allocate(0);
        backend.affine(none, 1, 1, none);
        backend.matmul(false, false, none, none, none, 0, 0, 3, false);
        backend.upload(new float[0], 0, none, 0, 0);
        backend.synchronize();
        assertThat(device.launches).isZero();
    }
}
