package drl.cuda;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.RmsPropStep;
import drl.backend.SgdStep;
import drl.backend.Storage;
import drl.backend.Unary;
import java.util.Arrays;

/// The kernels on an NVIDIA GPU: products by cuBLAS, everything else by kernels of our own (`src/main/cuda`).
///
/// Nothing here computes and nothing waits, except [#get] and [#download]: a method writes down what is to be done (see
/// [Commands]), and it runs when it is handed over, at [#submit] or when a number is asked for. An index outside its axis
/// is therefore reported by the next call that waits. All tapes share one stream, because they share their parameters:
/// what the rollout's tape reads, the optimiser on the training tape has just written.
public final class CudaBackend implements Backend {

    private final Device device;
    private final DeviceMemory memory;
    private final Staging staging;
    private final Commands commands;
    private final Scratch scratch;
    private final Reductions reductions;
    private final Faults faults;
    private final Arrangement arrangement = new Arrangement();

    /// @param device closed together with this
    CudaBackend(Device device) {
        this.device = device;
        memory = new DeviceMemory(device, this::settle);
        staging = new Staging(device);
        faults = new Faults(device);
        scratch = new Scratch(memory);
        commands = new Commands(device, staging, device.allocate(Commands.numbersBytes()));
        reductions = new Reductions(commands, scratch);
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return device.description();
    }

    // ---- memory -----------------------------------------------------------------------------------------------

    @Override
    public synchronized Storage allocate(int size) {
        DeviceStorage y = memory.allocate(size);
        fill(y, 0);
        return y;
    }

    @Override
    public synchronized void free(Storage storage) {
        memory.free(DeviceStorage.of(storage));
    }

    @Override
    public synchronized void upload(float[] source, int offset, Storage target, int at, int n) {
        if (n > 0) {
            long address = DeviceStorage.of(target).slice(at, n).address();
            commands.submit();
            staging.upload(source, offset, address, n);
        }
    }

    @Override
    public synchronized void download(Storage source, int at, float[] target, int offset, int n) {
        if (n > 0) {
            long address = DeviceStorage.of(source).slice(at, n).address();
            commands.submit();
            staging.download(address, target, offset, n);
            faults.check();
        }
    }

    @Override
    public synchronized float get(Storage source, int at) {
        long address = DeviceStorage.of(source).slice(at, 1).address();
        commands.submit();
        float value = staging.read(address);
        faults.check();
        return value;
    }

    @Override
    public synchronized void submit() {
        commands.submit();
    }

    private void settle() {
        commands.submit();
        device.synchronize();
    }

    /// Waits until everything is done.
    synchronized void synchronize() {
        settle();
        faults.check();
    }

    @Override
    public synchronized void close() {
        settle();
        commands.close();
        staging.close();
        faults.close();
        memory.close();
        device.close();
    }

    // ---- element by element -----------------------------------------------------------------------------------

    @Override
    public synchronized void fill(Storage y, float value) {
        each(Kernel.FILL, y.size()).at(y).of(value).of(y.size());
    }

    @Override
    public synchronized void copy(Storage x, Storage y) {
        each(Kernel.COPY, x.size()).at(x).at(y).of(x.size());
    }

    @Override
    public synchronized void copyToRow(Storage x, Storage y, int row, int width, int column) {
        DeviceStorage.of(y).slice(row * width + column, x.size()); // refuses what does not lie within y
        long number = commands.number(row);
        each(Kernel.COPY_TO_ROW, x.size()).at(x).at(y).at(number).of(width).of(column).of(x.size());
    }

    @Override
    public synchronized void copyStrided(Storage x, int xAt, int[] xStrides, Storage y, int yAt, int[] yStrides,
            int[] dims, boolean add) {
        copyStrided(address(x, xAt), xStrides, address(y, yAt), yStrides, dims, add);
    }

    private void copyStrided(long x, int[] xStrides, long y, int[] yStrides, int[] dims, boolean add) {
        for (int length : dims) {
            if (length == 0) {
                return;
            }
        }
        if (arrangement.of(xStrides, yStrides, dims, add)) {
            arrangement.enqueue(commands, x, y, add);
            return;
        }
        int[] fewerX = tail(xStrides), fewerY = tail(yStrides), fewerDims = tail(dims);
        for (int i = 0; i < dims[0]; i++) {
            copyStrided(x + (long) Float.BYTES * i * xStrides[0], fewerX, y + (long) Float.BYTES * i * yStrides[0],
                    fewerY, fewerDims, add);
        }
    }

    private static int[] tail(int[] numbers) {
        return Arrays.copyOfRange(numbers, 1, numbers.length);
    }

    @Override
    public synchronized void affine(Storage x, float scale, float shift, Storage y) {
        each(Kernel.AFFINE, y.size()).at(x).of(scale).of(shift).at(y).of(y.size());
    }

