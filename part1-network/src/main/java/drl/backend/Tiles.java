package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;

/// The innermost blocks of a product, C (+)= A·B: `tileRxN` keeps R rows by N vectors of C in registers while it walks
/// along k, so each value of B is loaded once for R rows and each value of A once for N vectors. Six rows by two vectors
/// are twelve independent sums: enough to keep the multiply-add units busy, few enough for sixteen registers. (With more
/// registers see [WideTiles].)
///
/// A is read with a row stride `rs` and a column stride `cs`, so a transposed operand needs no copy. Every element of C
/// is summed in the order of k with fused multiply-adds, whichever block computes it. Sums start at `init`: a bias or
/// zeros, with a row stride `irs` of 0, or C itself to accumulate.
final class Tiles {

    private Tiles() {
    }

    static void tile6x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c41 = FloatVector.fromArray(S, init, ii + 4 * irs + V);
        FloatVector c50 = FloatVector.fromArray(S, init, ii + 5 * irs);
        FloatVector c51 = FloatVector.fromArray(S, init, ii + 5 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            FloatVector a5 = FloatVector.broadcast(S, a[ai + 5 * rs]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + V);
        c50.intoArray(c, ci + 5 * ldc);
        c51.intoArray(c, ci + 5 * ldc + V);
    }

    static void tile5x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c41 = FloatVector.fromArray(S, init, ii + 4 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + V);
    }

    /// [#tile5x2] for five rows whose values lie side by side, as they do in a transposed operand, `cs` floats from one step
    /// along k to the next. For processors with sixteen registers: where vectors are short, a tile is less arithmetic for
    /// the same number of instructions, and of these each row costs three to find its value, an addition and the two of a
    /// check that it lies in its array. Here, where the distance is a constant, all five have one address and one check:
    /// some 1.1 times as fast, and 1.3 where a neighbour shares the core (Zen 3, 256 bits). Not so with six rows: without
    /// checks in between, the compiler loads so many values ahead that registers run out.
    static void strip5x2(int k, float[] a, int ai, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c41 = FloatVector.fromArray(S, init, ii + 4 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + 1]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + V);
    }

    static void tile4x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
    }

    static void tile3x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
    }

    static void tile2x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
    }

    static void tile1x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
    }

    static void tile6x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c50 = FloatVector.fromArray(S, init, ii + 5 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
            FloatVector a5 = FloatVector.broadcast(S, a[ai + 5 * rs]);
            c50 = a5.fma(b0, c50);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
        c20.intoArray(c, ci + 2 * ldc);
        c30.intoArray(c, ci + 3 * ldc);
        c40.intoArray(c, ci + 4 * ldc);
        c50.intoArray(c, ci + 5 * ldc);
    }

    static void tile5x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
        c20.intoArray(c, ci + 2 * ldc);
        c30.intoArray(c, ci + 3 * ldc);
        c40.intoArray(c, ci + 4 * ldc);
    }

    static void tile4x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
        c20.intoArray(c, ci + 2 * ldc);
        c30.intoArray(c, ci + 3 * ldc);
    }

    static void tile3x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
        c20.intoArray(c, ci + 2 * ldc);
    }

    static void tile2x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
        }
        c00.intoArray(c, ci);
        c10.intoArray(c, ci + ldc);
    }

    static void tile1x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
        }
        c00.intoArray(c, ci);
    }
}
