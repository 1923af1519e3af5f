package drl.part1.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import drl.random.NumpyLegacyRandom;
import drl.random.NumpyRandom;
import drl.random.PythonRandom;
import drl.random.TorchRandom;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The draws of a training loop leave nothing for the garbage collector.
@Tag("part1")
class RandomAllocationTests {

    private static final int ROUNDS = 2_000;

    private final TorchRandom torch = new TorchRandom(1);
    private final NumpyRandom numpy = new NumpyRandom(1);
    private final NumpyLegacyRandom legacy = new NumpyLegacyRandom(1);
    private final PythonRandom python = new PythonRandom(1);
    private final float[] floats = new float[35];
    private final float[] weights = {0.5f, 0.25f, 0.25f};
    private final double[] doubles = new double[4];
    private final int[] indices = new int[64];

    @Test
    void allocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double warmUp = drawEverything();
        long before = threads.getCurrentThreadAllocatedBytes();
        double drawn = drawEverything();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(warmUp).isNotEqualTo(drawn);
        // A single object a round would come to 32 000 bytes; the measurement itself takes a few hundred.
        assertThat(allocated).isLessThan(8L * ROUNDS);
    }

    private double drawEverything() {
        double sum = 0;
        for (int i = 0; i < ROUNDS; i++) {
            sum += torch.normal() + torch.uniform() + torch.exponential() + torch.randint(0, 5);
            sum += torch.multinomial(weights, 0, weights.length);
            torch.normal(floats, 0, 3);
            torch.normal(floats, 0, floats.length);
            torch.uniform(floats, 0, floats.length, -1, 1);
            torch.randperm(indices);
            sum += numpy.random() + numpy.standardNormal() + numpy.standardExponential() + numpy.integers(0, 9);
            numpy.uniform(-1, 1, doubles);
            numpy.shuffle(indices);
            sum += legacy.standardNormal() + legacy.uniform(0, 1) + legacy.randint(0, 7);
            legacy.shuffle(indices);
            python.sample(100 + i, indices);
            sum += indices[0] + floats[0];
        }
        return sum;
    }
}