    @Override
    public synchronized void axpy(float scale, Storage x, Storage y) {
        each(Kernel.AXPY, y.size()).of(scale).at(x).at(y).of(y.size());
    }

    @Override
    public synchronized void unary(Unary f, float p, Storage x, Storage y) {
        each(Kernel.UNARY, y.size()).of(f.ordinal()).of(p).at(x).at(y).of(y.size());
    }

    @Override
    public synchronized void unaryGrad(Unary f, float p, Storage x, Storage y, Storage dy, Storage dx) {
        each(Kernel.UNARY_GRAD, y.size()).of(f.ordinal()).of(p).at(x).at(y).at(dy).at(dx).of(y.size());
    }

    @Override
    public synchronized void clamp(Storage x, float low, float high, Storage y) {
        each(Kernel.CLAMP, y.size()).at(x).of(low).of(high).at(y).of(y.size());
    }

    @Override
    public synchronized void clampGrad(Storage x, float low, float high, Storage dy, Storage dx) {
        each(Kernel.CLAMP_GRAD, dx.size()).at(x).of(low).of(high).at(dy).at(dx).of(dx.size());
    }

    @Override
    public synchronized void binary(Binary f, Storage a, Expand ea, Storage b, Expand eb, Storage y, int cols) {
        each(Kernel.BINARY, y.size()).of(f.ordinal()).at(a).of(ea.ordinal()).at(b).of(eb.ordinal()).at(y).of(cols)
                .of(y.size());
    }

    @Override
    public synchronized void binaryGrad(Binary f, Storage a, Expand ea, Storage b, Expand eb, Storage y, Storage dy,
            Storage da, Storage db, int cols) {
        if (da != null) {
            oneGrad(f, false, a, ea, b, eb, y, dy, da, ea, cols);
        }
        if (db != null) {
            oneGrad(f, true, a, ea, b, eb, y, dy, db, eb, cols);
        }
    }

    /// Straight into the gradient where each element has its own, else by way of a sum over what was repeated.
    private void oneGrad(Binary f, boolean ofB, Storage a, Expand ea, Storage b, Expand eb, Storage y, Storage dy,
            Storage d, Expand e, int cols) {
        int n = y.size(), rows = cols == 0 ? 0 : n / cols;
        Storage into = e == Expand.FULL ? d : products(n);
        each(Kernel.BINARY_GRAD, n).of(f.ordinal()).of(ofB).at(a).of(ea.ordinal()).at(b).of(eb.ordinal()).at(y).at(dy)
                .at(into).of(cols).of(e == Expand.FULL).of(n);
        switch (e) {
            case FULL -> {}
            case ROW -> reductions.reduce(Reduction.SUM, into, d, 1, rows, cols, true);
            case COLUMN -> reductions.reduce(Reduction.SUM, into, d, rows, cols, 1, true);
            case SCALAR -> reductions.reduce(Reduction.SUM, into, d, 1, n, 1, true);
        }
    }

    private DeviceStorage products; // not the scratch memory, which the sum over them uses

    private DeviceStorage products(int n) {
        if (products == null || products.size() < n) {
            products = memory.allocate(n);
        }
        return products;
    }

    // ---- reductions -------------------------------------------------------------------------------------------

    @Override
    public synchronized void reduce(Reduction r, Storage x, Storage y, int outer, int n, int inner) {
        reductions.reduce(r, x, y, outer, n, inner, false);
    }

    @Override
    public synchronized void reduceGrad(Reduction r, boolean shareTies, Storage x, Storage y, Storage dy, Storage dx,
            int outer, int n, int inner) {
        reductions.reduceGrad(r, shareTies, x, y, dy, dx, outer, n, inner);
    }

    @Override
    public synchronized void softmax(Storage x, Storage y, int rows, int cols) {
        each(Kernel.SOFTMAX, rows).at(x).at(y).of(rows).of(cols);
    }

