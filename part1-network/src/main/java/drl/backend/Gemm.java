package drl.backend;

import static drl.backend.VectorMath.V;

/// Matrix products on the host: cuts them into blocks that fit the caches and hands those to [Tiles].
///
/// The layout is that of Goto and van de Geijn (2008, *Anatomy of High-Performance Matrix Multiplication*): a panel of B
/// stays in the first-level cache while the rows of a block of A, which stays in the second, pass over it.
final class Gemm {

    /// Floats of A at a time.
    private static final int A_BLOCK = 65536;

    /// In place of B's row length: B comes as [Panels].
    static final int PANELS = 0;

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

    /// C (m, n) = init + A·B. A (m, k) has strides (rs, cs), one of them 1; B (k, n) and C have rows of `ldb`
    /// and `ldc` floats, or B comes as [#PANELS]; `init` starts row r at `ii` + r·`irs` (C itself accumulates, [#zeros]
    /// starts afresh). Every element is summed in the order of k, however the product is cut.
    static void multiply(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs) {
        if (ldb != PANELS && Panels.pay(m, n, k)) {
            float[] panels = Scratch.local().panels(Panels.size(k, n));
            multiply(m, n, k, a, ai, rs, cs, Panels.pack(b, bi, ldb, k, n, panels), Panels.START, PANELS, c, ci, ldc,
                    init, ii, irs);
            return;
        }
        int bRow = ldb == PANELS ? Panels.padded(n) : ldb;
        for (int p = 0; p < k || p == 0; p += Panels.K_BLOCK) {
            int kb = Math.min(Panels.K_BLOCK, k - p);
            boolean first = p == 0;
            float[] from = first ? init : c;
            int fromAt = first ? ii : ci, fromStride = first ? irs : ldc;
            int rows = Math.max(30, A_BLOCK / Math.max(1, kb) / 30 * 30); // sixes and fives come out even
            for (int r = 0; r < m; r += rows) {
                block(Math.min(rows, m - r), n, kb, a, ai + r * rs + p * cs, rs, cs, b, bi + p * bRow, ldb, c,
                        ci + r * ldc, ldc, from, fromAt + r * fromStride, fromStride);
            }
        }
    }

