package drl.backend;

import static drl.backend.VectorMath.S;

import drl.parallel.Workers;

/// The fast backend: products through the Vector API, elementwise kernels as loops the compiler vectorises, and rows
/// shared out over threads. What is neither hot nor vectorisable it inherits from its readable twin.
///
/// Needs the JVM flag `--add-modules jdk.incubator.vector` (JEP 508); [Backend#defaultBackend] falls back to
/// [ScalarBackend] without it and says so. Results do not depend on the number of threads.
public final class VectorBackend extends ScalarBackend {

    /// Multiply-adds below which a second thread costs more than it brings.
    private static final long WORTH_SHARING = 400_000;
    /// Rows at a time in a backward pass: their gradients stay in the second-level cache between its three products.
    private static final int ROW_BLOCK = 120;

    private final Workers workers;

    /// A backend that computes on `threads` threads, the caller's included.
    ///
    /// @throws IllegalArgumentException if threads is below 1
    public VectorBackend(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        workers = threads == 1 ? null : new Workers(threads, "backend");
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

    private boolean worthSharing(int rows, int in, int out) {
        return workers != null && (long) rows * in * out >= WORTH_SHARING && !workers.busy();
    }

    @Override
    public void matmul(boolean transposeA, boolean transposeB, Storage as, Storage bs, Storage ys, int m, int n, int k,
            boolean add) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys);
        float[] right = b.array;
        int at = b.offset, row = n;
        if (transposeB) {
            right = Panels.packTransposed(b.array, b.offset, k, k, n, Scratch.local().transposed(Panels.size(k, n)));
            at = 0;
            row = Gemm.PANELS;
        }
        Gemm.multiply(m, n, k, a.array, a.offset, transposeA ? 1 : k, transposeA ? m : 1, right, at, row, y.array,
                y.offset, n, add ? y.array : Gemm.zeros(n), add ? y.offset : 0, add ? n : 0, Gemm.NO_FLOOR);
    }

    @Override
    public void linear(Storage xs, Storage ws, Storage bs, Activation act, Storage ys, int rows, int in, int out) {
        HostStorage x = HostStorage.of(xs), w = HostStorage.of(ws), b = HostStorage.of(bs), y = HostStorage.of(ys);
        if (worthSharing(rows, in, out)) {
            workers.run(workers.threads(), (part, parts) -> Layers.forward(x, w, b, act, y,
                    Layers.cut(rows, part, parts), Layers.cut(rows, part + 1, parts), in, out));
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
        float[] wt = dx == null ? null : Layers.transposed(w, in, out); // once, for whoever takes part
        if (!worthSharing(rows, in, out)) {
            for (int r = 0; r < rows; r += ROW_BLOCK) {
                int end = Math.min(rows, r + ROW_BLOCK);
                Layers.activationGrad(act, y, g, r, end, out);
                if (dw != null) {
                    Layers.weightGrad(x, g, dw, db, r, end, 0, in, in, out);
                }
                if (dx != null) {
                    Layers.inputGrad(g, wt, dx, setDx, r, end, in, out);
                }
            }
            return;
        }
        workers.run(workers.threads(), (part, parts) -> {
            int from = Layers.cut(rows, part, parts), to = Layers.cut(rows, part + 1, parts);
            Layers.activationGrad(act, y, g, from, to, out);
            if (dx != null) {
                Layers.inputGrad(g, wt, dx, setDx, from, to, in, out);
            }
        });
        if (dw == null) {
            return;
        }
        workers.run(workers.threads(), (part, parts) -> {
            int from = Layers.cut(in, part, parts), to = Layers.cut(in, part + 1, parts);
            for (int r = 0; r < rows; r += ROW_BLOCK) {
                Layers.weightGrad(x, g, dw, part == 0 ? db : null, r, Math.min(rows, r + ROW_BLOCK), from, to, in, out);
            }
        });
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
        Loops.axpby(a, x.array, x.offset, b, y.array, y.offset, y.size);
    }

    @Override
    public void unary(Unary f, float p, Storage xs, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        switch (f) {
            case EXP -> VectorMath.exp(x.array, x.offset, y.array, y.offset, y.size);
            case TANH -> VectorMath.tanh(x.array, x.offset, y.array, y.offset, y.size);
            case SIGMOID -> VectorMath.sigmoid(x.array, x.offset, y.array, y.offset, y.size);
            case RELU -> Loops.relu(x.array, x.offset, y.array, y.offset, y.size);
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
            Loops.binaryRows(f, a.array, a.offset, ea, b.array, b.offset, eb, y.array, y.offset, y.size / cols, cols);
        }
    }

    @Override
    public void binaryGrad(Binary f, Storage as, Expand ea, Storage bs, Expand eb, Storage ys, Storage dys, Storage das,
            Storage dbs, int cols) {
        boolean linear = f == Binary.ADD || f == Binary.SUB || f == Binary.MUL;
        if (ea == Expand.FULL && dbs == null && linear) {
            HostStorage b = HostStorage.of(bs), dy = HostStorage.of(dys), da = HostStorage.of(das);
            Loops.linearGrad(f, b.array, b.offset, eb, dy.array, dy.offset, da.array, da.offset, dy.size / cols, cols);
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
    public void adam(AdamStep step, Storage params, Storage grads, Storage m, Storage v) {
        VectorAdam.step(step, HostStorage.of(params), HostStorage.of(grads), HostStorage.of(m), HostStorage.of(v));
    }
}
