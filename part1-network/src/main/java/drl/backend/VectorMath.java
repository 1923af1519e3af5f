package drl.backend;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [FloatMath] on a whole vector, step for step the same operations.
final class VectorMath {

    /// The widest vectors of this machine (`-XX:MaxVectorSize` in bytes narrows them).
    static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    /// Floats in one vector.
    static final int V = S.length();

    private VectorMath() {
    }

    static FloatVector exp(FloatVector x) {
        FloatVector y = expInRange(x);
        y = y.blend(0f, x.lt(FloatMath.EXP_MIN));
        y = y.blend(Float.POSITIVE_INFINITY, x.compare(GT, FloatMath.EXP_MAX));
        return y.blend(x, x.test(IS_NAN));
    }

    /// eˣ for x from [FloatMath#EXP_MIN] to [FloatMath#EXP_MAX]; anything for others.
    private static FloatVector expInRange(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(FloatMath.LOG2_E), broadcast(FloatMath.ROUND));
        FloatVector n = shifted.sub(FloatMath.ROUND);
        FloatVector r = n.fma(broadcast(-FloatMath.LN2_HIGH), x);
        r = n.fma(broadcast(-FloatMath.LN2_LOW), r);
        FloatVector p = broadcast(FloatMath.E0);
        p = p.fma(r, broadcast(FloatMath.E1));
        p = p.fma(r, broadcast(FloatMath.E2));
        p = p.fma(r, broadcast(FloatMath.E3));
        p = p.fma(r, broadcast(FloatMath.E4));
        p = p.fma(r, broadcast(FloatMath.E5));
        p = p.fma(r.mul(r), r).add(1f);
        return p.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(LSHL, 23)).reinterpretAsFloats();
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = broadcast(FloatMath.T0);
        p = p.fma(z, broadcast(FloatMath.T1));
        p = p.fma(z, broadcast(FloatMath.T2));
        p = p.fma(z, broadcast(FloatMath.T3));
        p = p.fma(z, broadcast(FloatMath.T4));
        FloatVector small = p.mul(z).fma(x, x);
        FloatVector one = broadcast(1f);
        FloatVector large = one.sub(broadcast(2f).div(expInRange(a.add(a)).add(1f)));
        large = large.blend(one, a.compare(GT, FloatMath.TANH_ONE));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        large = large.reinterpretAsInts().or(sign).reinterpretAsFloats();
        return small.blend(large, a.compare(GE, FloatMath.TANH_SMALL)); // NaN is not above, and small is NaN then
    }

    static FloatVector sigmoid(FloatVector x) {
        return broadcast(1f).div(exp(x.neg()).add(1f));
    }

    /// y = eˣ for n values: whole vectors, and the same steps value by value for the rest.
    static void exp(float[] x, int xi, float[] y, int yi, int n) {
        int i = 0;
        for (; i + V <= n; i += V) {
            exp(FloatVector.fromArray(S, x, xi + i)).intoArray(y, yi + i);
        }
        for (; i < n; i++) {
            y[yi + i] = FloatMath.exp(x[xi + i]);
        }
    }

    /// y = tanh x for n values, likewise.
    static void tanh(float[] x, int xi, float[] y, int yi, int n) {
        int i = 0;
        for (; i + V <= n; i += V) {
            tanh(FloatVector.fromArray(S, x, xi + i)).intoArray(y, yi + i);
        }
        for (; i < n; i++) {
            y[yi + i] = FloatMath.tanh(x[xi + i]);
        }
    }

    /// y = 1/(1 + e⁻ˣ) for n values, likewise.
    static void sigmoid(float[] x, int xi, float[] y, int yi, int n) {
        int i = 0;
        for (; i + V <= n; i += V) {
            sigmoid(FloatVector.fromArray(S, x, xi + i)).intoArray(y, yi + i);
        }
        for (; i < n; i++) {
            y[yi + i] = FloatMath.sigmoid(x[xi + i]);
        }
    }

    /// y = max(0, x) for n values; NaN stays NaN.
    static void relu(float[] x, int xi, float[] y, int yi, int n) {
        int i = 0;
        for (; i + V <= n; i += V) {
            FloatVector v = FloatVector.fromArray(S, x, xi + i);
            v.blend(0f, v.compare(LE, 0f)).intoArray(y, yi + i);
        }
        for (; i < n; i++) {
            y[yi + i] = Math.max(x[xi + i], 0f);
        }
    }

    private static FloatVector broadcast(float value) {
        return FloatVector.broadcast(S, value);
    }
}