    private static void block(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb,
            float[] c, int ci, int ldc, float[] init, int ii, int irs) {
        int j = 0;
        if (Panels.WIDTH == 4 * V || m == 1 && ldb != PANELS) {
            for (; j + 4 * V <= n; j += 4 * V) {
                wide(m, k, a, ai, rs, cs, b, bi + at(j, k, ldb), stride(j, n, ldb), c, ci + j, ldc, init, ii + j, irs);
            }
        }
        int rows = rs == 1 && Panels.WIDTH == 2 * V ? m / 5 * 5 : 0; // five at a time, whose values lie side by side
        for (; j + 2 * V <= n; j += 2 * V) {
            int bj = bi + at(j, k, ldb), bRow = stride(j, n, ldb);
            for (int r = 0; r < rows; r += 5) {
                Tiles.strip5x2(k, a, ai + r, cs, b, bj, bRow, c, ci + r * ldc + j, ldc, init, ii + r * irs + j, irs);
            }
            pair(m - rows, k, a, ai + rows * rs, rs, cs, b, bj, bRow, c, ci + rows * ldc + j, ldc, init,
                    ii + rows * irs + j, irs);
        }
        if (j + V <= n) {
            single(m, k, a, ai, rs, cs, b, bi + at(j, k, ldb), stride(j, n, ldb), c, ci + j, ldc, init, ii + j, irs);
            j += V;
        }
        int left = n - j;
        if (left == 0) {
            return;
        }
        if (ldb == PANELS) {
            tail(m, left, 0, k, a, ai, rs, cs, b, bi + at(j, k, ldb), stride(j, n, ldb), c, ci + j, ldc, init, ii + j,
                    irs);
        } else if (n >= V) { // the last whole vector of B's row, of which only the end is new
            tail(m, left, V - left, k, a, ai, rs, cs, b, bi + n - V, ldb, c, ci + j, ldc, init, ii + j, irs);
        } else {
            corner(m, n, k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
        }
    }

    /// Where column j of a block with k rows begins.
    private static int at(int j, int k, int ldb) {
        return ldb == PANELS ? j / Panels.WIDTH * Panels.WIDTH * k + j % Panels.WIDTH : j;
    }

    /// From one row to the next in column j.
    private static int stride(int j, int n, int ldb) {
        return ldb == PANELS ? Math.min(Panels.WIDTH, Panels.padded(n) - j / Panels.WIDTH * Panels.WIDTH) : ldb;
    }

    private static void wide(int m, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs) {
        int r = 0;
        for (; r + 6 <= m; r += 6) {
            WideTiles.tile6x4(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs, irs);
        }
        ai += r * rs;
        ci += r * ldc;
        ii += r * irs;
        switch (m - r) {
            case 5 -> WideTiles.tile5x4(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 4 -> WideTiles.tile4x4(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 3 -> WideTiles.tile3x4(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 2 -> WideTiles.tile2x4(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 1 -> WideTiles.tile1x4(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            default -> {}
        }
    }

    private static void pair(int m, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs) {
        int r = 0;
        for (; r + 6 <= m; r += 6) {
            Tiles.tile6x2(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs, irs);
        }
        ai += r * rs;
        ci += r * ldc;
        ii += r * irs;
        switch (m - r) {
            case 5 -> Tiles.tile5x2(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 4 -> Tiles.tile4x2(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 3 -> Tiles.tile3x2(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 2 -> Tiles.tile2x2(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 1 -> Tiles.tile1x2(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            default -> {}
        }
    }

    private static void single(int m, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c,
            int ci, int ldc, float[] init, int ii, int irs) {
        int r = 0;
        for (; r + 6 <= m; r += 6) {
            Tiles.tile6x1(k, a, ai + r * rs, rs, cs, b, bi, ldb, c, ci + r * ldc, ldc, init, ii + r * irs, irs);
        }
        ai += r * rs;
        ci += r * ldc;
        ii += r * irs;
        switch (m - r) {
            case 5 -> Tiles.tile5x1(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 4 -> Tiles.tile4x1(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 3 -> Tiles.tile3x1(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 2 -> Tiles.tile2x1(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            case 1 -> Tiles.tile1x1(k, a, ai, rs, cs, b, bi, ldb, c, ci, ldc, init, ii, irs);
            default -> {}
        }
    }

    /// `cols` columns, less than a vector: computes a whole one aside, six rows at a time, of which lanes `from` on count.
    private static void tail(int m, int cols, int from, int k, float[] a, int ai, int rs, int cs, float[] b, int bi,
            int ldb, float[] c, int ci, int ldc, float[] init, int ii, int irs) {
        float[] rows = Scratch.local().corner;
        for (int r = 0; r < m; r += 6) {
            int some = Math.min(6, m - r);
            for (int q = 0; q < some; q++) {
                System.arraycopy(init, ii + (r + q) * irs, rows, q * V + from, cols);
            }
            single(some, k, a, ai + r * rs, rs, cs, b, bi, ldb, rows, 0, V, rows, 0, V);
            for (int q = 0; q < some; q++) {
                System.arraycopy(rows, q * V + from, c, ci + (r + q) * ldc, cols);
            }
        }
    }

    /// Fewer columns than a vector, few rows: value by value, in the same order of operations as the tiles.
    private static void corner(int m, int n, int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb,
            float[] c, int ci, int ldc, float[] init, int ii, int irs) {
        for (int r = 0; r < m; r++) {
            for (int j = 0; j < n; j++) {
                float sum = init[ii + r * irs + j];
                for (int p = 0; p < k; p++) {
                    sum = Math.fma(a[ai + r * rs + p * cs], b[bi + p * ldb + j], sum);
                }
                c[ci + r * ldc + j] = sum;
            }
        }
    }
}
