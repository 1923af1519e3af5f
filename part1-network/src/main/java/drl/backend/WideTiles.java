package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;

/// The blocks of [Tiles] four vectors wide, for processors with thirty-two vector registers: twenty-four sums of six rows
/// leave room for a row of B and a value of A, and each value loaded is used twice as often as in a block two vectors
/// wide. A single row is taken this way on every processor.
final class WideTiles {

    private WideTiles() {
    }

    static void tile6x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c12 = FloatVector.fromArray(S, init, ii + irs + 2 * V);
        FloatVector c13 = FloatVector.fromArray(S, init, ii + irs + 3 * V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c22 = FloatVector.fromArray(S, init, ii + 2 * irs + 2 * V);
        FloatVector c23 = FloatVector.fromArray(S, init, ii + 2 * irs + 3 * V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c32 = FloatVector.fromArray(S, init, ii + 3 * irs + 2 * V);
        FloatVector c33 = FloatVector.fromArray(S, init, ii + 3 * irs + 3 * V);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c41 = FloatVector.fromArray(S, init, ii + 4 * irs + V);
        FloatVector c42 = FloatVector.fromArray(S, init, ii + 4 * irs + 2 * V);
        FloatVector c43 = FloatVector.fromArray(S, init, ii + 4 * irs + 3 * V);
        FloatVector c50 = FloatVector.fromArray(S, init, ii + 5 * irs);
        FloatVector c51 = FloatVector.fromArray(S, init, ii + 5 * irs + V);
        FloatVector c52 = FloatVector.fromArray(S, init, ii + 5 * irs + 2 * V);
        FloatVector c53 = FloatVector.fromArray(S, init, ii + 5 * irs + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
            FloatVector a5 = FloatVector.broadcast(S, a[ai + 5 * rs]);
            c50 = a5.fma(b0, c50);
            c51 = a5.fma(b1, c51);
            c52 = a5.fma(b2, c52);
            c53 = a5.fma(b3, c53);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c12.intoArray(c, ci + ldc + 2 * V);
        c13.intoArray(c, ci + ldc + 3 * V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c22.intoArray(c, ci + 2 * ldc + 2 * V);
        c23.intoArray(c, ci + 2 * ldc + 3 * V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c32.intoArray(c, ci + 3 * ldc + 2 * V);
        c33.intoArray(c, ci + 3 * ldc + 3 * V);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + V);
        c42.intoArray(c, ci + 4 * ldc + 2 * V);
        c43.intoArray(c, ci + 4 * ldc + 3 * V);
        c50.intoArray(c, ci + 5 * ldc);
        c51.intoArray(c, ci + 5 * ldc + V);
        c52.intoArray(c, ci + 5 * ldc + 2 * V);
        c53.intoArray(c, ci + 5 * ldc + 3 * V);
    }

    static void tile5x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c12 = FloatVector.fromArray(S, init, ii + irs + 2 * V);
        FloatVector c13 = FloatVector.fromArray(S, init, ii + irs + 3 * V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c22 = FloatVector.fromArray(S, init, ii + 2 * irs + 2 * V);
        FloatVector c23 = FloatVector.fromArray(S, init, ii + 2 * irs + 3 * V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c32 = FloatVector.fromArray(S, init, ii + 3 * irs + 2 * V);
        FloatVector c33 = FloatVector.fromArray(S, init, ii + 3 * irs + 3 * V);
        FloatVector c40 = FloatVector.fromArray(S, init, ii + 4 * irs);
        FloatVector c41 = FloatVector.fromArray(S, init, ii + 4 * irs + V);
        FloatVector c42 = FloatVector.fromArray(S, init, ii + 4 * irs + 2 * V);
        FloatVector c43 = FloatVector.fromArray(S, init, ii + 4 * irs + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
            FloatVector a4 = FloatVector.broadcast(S, a[ai + 4 * rs]);
            c40 = a4.fma(b0, c40);
            c41 = a4.fma(b1, c41);
            c42 = a4.fma(b2, c42);
            c43 = a4.fma(b3, c43);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c12.intoArray(c, ci + ldc + 2 * V);
        c13.intoArray(c, ci + ldc + 3 * V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c22.intoArray(c, ci + 2 * ldc + 2 * V);
        c23.intoArray(c, ci + 2 * ldc + 3 * V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c32.intoArray(c, ci + 3 * ldc + 2 * V);
        c33.intoArray(c, ci + 3 * ldc + 3 * V);
        c40.intoArray(c, ci + 4 * ldc);
        c41.intoArray(c, ci + 4 * ldc + V);
        c42.intoArray(c, ci + 4 * ldc + 2 * V);
        c43.intoArray(c, ci + 4 * ldc + 3 * V);
    }

    static void tile4x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c12 = FloatVector.fromArray(S, init, ii + irs + 2 * V);
        FloatVector c13 = FloatVector.fromArray(S, init, ii + irs + 3 * V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c22 = FloatVector.fromArray(S, init, ii + 2 * irs + 2 * V);
        FloatVector c23 = FloatVector.fromArray(S, init, ii + 2 * irs + 3 * V);
        FloatVector c30 = FloatVector.fromArray(S, init, ii + 3 * irs);
        FloatVector c31 = FloatVector.fromArray(S, init, ii + 3 * irs + V);
        FloatVector c32 = FloatVector.fromArray(S, init, ii + 3 * irs + 2 * V);
        FloatVector c33 = FloatVector.fromArray(S, init, ii + 3 * irs + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
            FloatVector a3 = FloatVector.broadcast(S, a[ai + 3 * rs]);
            c30 = a3.fma(b0, c30);
            c31 = a3.fma(b1, c31);
            c32 = a3.fma(b2, c32);
            c33 = a3.fma(b3, c33);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c12.intoArray(c, ci + ldc + 2 * V);
        c13.intoArray(c, ci + ldc + 3 * V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c22.intoArray(c, ci + 2 * ldc + 2 * V);
        c23.intoArray(c, ci + 2 * ldc + 3 * V);
        c30.intoArray(c, ci + 3 * ldc);
        c31.intoArray(c, ci + 3 * ldc + V);
        c32.intoArray(c, ci + 3 * ldc + 2 * V);
        c33.intoArray(c, ci + 3 * ldc + 3 * V);
    }

    static void tile3x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c12 = FloatVector.fromArray(S, init, ii + irs + 2 * V);
        FloatVector c13 = FloatVector.fromArray(S, init, ii + irs + 3 * V);
        FloatVector c20 = FloatVector.fromArray(S, init, ii + 2 * irs);
        FloatVector c21 = FloatVector.fromArray(S, init, ii + 2 * irs + V);
        FloatVector c22 = FloatVector.fromArray(S, init, ii + 2 * irs + 2 * V);
        FloatVector c23 = FloatVector.fromArray(S, init, ii + 2 * irs + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
            FloatVector a2 = FloatVector.broadcast(S, a[ai + 2 * rs]);
            c20 = a2.fma(b0, c20);
            c21 = a2.fma(b1, c21);
            c22 = a2.fma(b2, c22);
            c23 = a2.fma(b3, c23);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c12.intoArray(c, ci + ldc + 2 * V);
        c13.intoArray(c, ci + ldc + 3 * V);
        c20.intoArray(c, ci + 2 * ldc);
        c21.intoArray(c, ci + 2 * ldc + V);
        c22.intoArray(c, ci + 2 * ldc + 2 * V);
        c23.intoArray(c, ci + 2 * ldc + 3 * V);
    }

    static void tile2x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        FloatVector c10 = FloatVector.fromArray(S, init, ii + irs);
        FloatVector c11 = FloatVector.fromArray(S, init, ii + irs + V);
        FloatVector c12 = FloatVector.fromArray(S, init, ii + irs + 2 * V);
        FloatVector c13 = FloatVector.fromArray(S, init, ii + irs + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
            FloatVector a1 = FloatVector.broadcast(S, a[ai + rs]);
            c10 = a1.fma(b0, c10);
            c11 = a1.fma(b1, c11);
            c12 = a1.fma(b2, c12);
            c13 = a1.fma(b3, c13);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
        c10.intoArray(c, ci + ldc);
        c11.intoArray(c, ci + ldc + V);
        c12.intoArray(c, ci + ldc + 2 * V);
        c13.intoArray(c, ci + ldc + 3 * V);
    }

    static void tile1x4(int k, float[] a, int ai, int rs, int cs, float[] b, int bi, int ldb, float[] c, int ci,
            int ldc, float[] init, int ii, int irs) {
        FloatVector c00 = FloatVector.fromArray(S, init, ii);
        FloatVector c01 = FloatVector.fromArray(S, init, ii + V);
        FloatVector c02 = FloatVector.fromArray(S, init, ii + 2 * V);
        FloatVector c03 = FloatVector.fromArray(S, init, ii + 3 * V);
        for (int p = 0; p < k; p++, ai += cs, bi += ldb) {
            FloatVector b0 = FloatVector.fromArray(S, b, bi);
            FloatVector b1 = FloatVector.fromArray(S, b, bi + V);
            FloatVector b2 = FloatVector.fromArray(S, b, bi + 2 * V);
            FloatVector b3 = FloatVector.fromArray(S, b, bi + 3 * V);
            FloatVector a0 = FloatVector.broadcast(S, a[ai]);
            c00 = a0.fma(b0, c00);
            c01 = a0.fma(b1, c01);
            c02 = a0.fma(b2, c02);
            c03 = a0.fma(b3, c03);
        }
        c00.intoArray(c, ci);
        c01.intoArray(c, ci + V);
        c02.intoArray(c, ci + 2 * V);
        c03.intoArray(c, ci + 3 * V);
    }
}
