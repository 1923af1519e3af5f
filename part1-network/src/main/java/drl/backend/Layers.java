package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/// The parts of a layer's forward and backward pass over a range of rows, so that they can be blocked and shared out.
final class Layers {

    /// Up to this many outputs a row is a few dot products, not a padded product.
    private static final int FEW_OUTPUTS = 3;
    /// Rows at a time where an activation follows: it finds them in the first-level cache.
    private static final int ACTIVATION_BLOCK = 48;

    private static final VectorShuffle<Float> SWAP_HALVES = swap(V / 2);
    private static final VectorShuffle<Float> SWAP_QUARTERS = swap(V / 4);
    private static final VectorShuffle<Float> SWAP_EIGHTHS = swap(V / 8);
    private static final VectorShuffle<Float> SWAP_SIXTEENTHS = swap(V / 16);
    private static final VectorMask<Float> UPPER_HALF = lanesWith(V / 2);
    private static final VectorMask<Float> ODD_QUARTERS = lanesWith(V / 4);

    private Layers() {
    }

    /// Each lane changes places with that `distance` away, a power of two.
    private static VectorShuffle<Float> swap(int distance) {
        return VectorShuffle.fromOp(S, lane -> lane ^ distance);
    }

    /// The lanes in whose number that bit is set.
    private static VectorMask<Float> lanesWith(int bit) {
        boolean[] set = new boolean[V];
        for (int lane = 0; lane < V; lane++) {
            set[lane] = (lane & bit) != 0;
        }
        return VectorMask.fromArray(S, set, 0);
    }

    /// Where part `part` of `n` items begins, in multiples of `unit`.
    static int cut(int n, int part, int parts, int unit) {
        return part == parts ? n : (int) ((long) n * part / parts) / unit * unit;
    }

    static void forward(HostStorage x, HostStorage w, HostStorage b, Activation act, HostStorage y, int from, int to,
            int in, int out) {
        if (out <= FEW_OUTPUTS) {
            dots(x, w, b, y, from, to, in, out);
            activate(act, y.array, y.offset + from * out, (to - from) * out);
            return;
        }
        int step = act == Activation.IDENTITY ? Math.max(1, to - from) : ACTIVATION_BLOCK;
        for (int r = from; r < to; r += step) {
            int rows = Math.min(step, to - r), yi = y.offset + r * out;
            Gemm.multiply(rows, out, in, x.array, x.offset + r * in, in, 1, w.array, w.offset, out, y.array, yi, out,
                    b.array, b.offset, 0);
            activate(act, y.array, yi, rows * out);
        }
    }

    /// One or a few outputs: a dot product per row, in vectors along the row, lanes folded in a fixed order.
    private static void dots(HostStorage x, HostStorage w, HostStorage b, HostStorage y, int from, int to, int in,
            int out) {
        float[] wt = out == 1 ? w.array : columns(w, in, out);
        for (int j = 0; j < out; j++) {
            int wi = out == 1 ? w.offset : j * in;
            float bias = b.array[b.offset + j];
            int r = from;
            for (; r + 4 <= to; r += 4) {
                dot4(x.array, x.offset + r * in, wt, wi, in, bias, y.array, y.offset + r * out + j, out);
            }
            for (; r < to; r++) {
                y.array[y.offset + r * out + j] = bias + dot(x.array, x.offset + r * in, wt, wi, in);
            }
        }
    }

    /// wᵀ, a column after the other, in this thread's buffer.
    private static float[] columns(HostStorage w, int in, int out) {
        float[] wt = Scratch.local().transposed(in * out);
        Panels.transpose(w.array, w.offset, out, out, in, wt, 0, in);
        return wt;
    }

