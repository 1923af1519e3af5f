package drl.backend;

import static drl.backend.VectorMath.S;

import drl.parallel.Workers;
import java.time.Duration;
import java.util.Arrays;

/// The fast backend: products, and what else runs over many floats, through the Vector API, and rows shared out over
/// threads. What is not hot it inherits from its readable twin.
///
/// Needs the JVM flag `--add-modules jdk.incubator.vector` (JEP 508); [Backend#defaultBackend] falls back to
/// [ScalarBackend] without it and says so. Results do not depend on the number of threads.
public final class VectorBackend extends ScalarBackend {

    /// Multiply-adds below which a second thread costs more than it brings.
    private static final long WORTH_SHARING = 400_000;
    /// Multiply-adds that one value of an activation with an exponential function in it takes as long as.
    private static final int EXPONENTIAL = 30;
    /// Floats of a pass over parameters below which a second thread costs more than it brings. It brings more than half of
    /// the time: each thread passes over what it had in hand just before, in the halves of an update.
    private static final int MANY_FLOATS = 1 << 13;
    /// Rows at a time in a backward pass: their gradients stay in the second-level cache between its three products.
    private static final int ROW_BLOCK = 120;

    private final Workers workers;

    /// A backend that computes on `threads` threads, the caller's included.
    ///
    /// @throws IllegalArgumentException if threads is below 1
    public VectorBackend(int threads) {
        this(threads, Duration.ZERO);
    }

