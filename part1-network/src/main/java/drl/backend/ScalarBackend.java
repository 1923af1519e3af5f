package drl.backend;

import java.util.Arrays;

/// Every kernel as plain loops over Java arrays: the statement of what the others compute, and what the parity tests
/// compare them with. Sums are kept in double and rounded once, so this backend is the more exact one, and the slow one.
public sealed class ScalarBackend implements Backend permits VectorBackend {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public String description() {
        return "scalar loops, 1 thread";
    }

    @Override
    public Storage allocate(int size) {
        return new HostStorage(size);
    }

    @Override
    public void upload(float[] source, int offset, Storage target, int at, int n) {
        HostStorage t = HostStorage.of(target);
        System.arraycopy(source, offset, t.array, t.offset + at, n);
    }

    @Override
    public void download(Storage source, int at, float[] target, int offset, int n) {
        HostStorage s = HostStorage.of(source);
        System.arraycopy(s.array, s.offset + at, target, offset, n);
    }

    @Override
    public float get(Storage source, int at) {
        HostStorage s = HostStorage.of(source);
        return s.array[s.offset + at];
    }

    @Override
    public void fill(Storage y, float value) {
        HostStorage s = HostStorage.of(y);
        Arrays.fill(s.array, s.offset, s.offset + s.size, value);
    }

    @Override
    public void copy(Storage x, Storage y) {
        HostStorage s = HostStorage.of(x), t = HostStorage.of(y);
        System.arraycopy(s.array, s.offset, t.array, t.offset, s.size);
    }

    @Override
    public void copyToRow(Storage x, Storage y, int row, int width, int column) {
        copy(x, y.slice(row * width + column, x.size()));
    }

