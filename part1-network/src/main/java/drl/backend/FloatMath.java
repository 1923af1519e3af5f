package drl.backend;

/// Exponential functions in float, one value at a time: the scalar twins of [VectorMath].
///
/// Every step is an IEEE operation or a fused multiply-add, and both classes take the same steps. So a value has the
/// same bits wherever in an array it stands, whatever the vector width, the number of threads, and whether the code was
/// interpreted or compiled. (`FloatVector.lanewise(EXP)` promises none of this.) Errors stay within 2 units in the last
/// place. Polynomials: Moshier's Cephes library, `expf` and `tanhf`.
final class FloatMath {

    static final float LOG2_E = 1.44269504f;
    /// 1.5·2²³: adding it rounds a small float to an integer, which then stands in the low bits.
    static final float ROUND = 12582912f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float EXP_MAX = 88.72283f;
    static final float EXP_MIN = -87.33654f;
    static final float E0 = 1.9875691500e-4f;
    static final float E1 = 1.3981999507e-3f;
    static final float E2 = 8.3334519073e-3f;
    static final float E3 = 4.1665795894e-2f;
    static final float E4 = 1.6666665459e-1f;
    static final float E5 = 5.0000001201e-1f;

    static final float TANH_SMALL = 0.625f;
    /// From here on tanh x is 1, a unit in the last place early. PyTorch's vector kernel (SLEEF's `tanhf`) does the
    /// same, and it shows in the slope 1 − y², which is 0 or 1.2e-7.
    static final float TANH_ONE = 8.664339742f;
    static final float T0 = -5.70498872745e-3f;
    static final float T1 = 2.06390887954e-2f;
    static final float T2 = -5.37397155531e-2f;
    static final float T3 = 1.33314422036e-1f;
    static final float T4 = -3.33332819422e-1f;

    private FloatMath() {
    }

    /// eˣ. Results below the smallest normal float become 0.
    static float exp(float x) {
        if (!(x >= EXP_MIN)) {
            return x < EXP_MIN ? 0 : x; // NaN stays NaN
        }
        if (x > EXP_MAX) {
            return Float.POSITIVE_INFINITY;
        }
        // x = n·ln 2 + r with |r| ≤ ln 2 / 2, and eˣ = 2ⁿ·eʳ: the power of two goes straight into the exponent bits.
        float shifted = Math.fma(x, LOG2_E, ROUND);
        float n = shifted - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = E0;
        p = Math.fma(p, r, E1);
        p = Math.fma(p, r, E2);
        p = Math.fma(p, r, E3);
        p = Math.fma(p, r, E4);
        p = Math.fma(p, r, E5);
        p = Math.fma(p, r * r, r) + 1;
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
    }

    /// tanh x: an odd polynomial near 0, where the exponential form would lose digits, and 1 − 2/(e²ˣ + 1) elsewhere.
    static float tanh(float x) {
        float a = Math.abs(x);
        if (a < TANH_SMALL) {
            float z = x * x;
            float p = T0;
            p = Math.fma(p, z, T1);
            p = Math.fma(p, z, T2);
            p = Math.fma(p, z, T3);
            p = Math.fma(p, z, T4);
            return Math.fma(p * z, x, x);
        }
        float y = a > TANH_ONE ? 1 : 1 - 2 / (exp(a + a) + 1);
        return x < 0 ? -y : y;
    }

    /// 1/(1 + e⁻ˣ).
    static float sigmoid(float x) {
        return 1 / (1 + exp(-x));
    }
}