    /// The same, on the caller's thread alone while the program is young: see [Workers].
    ///
    /// @param headStart how long from the program's begin on
    /// @throws IllegalArgumentException if threads is below 1
    public VectorBackend(int threads, Duration headStart) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        workers = threads == 1 ? null : new Workers(threads, "backend", headStart);
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public String description() {
        int threads = workers == null ? 1 : workers.threads();
        return "Vector API, " + S.vectorBitSize() + " bit, " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public void close() {
        if (workers != null) {
            workers.close();
        }
    }

    @Override
    public boolean runsSideBySide() {
        return workers != null;
    }

    /// What the two do in turn runs on one thread each: the team is taken.
    @Override
    public void sideBySide(Runnable first, Runnable second) {
        if (workers == null || workers.busy()) {
            super.sideBySide(first, second);
        } else {
            workers.run(2, (part, _) -> (part == 0 ? first : second).run());
        }
    }

    @Override
    public void meanwhile(Runnable work) {
        if (workers == null) {
            super.meanwhile(work);
        } else {
            workers.meanwhile(work);
        }
    }

    @Override
    public void join() {
        if (workers != null) {
            workers.join();
        }
    }

    private boolean worthSharing(int rows, int in, int out, Activation act) {
        int each = act == Activation.TANH || act == Activation.SIGMOID ? in + EXPONENTIAL : in;
        return workers != null && (long) rows * each * out >= WORTH_SHARING && !workers.busy();
    }

    private boolean worthSharing(int floats) {
        return workers != null && floats >= MANY_FLOATS && !workers.busy();
    }

    /// A part of some work.
    @FunctionalInterface
    private interface Range {
        void over(int from, int to);
    }

    /// Does `work` on n items in as many ranges as there are threads, cut at multiples of `unit`. One of them may be empty;
    /// the last alone ends at n.
    private void share(int n, int unit, Range work) {
        workers.run(workers.threads(), (part, parts) -> work.over(Layers.cut(n, part, parts, unit),
                Layers.cut(n, part + 1, parts, unit)));
    }

    @Override
    public void fill(Storage ys, float value) {
        HostStorage y = HostStorage.of(ys);
        if (worthSharing(y.size)) {
            share(y.size, S.length(), (from, to) -> Arrays.fill(y.array, y.offset + from, y.offset + to, value));
        } else {
            super.fill(y, value);
        }
    }

    @Override
    public void matmul(boolean transposeA, boolean transposeB, Storage as, Storage bs, Storage ys, int m, int n, int k,
            boolean add) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys);
        float[] right = b.array;
        int at = b.offset, row = n;
        if (transposeB) {
            right = Panels.packTransposed(b.array, b.offset, k, k, n, Scratch.local().transposed(Panels.size(k, n)));
            at = Panels.START;
            row = Gemm.PANELS;
        }
        Gemm.multiply(m, n, k, a.array, a.offset, transposeA ? 1 : k, transposeA ? m : 1, right, at, row, y.array,
                y.offset, n, add ? y.array : Gemm.zeros(n), add ? y.offset : 0, add ? n : 0);
    }

    @Override
    public void linear(Storage xs, Storage ws, Storage bs, Activation act, Storage ys, int rows, int in, int out) {
        HostStorage x = HostStorage.of(xs), w = HostStorage.of(ws), b = HostStorage.of(bs), y = HostStorage.of(ys);
        if (worthSharing(rows, in, out, act)) {
            share(rows, 6, (from, to) -> Layers.forward(x, w, b, act, y, from, to, in, out));
        } else {
            Layers.forward(x, w, b, act, y, 0, rows, in, out);
        }
    }

    @Override
    public void linearGrad(Storage xs, Storage ws, Activation act, Storage ys, Storage dys, Storage dxs, boolean setDx,
            Storage dws, Storage dbs, int rows, int in, int out) {
        HostStorage x = HostStorage.of(xs), w = HostStorage.of(ws), y = HostStorage.of(ys), g = HostStorage.of(dys);
        HostStorage dx = dxs == null ? null : HostStorage.of(dxs);
        HostStorage dw = dws == null ? null : HostStorage.of(dws), db = dws == null ? null : HostStorage.of(dbs);
        if (!worthSharing(rows, in, out, Activation.IDENTITY)) {
            inputsGrad(x, w, act, y, g, dx, setDx, dw, db, rows, 0, in, in, out);
            return;
        }
        if (act != Activation.IDENTITY) {
            share(rows, 1, (from, to) -> Layers.activationGrad(act, y, g, null, from, to, out));
        }
        // By inputs, that is by rows of w: each thread rearranges only what it needs of wᵀ, and with the same rows of dw it
        // touches the same part of the parameters as in the optimiser's step.
        share(in, S.length(), (from, to) -> inputsGrad(x, w, Activation.IDENTITY, y, g, dx, setDx, dw,
                to == in ? db : null, rows, from, to, in, out));
    }

    /// The gradients of the inputs from `pFrom` to `pTo` and of their weights, from `g`, that of the outputs.
    private static void inputsGrad(HostStorage x, HostStorage w, Activation act, HostStorage y, HostStorage g,
            HostStorage dx, boolean setDx, HostStorage dw, HostStorage db, int rows, int pFrom, int pTo, int in,
            int out) {
        boolean few = setDx && Layers.rowsAreFew(rows, pTo - pFrom, out);
        float[] wt = dx == null || few ? null : Layers.transposed(w, pFrom, pTo, out);
        for (int r = 0; r < rows; r += ROW_BLOCK) {
            int end = Math.min(rows, r + ROW_BLOCK);
            Layers.activationGrad(act, y, g, db, r, end, out);
            if (dw != null) {
                Layers.weightGrad(x, g, dw, r, end, pFrom, pTo, in, out);
            }
            if (dx != null && few) {
                Layers.inputGradOfFewRows(g, w, dx, r, end, pFrom, pTo, in, out);
            } else if (dx != null) {
                Layers.inputGrad(g, wt, dx, setDx, r, end, pFrom, pTo, in, out);
            }
        }
    }

    @Override
    public void copyStrided(Storage xs, int xAt, int[] xStrides, Storage ys, int yAt, int[] yStrides, int[] dims,
            boolean add) {
        int last = dims.length - 1;
        if (last < 0 || xStrides[last] != 1 || yStrides[last] != 1) {
            super.copyStrided(xs, xAt, xStrides, ys, yAt, yStrides, dims, add);
        } else {
            HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
            Loops.copyRows(0, x.array, x.offset + xAt, xStrides, y.array, y.offset + yAt, yStrides, dims, add);
        }
    }

    @Override
    public void axpby(float a, Storage xs, float b, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        if (worthSharing(y.size)) {
            share(y.size, S.length(), (from, to) -> VectorOptimizers.axpby(a, x, b, y, from, to));
        } else {
            VectorOptimizers.axpby(a, x, b, y, 0, y.size);
        }
    }

    @Override
    public void unary(Unary f, float p, Storage xs, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        switch (f) {
            case EXP -> VectorMath.exp(x.array, x.offset, y.array, y.offset, y.size);
            case TANH -> VectorMath.tanh(x.array, x.offset, y.array, y.offset, y.size);
            case SIGMOID -> VectorMath.sigmoid(x.array, x.offset, y.array, y.offset, y.size);
            case RELU -> VectorMath.relu(x.array, x.offset, y.array, y.offset, y.size);
            case SQUARE -> Loops.mul(x.array, x.offset, x.array, x.offset, y.array, y.offset, y.size);
            default -> super.unary(f, p, xs, ys);
        }
    }

    @Override
    public void unaryGrad(Unary f, float p, Storage xs, Storage ys, Storage dys, Storage dxs) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys), dy = HostStorage.of(dys), dx = HostStorage.of(dxs);
        switch (f) {
            case EXP -> Loops.addMul(dy.array, dy.offset, y.array, y.offset, dx.array, dx.offset, y.size);
            case TANH -> Loops.tanhGrad(y.array, y.offset, dy.array, dy.offset, dx.array, dx.offset, y.size);
            case SIGMOID -> Loops.sigmoidGrad(y.array, y.offset, dy.array, dy.offset, dx.array, dx.offset, y.size);
            case RELU -> Loops.reluGrad(y.array, y.offset, dy.array, dy.offset, dx.array, dx.offset, y.size);
            case SQUARE -> Loops.squareGrad(x.array, x.offset, dy.array, dy.offset, dx.array, dx.offset, y.size);
            default -> super.unaryGrad(f, p, xs, ys, dys, dxs);
        }
    }

    @Override
    public void clamp(Storage xs, float low, float high, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        Loops.clamp(x.array, x.offset, low, high, y.array, y.offset, y.size);
    }

    @Override
    public void reduce(Reduction r, Storage x, Storage y, int outer, int n, int inner) {
        if (n == 1) {
            copy(x, y);
        } else {
            super.reduce(r, x, y, outer, n, inner);
        }
    }

    @Override
    public void reduceGrad(Reduction r, boolean shareTies, Storage x, Storage y, Storage dy, Storage dx, int outer,
            int n, int inner) {
        if (n == 1) {
            axpy(1, dy, dx);
        } else {
            super.reduceGrad(r, shareTies, x, y, dy, dx, outer, n, inner);
        }
    }

    @Override
    public void binary(Binary f, Storage as, Expand ea, Storage bs, Expand eb, Storage ys, int cols) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys);
        if (f == Binary.POW) {
            super.binary(f, as, ea, bs, eb, ys, cols);
        } else if (ea == Expand.FULL && eb == Expand.FULL) {
            Loops.binary(f, a.array, a.offset, 1, b.array, b.offset, 1, y.array, y.offset, y.size);
        } else {
            Loops.binaryRows(f, a.array, a.offset, ea, b.array, b.offset, eb, y.array, y.offset,
                    y.size / Math.max(1, cols), cols);
        }
    }

    @Override
    public void binaryGrad(Binary f, Storage as, Expand ea, Storage bs, Expand eb, Storage ys, Storage dys, Storage das,
            Storage dbs, int cols) {
        boolean bRepeated = eb == Expand.ROW || eb == Expand.SCALAR;
        if (ea == Expand.FULL && (dbs == null || bRepeated) && Loops.isArithmetic(f)) {
            HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys),
                    dy = HostStorage.of(dys);
            int rows = dy.size / Math.max(1, cols);
            if (das != null) {
                HostStorage da = HostStorage.of(das);
                Loops.arithmeticGrad(f, b.array, b.offset, eb, dy.array, dy.offset, da.array, da.offset, rows, cols);
            }
            if (dbs != null) {
                HostStorage db = HostStorage.of(dbs);
                Loops.repeatedGrad(f, a.array, a.offset, b.array, b.offset, eb, y.array, y.offset, dy.array, dy.offset,
                        db.array, db.offset, rows, cols);
            }
            return;
        }
        if (ea != Expand.FULL || eb != Expand.FULL || f == Binary.POW || f == Binary.DIV) {
            super.binaryGrad(f, as, ea, bs, eb, ys, dys, das, dbs, cols);
            return;
        }
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), dy = HostStorage.of(dys);
        if (das != null) {
            HostStorage da = HostStorage.of(das);
            Loops.binaryGrad(f, a.array, a.offset, b.array, b.offset, true, dy.array, dy.offset, da.array, da.offset,
                    dy.size);
        }
        if (dbs != null) {
            HostStorage db = HostStorage.of(dbs);
            Loops.binaryGrad(f, b.array, b.offset, a.array, a.offset, false, dy.array, dy.offset, db.array, db.offset,
                    dy.size);
        }
    }

    @Override
    public void clipNorm(Storage xs, float maxNorm, Storage norm) {
        HostStorage x = HostStorage.of(xs);
        if (!worthSharing(x.size)) {
            super.clipNorm(x, maxNorm, norm);
            return;
        }
        int blocks = HostOptimizers.squareBlocks(x.size);
        double[] squares = Scratch.local().squares(blocks);
        share(blocks, 1, (from, to) -> {
            for (int block = from; block < to; block++) {
                squares[block] = HostOptimizers.squares(x, block);
            }
        });
        double sum = 0;
        for (int block = 0; block < blocks; block++) {
            sum += squares[block];
        }
        float scale = HostOptimizers.clipScale(sum, maxNorm, HostStorage.of(norm));
        if (!(scale >= 1)) {
            share(x.size, S.length(), (from, to) -> HostOptimizers.scale(x, from, to, scale));
        }
    }

    @Override
    public void adam(AdamStep step, Storage params, Storage grads, Storage m, Storage v) {
        HostStorage p = HostStorage.of(params), g = HostStorage.of(grads);
        HostStorage first = HostStorage.of(m), second = HostStorage.of(v);
        if (worthSharing(p.size)) {
            share(p.size, S.length(), (from, to) -> VectorOptimizers.adam(step, p, g, first, second, from, to));
        } else {
            VectorOptimizers.adam(step, p, g, first, second, 0, p.size);
        }
    }

    @Override
    public void rmsprop(RmsPropStep step, Storage params, Storage grads, Storage squares) {
        VectorOptimizers.rmsprop(step, HostStorage.of(params), HostStorage.of(grads), HostStorage.of(squares));
    }
}