    @Override
    public synchronized void softmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols) {
        each(Kernel.SOFTMAX_GRAD, rows).at(y).at(dy).at(dx).of(rows).of(cols);
    }

    @Override
    public synchronized void logSoftmax(Storage x, Storage y, int rows, int cols) {
        each(Kernel.LOG_SOFTMAX, rows).at(x).at(y).of(rows).of(cols);
    }

    @Override
    public synchronized void logSoftmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols) {
        each(Kernel.LOG_SOFTMAX_GRAD, rows).at(y).at(dy).at(dx).of(rows).of(cols);
    }

    // ---- matrices ---------------------------------------------------------------------------------------------

    @Override
    public synchronized void matmul(boolean transposeA, boolean transposeB, Storage a, Storage b, Storage y, int m,
            int n, int k, boolean add) {
        commands.product(transposeA, transposeB, a, b, y, m, n, k, add);
    }

    @Override
    public synchronized void linear(Storage x, Storage w, Storage b, Activation act, Storage y, int rows, int in,
            int out) {
        commands.product(false, false, x, w, y, rows, out, in, false);
        each(Kernel.BIAS_ACTIVATION, rows * out).at(y).at(b).of(act.ordinal()).of(out).of(rows * out);
    }

    @Override
    public synchronized void linearGrad(Storage x, Storage w, Activation act, Storage y, Storage dy, Storage dx,
            boolean setDx, Storage dw, Storage db, int rows, int in, int out) {
        if (act != Activation.IDENTITY) {
            each(Kernel.ACTIVATION_GRAD, rows * out).of(act.ordinal()).at(y).at(dy).of(rows * out);
        }
        if (dw != null) {
            reductions.reduce(Reduction.SUM, dy, db, 1, rows, out, true);
            commands.product(true, false, x, dy, dw, in, out, rows, true);
        }
        if (dx != null) {
            commands.product(false, true, dy, w, dx, rows, in, out, !setDx);
        }
    }

    @Override
    public synchronized void cholesky(Storage a, Storage l, int n) {
        each(Kernel.CHOLESKY, 1).at(a).at(l).at(scratch.doubles(n * n)).of(n);
    }

    @Override
    public synchronized void choleskyGrad(Storage l, Storage dl, Storage da, int n) {
        each(Kernel.CHOLESKY_GRAD, 1).at(l).at(dl).at(da).at(scratch.doubles(2 * n * n)).of(n);
    }

    @Override
    public synchronized void solveTriangular(Storage l, boolean transpose, Storage b, Storage x, int n, int m) {
        each(Kernel.SOLVE_TRIANGULAR, m).at(l).of(transpose).at(b).at(x).at(scratch.doubles(n * m)).of(n).of(m);
    }

    // ---- picking by index -------------------------------------------------------------------------------------

    @Override
    public synchronized void select(Storage x, Storage index, Storage y, int outer, int n, int inner, int m) {
        int count = outer * m * inner;
        each(Kernel.SELECT_ROWS, count).at(x).at(index).at(y).of(n).of(inner).of(m).of(count).at(faults.address());
    }

    @Override
    public synchronized void selectGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m) {
        each(Kernel.SELECT_GRAD, outer * inner).at(index).at(dy).at(dx).of(outer).of(n).of(inner).of(m)
                .at(faults.address());
    }

    @Override
    public synchronized void gather(Storage x, Storage index, Storage y, int outer, int n, int inner, int m) {
        int count = outer * m * inner;
        each(Kernel.GATHER, count).at(x).at(index).at(y).of(n).of(inner).of(m).of(count).at(faults.address());
    }

    @Override
    public synchronized void gatherGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m) {
        each(Kernel.GATHER_GRAD, outer * inner).at(index).at(dy).at(dx).of(outer).of(n).of(inner).of(m)
                .at(faults.address());
    }

    // ---- optimisers -------------------------------------------------------------------------------------------

    @Override
    public synchronized void clipNorm(Storage x, float maxNorm, Storage norm) {
        reductions.clipNorm(x, maxNorm, norm);
    }

    @Override
    public synchronized void sgd(SgdStep s, Storage params, Storage grads, Storage velocity) {
        long numbers = commands.number((float) s.learningRate(), s.first() ? 1 : 0);
        each(Kernel.SGD, params.size()).at(numbers).of((float) s.momentum()).of((float) s.weightDecay())
                .of(s.maximize() ? -1f : 1f).at(params).at(grads).at(velocity).of(params.size());
    }

    @Override
    public synchronized void adam(AdamStep s, Storage params, Storage grads, Storage m, Storage v) {
        long numbers = commands.number((float) s.stepSize(), (float) s.rootCorrection());
        each(Kernel.ADAM, params.size()).at(numbers).of((float) s.beta1()).of((float) (1 - s.beta1()))
                .of((float) s.beta2()).of((float) (1 - s.beta2())).of((float) s.eps()).of((float) s.weightDecay())
                .of(s.maximize() ? -1f : 1f).at(params).at(grads).at(m).at(v).of(params.size());
    }

    @Override
    public synchronized void rmsprop(RmsPropStep s, Storage params, Storage grads, Storage squares) {
        long numbers = commands.number((float) s.learningRate());
        each(Kernel.RMSPROP, params.size()).at(numbers).of((float) s.smoothing()).of((float) (1 - s.smoothing()))
                .of((float) s.eps()).of((float) s.weightDecay()).at(params).at(grads).at(squares).of(params.size());
    }

    // ---- for tests and commands -------------------------------------------------------------------------------

    /// The memory that tensors hold.
    synchronized long bytesInUse() {
        return memory.bytesInUse();
    }

    /// How often a recorded graph was replayed.
    long replays() {
        return commands.graphs().replays();
    }

    private Commands each(Kernel kernel, int n) {
        return commands.each(kernel, n);
    }

    private static long address(Storage x, int at) {
        return DeviceStorage.of(x).address() + (long) Float.BYTES * at;
    }
}
