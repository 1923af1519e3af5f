package drl.part1.backend;

import drl.backend.Backend;
import drl.backend.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// A run of one kernel on one backend: hands out its operands, the same on every backend, and looks at them afterwards.
///
/// Every operand lies in the middle of a larger block, at an odd place, so a kernel that ignores offsets or writes
/// beyond its end is found out.
final class KernelRun {

    private static final int MARGIN = 17;
    private static final float GUARD = 12345.75f;

    private final Backend backend;
    private final SplittableRandom random = new SplittableRandom(3);
    private final List<Storage> blocks = new ArrayList<>();

    KernelRun(Backend backend) {
        this.backend = backend;
    }

    Backend backend() {
        return backend;
    }

    /// These values.
    Storage values(float... values) {
        float[] guarded = new float[values.length + 2 * MARGIN];
        Arrays.fill(guarded, GUARD);
        System.arraycopy(values, 0, guarded, MARGIN, values.length);
        Storage block = backend.allocate(guarded.length);
        backend.upload(guarded, 0, block, 0, guarded.length);
        blocks.add(block);
        return block.slice(MARGIN, values.length);
    }

    /// Values in [-1, 1).
    Storage random(int n) {
        return values(random(n, -1, 1));
    }

    /// Values in [0.2, 2.2).
    Storage positive(int n) {
        return values(random(n, 0.2, 2.2));
    }

    /// Whole numbers from −4 to 4: products and sums of them are exact, in whatever order a backend adds.
    Storage whole(int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(-4, 5);
        }
        return values(values);
    }

    /// Positions along an axis of `length`.
    Storage indices(int n, int length) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(length);
        }
        return values(values);
    }

    private float[] random(int n, double low, double high) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(low, high);
        }
        return values;
    }

    /// All operands as the kernel left them, in the order they were asked for.
    List<float[]> operands() {
        List<float[]> all = new ArrayList<>();
        for (Storage block : blocks) {
            float[] values = new float[block.size()];
            backend.download(block, 0, values, 0, values.length);
            int end = values.length - MARGIN;
            for (int i = 0; i < MARGIN; i++) {
                if (values[i] != GUARD || values[end + i] != GUARD) {
                    throw new AssertionError("the kernel wrote beside operand " + all.size());
                }
            }
            all.add(Arrays.copyOfRange(values, MARGIN, end));
        }
        return all;
    }
}
