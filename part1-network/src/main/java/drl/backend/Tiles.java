package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;

/// The innermost blocks of a product, C (+)= A·B: `tileRxN` keeps R rows by N vectors of C in registers while it walks
/// along k, so each value of B is loaded once for R rows and each value of A once for N vectors. Six rows by two vectors
/// are twelve independent sums: enough to keep the multiply-add units busy, few enough for sixteen registers.
///
/// A is read with a row stride `rs` and a column stride `cs`, so a transposed operand needs no copy. Every element of C
/// is summed in the order of k with fused multiply-adds, whichever block computes it. Sums start at `init` (null for 0):
/// at a bias row with `irs` 0, or at C itself to accumulate.
final class Tiles {

    private Tiles() {
    }

    static void tile6x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii), c01 = start(init, ii + V);
        FloatVector c10 = start(init, ii + irs), c11 = start(init, ii + irs + V);
        FloatVector c20 = start(init, ii + 2 * irs), c21 = start(init, ii + 2 * irs + V);
        FloatVector c30 = start(init, ii + 3 * irs), c31 = start(init, ii + 3 * irs + V);
        FloatVector c40 = start(init, ii + 4 * irs), c41 = start(init, ii + 4 * irs + V);
        FloatVector c50 = start(init, ii + 5 * irs), c51 = start(init, ii + 5 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi), b1 = load(b, bi + V);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = all(a[ai + 2 * rs]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = all(a[ai + 3 * rs]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = all(a[ai + 4 * rs]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = all(a[ai + 5 * rs]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
        }
        store(c00, relu, c, ci);
        store(c01, relu, c, ci + V);
        store(c10, relu, c, ci + ldc);
        store(c11, relu, c, ci + ldc + V);
        store(c20, relu, c, ci + 2 * ldc);
        store(c21, relu, c, ci + 2 * ldc + V);
        store(c30, relu, c, ci + 3 * ldc);
        store(c31, relu, c, ci + 3 * ldc + V);
        store(c40, relu, c, ci + 4 * ldc);
        store(c41, relu, c, ci + 4 * ldc + V);
        store(c50, relu, c, ci + 5 * ldc);
        store(c51, relu, c, ci + 5 * ldc + V);
    }

    static void tile4x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii), c01 = start(init, ii + V);
        FloatVector c10 = start(init, ii + irs), c11 = start(init, ii + irs + V);
        FloatVector c20 = start(init, ii + 2 * irs), c21 = start(init, ii + 2 * irs + V);
        FloatVector c30 = start(init, ii + 3 * irs), c31 = start(init, ii + 3 * irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi), b1 = load(b, bi + V);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = all(a[ai + 2 * rs]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = all(a[ai + 3 * rs]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
        }
        store(c00, relu, c, ci);
        store(c01, relu, c, ci + V);
        store(c10, relu, c, ci + ldc);
        store(c11, relu, c, ci + ldc + V);
        store(c20, relu, c, ci + 2 * ldc);
        store(c21, relu, c, ci + 2 * ldc + V);
        store(c30, relu, c, ci + 3 * ldc);
        store(c31, relu, c, ci + 3 * ldc + V);
    }

    static void tile2x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii), c01 = start(init, ii + V);
        FloatVector c10 = start(init, ii + irs), c11 = start(init, ii + irs + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi), b1 = load(b, bi + V);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
        }
        store(c00, relu, c, ci);
        store(c01, relu, c, ci + V);
        store(c10, relu, c, ci + ldc);
        store(c11, relu, c, ci + ldc + V);
    }

    static void tile1x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii), c01 = start(init, ii + V), c02 = start(init, ii + 2 * V), c03 = start(init, ii + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi), b1 = load(b, bi + V), b2 = load(b, bi + 2 * V), b3 = load(b, bi + 3 * V);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            c03 = x.fma(b3, c03);
        }
        store(c00, relu, c, ci);
        store(c01, relu, c, ci + V);
        store(c02, relu, c, ci + 2 * V);
        store(c03, relu, c, ci + 3 * V);
    }

    static void tile1x2(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii), c01 = start(init, ii + V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi), b1 = load(b, bi + V);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
        }
        store(c00, relu, c, ci);
        store(c01, relu, c, ci + V);
    }

    static void tile6x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii);
        FloatVector c10 = start(init, ii + irs);
        FloatVector c20 = start(init, ii + 2 * irs);
        FloatVector c30 = start(init, ii + 3 * irs);
        FloatVector c40 = start(init, ii + 4 * irs);
        FloatVector c50 = start(init, ii + 5 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
            x = all(a[ai + 2 * rs]);
            c20 = x.fma(b0, c20);
            x = all(a[ai + 3 * rs]);
            c30 = x.fma(b0, c30);
            x = all(a[ai + 4 * rs]);
            c40 = x.fma(b0, c40);
            x = all(a[ai + 5 * rs]);
            c50 = x.fma(b0, c50);
        }
        store(c00, relu, c, ci);
        store(c10, relu, c, ci + ldc);
        store(c20, relu, c, ci + 2 * ldc);
        store(c30, relu, c, ci + 3 * ldc);
        store(c40, relu, c, ci + 4 * ldc);
        store(c50, relu, c, ci + 5 * ldc);
    }

    static void tile4x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii);
        FloatVector c10 = start(init, ii + irs);
        FloatVector c20 = start(init, ii + 2 * irs);
        FloatVector c30 = start(init, ii + 3 * irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
            x = all(a[ai + 2 * rs]);
            c20 = x.fma(b0, c20);
            x = all(a[ai + 3 * rs]);
            c30 = x.fma(b0, c30);
        }
        store(c00, relu, c, ci);
        store(c10, relu, c, ci + ldc);
        store(c20, relu, c, ci + 2 * ldc);
        store(c30, relu, c, ci + 3 * ldc);
    }

    static void tile2x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii);
        FloatVector c10 = start(init, ii + irs);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
            x = all(a[ai + rs]);
            c10 = x.fma(b0, c10);
        }
        store(c00, relu, c, ci);
        store(c10, relu, c, ci + ldc);
    }

    static void tile1x1(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci, int ldc,
            float[] init, int ii, int irs, boolean relu) {
        FloatVector c00 = start(init, ii);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = load(b, bi);
            FloatVector x;
            x = all(a[ai]);
            c00 = x.fma(b0, c00);
        }
        store(c00, relu, c, ci);
    }

    private static FloatVector start(float[] init, int at) {
        return init == null ? FloatVector.zero(S) : FloatVector.fromArray(S, init, at);
    }

    private static FloatVector load(float[] b, int at) {
        return FloatVector.fromArray(S, b, at);
    }

    private static FloatVector all(float value) {
        return FloatVector.broadcast(S, value);
    }

    private static void store(FloatVector sum, boolean relu, float[] c, int at) {
        (relu ? sum.max(0f) : sum).intoArray(c, at);
    }
}