    @Override
    public void copyStrided(Storage xs, int xAt, int[] xStrides, Storage ys, int yAt, int[] yStrides, int[] dims,
            boolean add) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        copyAxis(0, x.array, x.offset + xAt, xStrides, y.array, y.offset + yAt, yStrides, dims, add);
    }

    private static void copyAxis(int axis, float[] x, int xi, int[] xStrides, float[] y, int yi, int[] yStrides,
            int[] dims, boolean add) {
        if (axis == dims.length) {
            y[yi] = add ? y[yi] + x[xi] : x[xi];
            return;
        }
        for (int i = 0; i < dims[axis]; i++) {
            copyAxis(axis + 1, x, xi + i * xStrides[axis], xStrides, y, yi + i * yStrides[axis], yStrides, dims, add);
        }
    }

    @Override
    public void affine(Storage xs, float scale, float shift, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        for (int i = 0; i < y.size; i++) {
            y.array[y.offset + i] = scale * x.array[x.offset + i] + shift;
        }
    }

    @Override
    public void axpy(float scale, Storage xs, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        for (int i = 0; i < y.size; i++) {
            y.array[y.offset + i] += scale * x.array[x.offset + i];
        }
    }

    @Override
    public void unary(Unary f, float p, Storage xs, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        for (int i = 0; i < y.size; i++) {
            y.array[y.offset + i] = f.apply(x.array[x.offset + i], p);
        }
    }

    @Override
    public void unaryGrad(Unary f, float p, Storage xs, Storage ys, Storage dys, Storage dxs) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys), dy = HostStorage.of(dys), dx = HostStorage.of(dxs);
        for (int i = 0; i < y.size; i++) {
            float slope = f.slope(x.array[x.offset + i], y.array[y.offset + i], p);
            dx.array[dx.offset + i] += dy.array[dy.offset + i] * slope;
        }
    }

    @Override
    public void clamp(Storage xs, float low, float high, Storage ys) {
        HostStorage x = HostStorage.of(xs), y = HostStorage.of(ys);
        for (int i = 0; i < y.size; i++) {
            y.array[y.offset + i] = Math.min(Math.max(x.array[x.offset + i], low), high);
        }
    }

    @Override
    public void clampGrad(Storage xs, float low, float high, Storage dys, Storage dxs) {
        HostStorage x = HostStorage.of(xs), dy = HostStorage.of(dys), dx = HostStorage.of(dxs);
        for (int i = 0; i < dx.size; i++) {
            float v = x.array[x.offset + i];
            dx.array[dx.offset + i] += v >= low && v <= high ? dy.array[dy.offset + i] : 0;
        }
    }

    @Override
    public void binary(Binary f, Storage as, Expand ea, Storage bs, Expand eb, Storage ys, int cols) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys);
        for (int i = 0; i < y.size; i++) {
            float left = a.array[a.offset + ea.index(i, cols)], right = b.array[b.offset + eb.index(i, cols)];
            y.array[y.offset + i] = f.apply(left, right);
        }
    }

    @Override
    public void binaryGrad(Binary f, Storage as, Expand ea, Storage bs, Expand eb, Storage ys, Storage dys, Storage das,
            Storage dbs, int cols) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys), dy = HostStorage.of(dys);
        HostStorage da = das == null ? null : HostStorage.of(das), db = dbs == null ? null : HostStorage.of(dbs);
        for (int i = 0; i < y.size; i++) {
            int ai = ea.index(i, cols), bi = eb.index(i, cols);
            float left = a.array[a.offset + ai], right = b.array[b.offset + bi], out = y.array[y.offset + i];
            float g = dy.array[dy.offset + i];
            if (da != null) {
                da.array[da.offset + ai] += g * f.slopeA(left, right, out);
            }
            if (db != null) {
                db.array[db.offset + bi] += g * f.slopeB(left, right, out);
            }
        }
    }

    @Override
    public void reduce(Reduction r, Storage x, Storage y, int outer, int n, int inner) {
        HostReductions.reduce(r, HostStorage.of(x), HostStorage.of(y), outer, n, inner);
    }

    @Override
    public void reduceGrad(Reduction r, boolean shareTies, Storage x, Storage y, Storage dy, Storage dx, int outer,
            int n, int inner) {
        HostReductions.reduceGrad(r, shareTies, HostStorage.of(x), HostStorage.of(y), HostStorage.of(dy),
                HostStorage.of(dx), outer, n, inner);
    }

    @Override
    public void matmul(boolean transposeA, boolean transposeB, Storage as, Storage bs, Storage ys, int m, int n, int k,
            boolean add) {
        HostStorage a = HostStorage.of(as), b = HostStorage.of(bs), y = HostStorage.of(ys);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = add ? y.array[y.offset + i * n + j] : 0;
                for (int p = 0; p < k; p++) {
                    float left = a.array[a.offset + (transposeA ? p * m + i : i * k + p)];
                    float right = b.array[b.offset + (transposeB ? j * k + p : p * n + j)];
                    sum += (double) left * right;
                }
                y.array[y.offset + i * n + j] = (float) sum;
            }
        }
    }

    // exercise: Step 5, a layer: y = act(x·W + b)
    @Override
    public void linear(Storage xs, Storage ws, Storage bs, Activation act, Storage ys, int rows, int in, int out) {
        HostStorage x = HostStorage.of(xs), w = HostStorage.of(ws), b = HostStorage.of(bs), y = HostStorage.of(ys);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < out; j++) {
                double sum = b.array[b.offset + j];
                for (int p = 0; p < in; p++) {
                    sum += (double) x.array[x.offset + r * in + p] * w.array[w.offset + p * out + j];
                }
                y.array[y.offset + r * out + j] = act.apply((float) sum);
            }
        }
    }

    // exercise: Step 5, a layer: db = Σ g, dW = xᵀ·g, dx = g·Wᵀ, where g = dy·act'
    @Override
    public void linearGrad(Storage xs, Storage ws, Activation act, Storage ys, Storage dys, Storage dxs, boolean setDx,
            Storage dws, Storage dbs, int rows, int in, int out) {
        HostStorage y = HostStorage.of(ys), g = HostStorage.of(dys);
        for (int i = 0; i < rows * out; i++) {
            g.array[g.offset + i] *= act.slope(y.array[y.offset + i]);
        }
        if (dws != null) {
            HostStorage db = HostStorage.of(dbs);
            for (int i = 0; i < rows * out; i++) {
                db.array[db.offset + i % out] += g.array[g.offset + i];
            }
            matmul(true, false, xs, g, dws, in, out, rows, true);
        }
        if (dxs != null) {
            matmul(false, true, g, ws, dxs, rows, in, out, !setDx);
        }
    }

    @Override
    public void softmax(Storage x, Storage y, int rows, int cols) {
        HostReductions.softmax(HostStorage.of(x), HostStorage.of(y), rows, cols);
    }

    @Override
    public void softmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols) {
        HostReductions.softmaxGrad(HostStorage.of(y), HostStorage.of(dy), HostStorage.of(dx), rows, cols);
    }

    @Override
    public void logSoftmax(Storage x, Storage y, int rows, int cols) {
        HostReductions.logSoftmax(HostStorage.of(x), HostStorage.of(y), rows, cols);
    }

    @Override
    public void logSoftmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols) {
        HostReductions.logSoftmaxGrad(HostStorage.of(y), HostStorage.of(dy), HostStorage.of(dx), rows, cols);
    }

    @Override
    public void select(Storage x, Storage index, Storage y, int outer, int n, int inner, int m) {
        HostIndexing.select(HostStorage.of(x), HostStorage.of(index), HostStorage.of(y), outer, n, inner, m);
    }

    @Override
    public void selectGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m) {
        HostIndexing.selectGrad(HostStorage.of(index), HostStorage.of(dy), HostStorage.of(dx), outer, n, inner, m);
    }

    @Override
    public void gather(Storage x, Storage index, Storage y, int outer, int n, int inner, int m) {
        HostIndexing.gather(HostStorage.of(x), HostStorage.of(index), HostStorage.of(y), outer, n, inner, m);
    }

    @Override
    public void gatherGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m) {
        HostIndexing.gatherGrad(HostStorage.of(index), HostStorage.of(dy), HostStorage.of(dx), outer, n, inner, m);
    }

    @Override
    public void cholesky(Storage a, Storage l, int n) {
        Triangular.cholesky(HostStorage.of(a), HostStorage.of(l), n);
    }

    @Override
    public void choleskyGrad(Storage l, Storage dl, Storage da, int n) {
        Triangular.choleskyGrad(HostStorage.of(l), HostStorage.of(dl), HostStorage.of(da), n);
    }

    @Override
    public void solveTriangular(Storage l, boolean transpose, Storage b, Storage x, int n, int m) {
        Triangular.solve(HostStorage.of(l), transpose, HostStorage.of(b), HostStorage.of(x), n, m);
    }

    @Override
    public void clipNorm(Storage x, float maxNorm, Storage norm) {
        HostOptimizers.clipNorm(HostStorage.of(x), maxNorm, HostStorage.of(norm));
    }

    @Override
    public void sgd(SgdStep step, Storage params, Storage grads, Storage velocity) {
        HostOptimizers.sgd(step, HostStorage.of(params), HostStorage.of(grads),
                velocity == null ? null : HostStorage.of(velocity));
    }

    @Override
    public void adam(AdamStep step, Storage params, Storage grads, Storage m, Storage v) {
        HostStorage p = HostStorage.of(params);
        HostOptimizers.adam(step, p, HostStorage.of(grads), HostStorage.of(m), HostStorage.of(v), 0, p.size);
    }

    @Override
    public void rmsprop(RmsPropStep step, Storage params, Storage grads, Storage squares) {
        HostOptimizers.rmsprop(step, HostStorage.of(params), HostStorage.of(grads), HostStorage.of(squares), 0);
    }
}