    private static float dot(float[] a, int ai, float[] b, int bi, int n) {
        FloatVector even = FloatVector.zero(S), odd = FloatVector.zero(S);
        int p = 0;
        for (; p + 2 * V <= n; p += 2 * V) {
            even = FloatVector.fromArray(S, a, ai + p).fma(FloatVector.fromArray(S, b, bi + p), even);
            odd = FloatVector.fromArray(S, a, ai + p + V).fma(FloatVector.fromArray(S, b, bi + p + V), odd);
        }
        if (p + V <= n) {
            even = FloatVector.fromArray(S, a, ai + p).fma(FloatVector.fromArray(S, b, bi + p), even);
            p += V;
        }
        return rest(a, ai, b, bi, p, n, fold(even.add(odd)));
    }

    /// [#dot] for four rows of a at once: four sums that do not wait for each other.
    private static void dot4(float[] a, int ai, float[] b, int bi, int n, float bias, float[] y, int yi, int out) {
        int a1 = ai + n, a2 = ai + 2 * n, a3 = ai + 3 * n;
        FloatVector even0 = FloatVector.zero(S), even1 = FloatVector.zero(S), even2 = FloatVector.zero(S);
        FloatVector even3 = FloatVector.zero(S), odd0 = FloatVector.zero(S), odd1 = FloatVector.zero(S);
        FloatVector odd2 = FloatVector.zero(S), odd3 = FloatVector.zero(S);
        int p = 0;
        for (; p + 2 * V <= n; p += 2 * V) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi + p), b1 = FloatVector.fromArray(S, b, bi + p + V);
            even0 = FloatVector.fromArray(S, a, ai + p).fma(b0, even0);
            even1 = FloatVector.fromArray(S, a, a1 + p).fma(b0, even1);
            even2 = FloatVector.fromArray(S, a, a2 + p).fma(b0, even2);
            even3 = FloatVector.fromArray(S, a, a3 + p).fma(b0, even3);
            odd0 = FloatVector.fromArray(S, a, ai + p + V).fma(b1, odd0);
            odd1 = FloatVector.fromArray(S, a, a1 + p + V).fma(b1, odd1);
            odd2 = FloatVector.fromArray(S, a, a2 + p + V).fma(b1, odd2);
            odd3 = FloatVector.fromArray(S, a, a3 + p + V).fma(b1, odd3);
        }
        if (p + V <= n) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi + p);
            even0 = FloatVector.fromArray(S, a, ai + p).fma(b0, even0);
            even1 = FloatVector.fromArray(S, a, a1 + p).fma(b0, even1);
            even2 = FloatVector.fromArray(S, a, a2 + p).fma(b0, even2);
            even3 = FloatVector.fromArray(S, a, a3 + p).fma(b0, even3);
            p += V;
        }
        FloatVector sum0 = even0.add(odd0), sum1 = even1.add(odd1), sum2 = even2.add(odd2), sum3 = even3.add(odd3);
        // The additions of fold(), but of two sums at once in the halves of a vector, then of four in its quarters. It is
        // not called itself: the compiler gives up on a method this large before it has put it in, and a vector that is
        // handed to a method becomes an object.
        FloatVector halves01 = sum0.blend(sum1, UPPER_HALF).add(sum1.blend(sum0, UPPER_HALF).rearrange(SWAP_HALVES));
        FloatVector halves23 = sum2.blend(sum3, UPPER_HALF).add(sum3.blend(sum2, UPPER_HALF).rearrange(SWAP_HALVES));
        FloatVector sums = halves01.blend(halves23, ODD_QUARTERS)
                .add(halves23.blend(halves01, ODD_QUARTERS).rearrange(SWAP_QUARTERS));
        if (V >= 8) {
            sums = sums.add(sums.rearrange(SWAP_EIGHTHS));
        }
        if (V >= 16) {
            sums = sums.add(sums.rearrange(SWAP_SIXTEENTHS));
        }
        float total0 = sums.lane(0), total1 = sums.lane(V / 2), total2 = sums.lane(V / 4),
                total3 = sums.lane(3 * V / 4);
        y[yi] = bias + rest(a, ai, b, bi, p, n, total0);
        y[yi + out] = bias + rest(a, a1, b, bi, p, n, total1);
        y[yi + 2 * out] = bias + rest(a, a2, b, bi, p, n, total2);
        y[yi + 3 * out] = bias + rest(a, a3, b, bi, p, n, total3);
    }

    /// The sum of the lanes. reduceLanes(ADD) may change its order from one call to the next; folding the upper half
    /// onto the lower does not.
    private static float fold(FloatVector v) {
        FloatVector sum = v.add(v.rearrange(SWAP_HALVES));
        sum = sum.add(sum.rearrange(SWAP_QUARTERS));
        if (V >= 8) {
            sum = sum.add(sum.rearrange(SWAP_EIGHTHS));
        }
        if (V >= 16) {
            sum = sum.add(sum.rearrange(SWAP_SIXTEENTHS));
        }
        return sum.lane(0);
    }

    /// `total` and the products from position `p` on, fewer than a vector.
    private static float rest(float[] a, int ai, float[] b, int bi, int p, int n, float total) {
        float sum = total;
        for (int i = p; i < n; i++) {
            sum = Math.fma(a[ai + i], b[bi + i], sum);
        }
        return sum;
    }

    private static void activate(Activation act, float[] y, int at, int n) {
        switch (act) {
            case IDENTITY -> {}
            case RELU -> VectorMath.relu(y, at, y, at, n);
            case TANH -> VectorMath.tanh(y, at, y, at, n);
            case SIGMOID -> VectorMath.sigmoid(y, at, y, at, n);
        }
    }

    /// g = dy·act′(y), in place, and db += the sum of its rows unless null.
    static void activationGrad(Activation act, HostStorage y, HostStorage g, HostStorage db, int from, int to,
            int out) {
        int yi = y.offset + from * out, gi = g.offset + from * out, rows = to - from;
        if (act == Activation.RELU && db != null && out >= 4 * V) {
            reluMaskColumns(y.array, yi, g.array, gi, db.array, db.offset, rows, out);
            return;
        }
        mask(act, y, yi, g, gi, rows * out);
        if (db != null) {
            addColumns(g.array, gi, db.array, db.offset, rows, out);
        }
    }

    /// [#reluMask] and [#addColumns] in one pass: what is masked is still in a register when it is added.
    private static void reluMaskColumns(float[] y, int yi, float[] g, int gi, float[] db, int di, int rows, int cols) {
        FloatVector zero = FloatVector.zero(S);
        int j = 0;
        for (; j + 4 * V <= cols; j += 4 * V) {
            FloatVector s0 = FloatVector.fromArray(S, db, di + j), s1 = FloatVector.fromArray(S, db, di + j + V);
            FloatVector s2 = FloatVector.fromArray(S, db, di + j + 2 * V),
                    s3 = FloatVector.fromArray(S, db, di + j + 3 * V);
            for (int r = 0, at = j; r < rows; r++, at += cols) {
                int from = yi + at, to = gi + at;
                FloatVector g0 = zero.blend(FloatVector.fromArray(S, g, to),
                        FloatVector.fromArray(S, y, from).compare(VectorOperators.GT, zero));
                FloatVector g1 = zero.blend(FloatVector.fromArray(S, g, to + V),
                        FloatVector.fromArray(S, y, from + V).compare(VectorOperators.GT, zero));
                FloatVector g2 = zero.blend(FloatVector.fromArray(S, g, to + 2 * V),
                        FloatVector.fromArray(S, y, from + 2 * V).compare(VectorOperators.GT, zero));
                FloatVector g3 = zero.blend(FloatVector.fromArray(S, g, to + 3 * V),
                        FloatVector.fromArray(S, y, from + 3 * V).compare(VectorOperators.GT, zero));
                g0.intoArray(g, to);
                g1.intoArray(g, to + V);
                g2.intoArray(g, to + 2 * V);
                g3.intoArray(g, to + 3 * V);
                s0 = s0.add(g0);
                s1 = s1.add(g1);
                s2 = s2.add(g2);
                s3 = s3.add(g3);
            }
            s0.intoArray(db, di + j);
            s1.intoArray(db, di + j + V);
            s2.intoArray(db, di + j + 2 * V);
            s3.intoArray(db, di + j + 3 * V);
        }
        for (int r = 0; r < rows && j < cols; r++) {
            reluMask(y, yi + r * cols + j, g, gi + r * cols + j, cols - j);
            Loops.add(g, gi + r * cols + j, db, di + j, cols - j);
        }
    }

    private static void mask(Activation act, HostStorage y, int yi, HostStorage g, int gi, int n) {
        switch (act) {
            case IDENTITY -> {}
            case RELU -> reluMask(y.array, yi, g.array, gi, n);
            case TANH -> tanhMask(y.array, yi, g.array, gi, n);
            case SIGMOID -> sigmoidMask(y.array, yi, g.array, gi, n);
        }
    }

    // The three are written with vectors because the compiler leaves them scalar: a choice is none of its vectors, and it
    // cannot tell that y and g, read and written in place at offsets of their own, do not overlap.

    private static void tanhMask(float[] y, int yi, float[] g, int gi, int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (; i + V <= n; i += V) {
            FloatVector t = FloatVector.fromArray(S, y, yi + i);
            FloatVector.fromArray(S, g, gi + i).mul(one.sub(t.mul(t))).intoArray(g, gi + i);
        }
        for (; i < n; i++) {
            g[gi + i] *= 1 - y[yi + i] * y[yi + i];
        }
    }

    private static void sigmoidMask(float[] y, int yi, float[] g, int gi, int n) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        int i = 0;
        for (; i + V <= n; i += V) {
            FloatVector s = FloatVector.fromArray(S, y, yi + i);
            FloatVector.fromArray(S, g, gi + i).mul(s.mul(one.sub(s))).intoArray(g, gi + i);
        }
        for (; i < n; i++) {
            g[gi + i] *= y[yi + i] * (1 - y[yi + i]);
        }
    }

    private static void reluMask(float[] y, int yi, float[] g, int gi, int n) {
        FloatVector zero = FloatVector.zero(S);
        int i = 0;
        for (; i + V <= n; i += V) {
            VectorMask<Float> open = FloatVector.fromArray(S, y, yi + i).compare(VectorOperators.GT, zero);
            zero.blend(FloatVector.fromArray(S, g, gi + i), open).intoArray(g, gi + i);
        }
        for (; i < n; i++) {
            g[gi + i] = y[yi + i] > 0 ? g[gi + i] : 0f;
        }
    }

    /// y\[·\] += the sum of the rows of x (rows, cols), row after row.
    private static void addColumns(float[] x, int xi, float[] y, int yi, int rows, int cols) {
        if (cols == 1) {
            y[yi] += (float) HostReductions.sum(x, xi, rows, 1);
            return;
        }
        int j = 0;
        for (; j + 4 * V <= cols; j += 4 * V) {
            FloatVector s0 = FloatVector.fromArray(S, y, yi + j), s1 = FloatVector.fromArray(S, y, yi + j + V);
            FloatVector s2 = FloatVector.fromArray(S, y, yi + j + 2 * V),
                    s3 = FloatVector.fromArray(S, y, yi + j + 3 * V);
            for (int r = 0, i = xi + j; r < rows; r++, i += cols) {
                s0 = s0.add(FloatVector.fromArray(S, x, i));
                s1 = s1.add(FloatVector.fromArray(S, x, i + V));
                s2 = s2.add(FloatVector.fromArray(S, x, i + 2 * V));
                s3 = s3.add(FloatVector.fromArray(S, x, i + 3 * V));
            }
            s0.intoArray(y, yi + j);
            s1.intoArray(y, yi + j + V);
            s2.intoArray(y, yi + j + 2 * V);
            s3.intoArray(y, yi + j + 3 * V);
        }
        for (int r = 0; r < rows && j < cols; r++) {
            Loops.add(x, xi + r * cols + j, y, yi + j, cols - j);
        }
    }

    /// dw\[p, ·\] += Σ x\[r, p\]·g\[r, ·\] for the inputs `p` from `pFrom` to `pTo`.
    static void weightGrad(HostStorage x, HostStorage g, HostStorage dw, int from, int to, int pFrom, int pTo, int in,
            int out) {
        int rows = to - from, xi = x.offset + from * in + pFrom, gi = g.offset + from * out, inputs = pTo - pFrom;
        if (out >= V || in <= out) {
            int di = dw.offset + pFrom * out;
            Gemm.multiply(inputs, out, rows, x.array, xi, 1, in, g.array, gi, out, dw.array, di, out, dw.array, di,
                    out);
            return;
        }
        // Narrow outputs: the transposed product gᵀ·x has long rows.
        float[] sums = Scratch.local().sums(out * inputs);
        Gemm.multiply(out, inputs, rows, g.array, gi, 1, out, x.array, xi, in, sums, 0, inputs, Gemm.zeros(inputs),
                0, 0);
        for (int p = 0; p < inputs; p++) {
            for (int j = 0; j < out; j++) {
                dw.array[dw.offset + (pFrom + p) * out + j] += sums[j * inputs + p];
            }
        }
    }

    /// wᵀ for the inputs from `pFrom` to `pTo`, as [Panels] in this thread's buffer.
    static float[] transposed(HostStorage w, int pFrom, int pTo, int out) {
        int inputs = pTo - pFrom;
        return Panels.packTransposed(w.array, w.offset + pFrom * out, out, out, inputs,
                Scratch.local().transposed(Panels.size(out, inputs)));
    }

    /// dx\[r, p\] (+)= Σ g\[r, ·\]·w\[p, ·\] for the inputs from `pFrom` to `pTo`, with wᵀ as [#transposed] gives it.
    static void inputGrad(HostStorage g, float[] wt, HostStorage dx, boolean set, int from, int to, int pFrom, int pTo,
            int in, int out) {
        int di = dx.offset + from * in + pFrom;
        Gemm.multiply(to - from, pTo - pFrom, out, g.array, g.offset + from * out, out, 1, wt, Panels.START,
                Gemm.PANELS, dx.array, di, in, set ? Gemm.zeros(pTo - pFrom) : dx.array, set ? 0 : di, set ? 0 : in);
    }

    /// Whether there is less to rearrange in the rows than in a layer's weights. Fewer than a vector would leave lanes empty.
    static boolean rowsAreFew(int rows, int in, int out) {
        return rows >= V && (long) rows * (in + out) < (long) in * out;
    }

    /// [#inputGrad], to be set, for few rows: dxᵀ\[p, r\] = Σ w\[p, ·\]·gᵀ\[·, r\], the same sums in the same order. The weights
    /// stay as they are, and gᵀ and dxᵀ are rearranged instead.
    static void inputGradOfFewRows(HostStorage g, HostStorage w, HostStorage dx, int from, int to, int pFrom, int pTo,
            int in, int out) {
        int rows = to - from, inputs = pTo - pFrom;
        float[] gt = Panels.packTransposed(g.array, g.offset + from * out, out, out, rows,
                Scratch.local().transposed(Panels.size(out, rows)));
        float[] dxt = Scratch.local().sums(inputs * rows);
        Gemm.multiply(inputs, rows, out, w.array, w.offset + pFrom * out, out, 1, gt, Panels.START, Gemm.PANELS, dxt, 0,
                rows, Gemm.zeros(rows), 0, 0);
        Panels.transpose(dxt, 0, rows, rows, inputs, dx.array, dx.offset + from * in + pFrom, in);
    }
}
