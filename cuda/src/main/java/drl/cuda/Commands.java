package drl.cuda;

import drl.backend.Storage;
import java.util.Arrays;

/// What the backend was asked to compute and has not yet handed to the GPU, as words in one array.
///
/// A training step asks for the same hundred kernels over and over, and launching them one by one takes longer than they
/// run. So they are written down first. When they are handed over, and the very same words were handed over before, a
/// graph recorded from them is replayed instead: one launch. Nothing can be baked into a graph that has changed
/// meanwhile, because then the words differ. What is meant to change from step to step, such as a learning rate, goes
/// through [#number]: the words hold the address, and the number is copied there ahead of the launch.
final class Commands {

    private static final Kernel[] KERNELS = Kernel.values();
    private static final int MATRIX_PRODUCT = -1;
    private static final int PRODUCT_WORDS = 12;
    private static final int THREADS = 256;
    /// Room for the numbers of one hand-over.
    private static final int NUMBERS = 1024;
    /// So long a list is handed over at once, so that the GPU has something to do.
    private static final int LONGEST = 1 << 15;

    private final Device device;
    private final Staging staging;
    private final GraphCache graphs;
    private final long numbersAddress;
    private final float[] numbers = new float[NUMBERS];
    private int numberCount;
    private long[] words = new long[2048];
    private int length;
    private int header;      // where the command being written begins

    /// @param numbersAddress device memory for 1024 floats
    Commands(Device device, Staging staging, long numbersAddress) {
        this.device = device;
        this.staging = staging;
        this.numbersAddress = numbersAddress;
        graphs = new GraphCache(device, this::run);
    }

    static int numbersBytes() {
        return NUMBERS * Float.BYTES;
    }

    /// Begins a kernel with one thread for each of `n` items; its arguments follow.
    Commands each(Kernel kernel, int n) {
        return grid(kernel, (n + THREADS - 1) / THREADS, 1);
    }

    /// Begins a kernel over blocks of 256 threads; its arguments follow.
    Commands grid(Kernel kernel, int gridX, int gridY) {
        begin();
        word(kernel.ordinal());
        word(0); // how many arguments, counted below
        word(gridX);
        word(gridY);
        return this;
    }

    /// An argument: where a storage begins; 0 for none. One of another device ends the kernel that was begun: it is not
    /// handed over without its other arguments.
    Commands at(Storage storage) {
        if (storage != null && !(storage instanceof DeviceStorage)) {
            length = header;
        }
        return at(storage == null ? 0 : DeviceStorage.of(storage).address());
    }

    /// An argument: an address.
    Commands at(long address) {
        words[header + 1]++;
        word(address);
        return this;
    }

    /// An argument: an int.
    Commands of(int value) {
        words[header + 1]++;
        word(value & 0xFFFF_FFFFL);
        return this;
    }

    /// An argument: a float.
    Commands of(float value) {
        return of(Float.floatToRawIntBits(value));
    }

    /// An argument: a truth value, as an int.
    Commands of(boolean value) {
        return of(value ? 1 : 0);
    }

    /// The address of floats that may differ the next time. To be asked for before the kernel that uses it is begun.
    long number(float... values) {
        if (numberCount + values.length > NUMBERS || length > LONGEST) {
            submit(); // now and not with begin(), which would hand the number over before its kernel
        }
        System.arraycopy(values, 0, numbers, numberCount, values.length);
        long address = numbersAddress + (long) Float.BYTES * numberCount;
        numberCount += values.length;
        return address;
    }

    /// A product of row-major matrices: c (m, n) = op(a)·op(b), added to c where `add` is set.
    ///
    /// cuBLAS reads memory column by column, so it sees each of our matrices transposed. It is asked for the transpose of
    /// what we want, Cᵀ = op(B)ᵀ·op(A)ᵀ, with the operands swapped: then nothing has to be transposed anywhere.
    void product(boolean transposeA, boolean transposeB, Storage a, Storage b, Storage c, int m, int n, int k,
            boolean add) {
        if (m == 0 || n == 0) {
            return;
        }
        long left = DeviceStorage.of(b).address(), right = DeviceStorage.of(a).address();
        long result = DeviceStorage.of(c).address();
        begin();
        word(MATRIX_PRODUCT);
        word(transposeB ? 1 : 0);
        word(transposeA ? 1 : 0);
        word(n);
        word(m);
        word(k);
        word(left);
        word(transposeB ? k : n);
        word(right);
        word(transposeA ? m : k);
        word(add ? 1 : 0);
        word(result);
    }

    /// Hands everything to the GPU. Does not wait.
    void submit() {
        if (length == 0) {
            return;
        }
        if (numberCount > 0) {
            staging.upload(numbers, 0, numbersAddress, numberCount);
        }
        int handedOver = length;
        length = 0;
        numberCount = 0;
        graphs.run(words, handedOver);
    }

    void close() {
        graphs.close();
    }

    GraphCache graphs() {
        return graphs;
    }

    private void begin() {
        if (length > LONGEST) {
            submit();
        }
        header = length;
    }

    private void word(long word) {
        if (length == words.length) {
            words = Arrays.copyOf(words, 2 * length);
        }
        words[length++] = word;
    }

    /// One command after the other.
    private void run(long[] list, int end) {
        int i = 0;
        while (i < end) {
            if (list[i] == MATRIX_PRODUCT) {
                product(list, i);
                i += PRODUCT_WORDS;
            } else {
                int count = (int) list[i + 1], gridX = (int) list[i + 2], gridY = (int) list[i + 3];
                if (gridX > 0 && gridY > 0) {
                    device.launch(KERNELS[(int) list[i]], gridX, gridY, THREADS, list, i + 4, count);
                }
                i += 4 + count;
            }
        }
    }

    private void product(long[] list, int i) {
        int n = (int) list[i + 3];
        device.gemm(list[i + 1] != 0, list[i + 2] != 0, n, (int) list[i + 4], (int) list[i + 5], list[i + 6],
                (int) list[i + 7], list[i + 8], (int) list[i + 9], list[i + 10], list[i + 11], n);
    }
}
