package drl.backend;

import static drl.backend.VectorMath.V;

import java.util.Arrays;

/// Matrix products on the host: cuts them into blocks that fit the caches and hands those to [Tiles].
final class Gemm {

    /// Steps along k at a time: a block of B, two vectors wide, then stays in the first-level cache.
    private static final int K_BLOCK = 256;
    /// Floats of A at a time, for the same reason.
    private static final int A_BLOCK = 4096;

    /// No lower bound for a result.
    static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

    private static volatile float[] zeros = new float[4096];

    private Gemm() {
    }

    /// At least `n` zeros, never written to: a row that products start from.
    static float[] zeros(int n) {
        if (zeros.length < n) {
            zeros = new float[n];
        }
        return zeros;
    }

    /// Buffers for operands that must be rearranged. One per thread.
    static final class Scratch {
        private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

        private float[] columns = new float[0];           // the last columns of B, padded to a whole vector
        private final float[] rows = new float[6 * V];    // the corner of C that belongs to them
        private float[] packed = new float[0];            // a transposed operand
        private float[] sums = new float[0];              // a product that is added elsewhere

        static Scratch local() {
            return LOCAL.get();
        }

        float[] packed(int size) {
            return packed.length >= size ? packed : (packed = new float[size]);
        }

        float[] sums(int size) {
            return sums.length >= size ? sums : (sums = new float[size]);
        }

        private float[] columns(int size) {
            return columns.length >= size ? columns : (columns = new float[size]);
        }
    }

    /// C (m, n) = max(init + A·B, floor). A (m, k) has strides (rs, cs); B (k, n) and C have rows of `ldb` and `ldc`
    /// floats; `init` starts row r at `ii` + r·`irs` (C itself accumulates, [#zeros] starts afresh).
    static void multiply(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs, float floor) {
        for (int p = 0; p < k || p == 0; p += K_BLOCK) {
            int kb = Math.min(K_BLOCK, k - p);
            boolean first = p == 0, last = p + kb >= k;
            float[] from = first ? init : c;
            int fromAt = first ? ii : ci, fromStride = first ? irs : ldc;
            int rows = Math.max(6, A_BLOCK / Math.max(1, kb) / 6 * 6);
            for (int r = 0; r < m; r += rows) {
                block(Math.min(rows, m - r), n, kb, a, ai + r * rs + p * cs, rs, cs, b, bi + p * ldb, ldb, c,
                        ci + r * ldc, ldc, from, fromAt + r * fromStride, fromStride, last ? floor : NO_FLOOR);
            }
        }
    }

    private static void block(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb,
            float[] c, int ci, int ldc, float[] init, int ii, int irs, float floor) {
        int j = 0;
        if (m == 1) {
            for (; j + 4 * V <= n; j += 4 * V) {
                Tiles.tile1x4(k, a, ai, rs, cs, b, bi + j, ldb, c, ci + j, ldc, init, ii + j, irs, floor);
            }
        }
        for (; j + 2 * V <= n; j += 2 * V) {
            wide(m, k, a, ai, rs, cs, b, bi + j, ldb, c, ci + j, ldc, init, ii + j, irs, floor);
        }
        if (j + V <= n) {
            narrow(m, k, a, ai, rs, cs, b, bi + j, ldb, c, ci + j, ldc, init, ii + j, irs, floor);
            j += V;
        }
        if (j < n && m < 4) {
            corner(m, n - j, k, a, ai, rs, cs, b, bi + j, ldb, c, ci + j, ldc, init, ii + j, irs, floor);
        } else if (j < n) {
            padded(m, n - j, k, a, ai, rs, cs, b, bi + j, ldb, c, ci + j, ldc, init, ii + j, irs, floor);
        }
    }

    private static void wide(int m, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs, float floor) {
        int r = 0;
        for (; r + 6 <= m; r += 6) {
            Tiles.tile6x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs, irs, floor);
        }
        switch (m - r) {
            case 5 -> Tiles.tile5x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 4 -> Tiles.tile4x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 3 -> Tiles.tile3x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 2 -> Tiles.tile2x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 1 -> Tiles.tile1x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            default -> {}
        }
    }

    private static void narrow(int m, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs, float floor) {
        int r = 0;
        for (; r + 6 <= m; r += 6) {
            Tiles.tile6x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs, irs, floor);
        }
        switch (m - r) {
            case 5 -> Tiles.tile5x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 4 -> Tiles.tile4x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 3 -> Tiles.tile3x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 2 -> Tiles.tile2x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            case 1 -> Tiles.tile1x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs,
                    irs, floor);
            default -> {}
        }
    }

    /// Fewer columns than a vector, few rows: value by value, in the same order of operations as the tiles.
    private static void corner(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb,
            float[] c, int ci, int ldc, float[] init, int ii, int irs, float floor) {
        for (int r = 0; r < m; r++) {
            for (int j = 0; j < n; j++) {
                float sum = init[ii + r * irs + j];
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[ai + r * rs + p * cs], b[bi + p * ldb + j], sum);
                }
                c[ci + r * ldc + j] = Math.max(sum, floor);
            }
        }
    }

    /// Fewer columns than a vector, many rows: pads B's columns with zeros so that the tiles apply, six rows at a time.
    private static void padded(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb,
            float[] c, int ci, int ldc, float[] init, int ii, int irs, float floor) {
        Scratch scratch = Scratch.local();
        float[] columns = scratch.columns(k * V), rows = scratch.rows;
        Arrays.fill(columns, 0, k * V, 0);
        for (int p = 0; p < k; p++) {
            System.arraycopy(b, bi + p * ldb, columns, p * V, n);
        }
        for (int r = 0; r < m; r += 6) {
            int some = Math.min(6, m - r);
            Arrays.fill(rows, 0);
            for (int q = 0; q < some; q++) {
                System.arraycopy(init, ii + (r + q) * irs, rows, q * V, n);
            }
            narrow(some, k, a, ai + r * rs, rs, cs, columns, 0, V, rows, 0, V, rows, 0, V, floor);
            for (int q = 0; q < some; q++) {
                System.arraycopy(rows, q * V, c, ci + (r + q) * ldc, n);
            }
        }
    }

    /// The transpose of a (rows, cols) block, packed.
    static float[] transpose(float[] a, int ai, int rows, int cols, float[] t) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                t[j * rows + i] = a[ai + i * cols + j];
            }
        }
        return t;
    }
}
