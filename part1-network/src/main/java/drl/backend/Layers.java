package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;

/// The parts of a layer's forward and backward pass over a range of rows, so that they can be blocked and shared out.
final class Layers {

    /// Up to this many outputs a row is a few dot products, not a padded product.
    private static final int FEW_OUTPUTS = 3;
    /// Rows at a time where an activation follows: it finds them in the first-level cache.
    private static final int ACTIVATION_BLOCK = 48;

    private Layers() {
    }

    /// Where part `part` of `n` items begins, in multiples of the tiles' six rows.
    static int cut(int n, int part, int parts) {
        return part == parts ? n : (int) ((long) n * part / parts) / 6 * 6;
    }

    static void forward(HostStorage x, HostStorage w, HostStorage b, Activation act, HostStorage y, int from, int to,
            int in, int out) {
        if (out <= FEW_OUTPUTS) {
            dots(x, w, b, y, from, to, in, out);
            activate(act, y.array, y.offset + from * out, (to - from) * out);
            return;
        }
        boolean curved = act == Activation.TANH || act == Activation.SIGMOID;
        int step = curved ? ACTIVATION_BLOCK : Math.max(1, to - from);
        for (int r = from; r < to; r += step) {
            int rows = Math.min(step, to - r), yi = y.offset + r * out;
            Gemm.multiply(rows, out, in, x.array, x.offset + r * in, in, 1, w.array, w.offset, out, y.array, yi, out,
                    b.array, b.offset, 0, act == Activation.RELU);
            if (curved) {
                activate(act, y.array, yi, rows * out);
            }
        }
    }

    /// One or a few outputs: a dot product per row, in vectors along the row, lanes added up in order.
    private static void dots(HostStorage x, HostStorage w, HostStorage b, HostStorage y, int from, int to, int in,
            int out) {
        Gemm.Scratch scratch = Gemm.Scratch.local();
        float[] wt = Gemm.transpose(w.array, w.offset, in, out, scratch.packed(in * out));
        float[] lanes = scratch.sums(V);
        for (int r = from; r < to; r++) {
            for (int j = 0; j < out; j++) {
                y.array[y.offset + r * out + j] =
                        b.array[b.offset + j] + dot(x.array, x.offset + r * in, wt, j * in, in, lanes);
            }
        }
    }

    private static float dot(float[] a, int ai, float[] b, int bi, int n, float[] lanes) {
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
        // reduceLanes(ADD) may change its order from one call to the next; four fixed partial sums do not.
        even.add(odd).intoArray(lanes, 0);
        float s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        for (int i = 0; i < V; i += 4) {
            s0 += lanes[i];
            s1 += lanes[i + 1];
            s2 += lanes[i + 2];
            s3 += lanes[i + 3];
        }
        for (; p < n; p++) {
            s0 = Math.fma(a[ai + p], b[bi + p], s0);
        }
        return s0 + s1 + (s2 + s3);
    }

    private static void activate(Activation act, float[] y, int at, int n) {
        switch (act) {
            case IDENTITY -> { }
            case RELU -> Loops.relu(y, at, y, at, n);
            case TANH -> VectorBackend.exponential(Unary.TANH, y, at, y, at, n);
            case SIGMOID -> VectorBackend.exponential(Unary.SIGMOID, y, at, y, at, n);
        }
    }

    /// g = dy·act′(y), in place.
    static void activationGrad(Activation act, HostStorage y, HostStorage g, int from, int to, int out) {
        int yi = y.offset + from * out, gi = g.offset + from * out, n = (to - from) * out;
        switch (act) {
            case IDENTITY -> { }
            case RELU -> Loops.reluMask(y.array, yi, g.array, gi, n);
            case TANH -> Loops.tanhMask(y.array, yi, g.array, gi, n);
            case SIGMOID -> Loops.sigmoidMask(y.array, yi, g.array, gi, n);
        }
    }

    /// dw\[p, ·\] += Σ x\[r, p\]·g\[r, ·\] for the inputs `p` from `pFrom` to `pTo`, and db += Σ g\[r, ·\] unless null.
    static void weightGrad(HostStorage x, HostStorage g, HostStorage dw, HostStorage db, int from, int to, int pFrom,
            int pTo, int in, int out) {
        int rows = to - from, xi = x.offset + from * in + pFrom, gi = g.offset + from * out, inputs = pTo - pFrom;
        if (db != null) {
            Loops.addColumns(g.array, gi, db.array, db.offset, rows, out);
        }
        if (out >= V || in <= out) {
            int di = dw.offset + pFrom * out;
            Gemm.multiply(inputs, out, rows, x.array, xi, 1, in, g.array, gi, out, dw.array, di, out, dw.array, di, out,
                    false);
            return;
        }
        // Narrow outputs: the transposed product gᵀ·x has long rows.
        float[] sums = Gemm.Scratch.local().sums(out * inputs);
        Gemm.multiply(out, inputs, rows, g.array, gi, 1, out, x.array, xi, in, sums, 0, inputs, null, 0, 0, false);
        for (int p = 0; p < inputs; p++) {
            for (int j = 0; j < out; j++) {
                dw.array[dw.offset + (pFrom + p) * out + j] += sums[j * inputs + p];
            }
        }
    }

    /// dx (+)= g·wᵀ.
    static void inputGrad(HostStorage g, HostStorage w, HostStorage dx, boolean set, int from, int to, int in,
            int out) {
        float[] wt = Gemm.transpose(w.array, w.offset, in, out, Gemm.Scratch.local().packed(in * out));
        int di = dx.offset + from * in;
        Gemm.multiply(to - from, in, out, g.array, g.offset + from * out, out, 1, wt, 0, in, dx.array, di, in,
                set ? null : dx.array, di, in, false);
    }
}
