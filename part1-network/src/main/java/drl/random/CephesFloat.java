package drl.random;

/// Logarithm, sine and cosine in single precision, rounded as PyTorch's AVX2 normal fill rounds them.
///
/// The polynomials are those of S. L. Moshier's Cephes library (`logf`, `sinf`, `cosf`), which vector code evaluates
/// with fused multiply-adds. Results differ from [Math] in the last bit or two, which is why both exist here.
final class CephesFloat {

    private static final float SQRT_HALF = 0.707106781186547524f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    private static final float FOUR_OVER_PI = 1.27323954473516f;
    private static final float QUARTER_PI_1 = 0.78515625f;
    private static final float QUARTER_PI_2 = 2.4187564849853515625e-4f;
    private static final float QUARTER_PI_3 = 3.77489497744594108e-8f;

    private CephesFloat() {
    }

    /// The natural logarithm.
    ///
    /// @param x a normal number above 0
    static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        float exponent = (bits >>> 23) - 126;
        float mantissa = Float.intBitsToFloat(bits & 0x007fffff | 0x3f000000);
        if (mantissa < SQRT_HALF) {
            exponent -= 1;
            mantissa += mantissa;
        }
        float m = mantissa - 1;
        float square = m * m;
        float y = 7.0376836292e-2f;
        y = Math.fma(y, m, -1.1514610310e-1f);
        y = Math.fma(y, m, 1.1676998740e-1f);
        y = Math.fma(y, m, -1.2420140846e-1f);
        y = Math.fma(y, m, 1.4249322787e-1f);
        y = Math.fma(y, m, -1.6668057665e-1f);
        y = Math.fma(y, m, 2.0000714765e-1f);
        y = Math.fma(y, m, -2.4999993993e-1f);
        y = Math.fma(y, m, 3.3333331174e-1f);
        y *= m;
        y = Math.fma(y, square, exponent * LN2_LOW);
        y = Math.fma(-0.5f, square, y);
        return Math.fma(exponent, LN2_HIGH, m + y);
    }

    /// Which eighth of the circle an angle lies in, rounded up to an even number.
    ///
    /// @param angle 0 or more
    static int octant(float angle) {
        return (int) (angle * FOUR_OVER_PI) + 1 & ~1;
    }

    /// The angle less its octant's multiple of π/4, which is subtracted in three parts to keep the bits.
    static float reduce(float angle, int octant) {
        float reduced = Math.fma(octant, -QUARTER_PI_1, angle);
        reduced = Math.fma(octant, -QUARTER_PI_2, reduced);
        return Math.fma(octant, -QUARTER_PI_3, reduced);
    }

    /// The sine of an angle within π/4 of 0.
    static float sinNearZero(float angle) {
        float square = angle * angle;
        float y = -1.9515295891e-4f;
        y = Math.fma(y, square, 8.3321608736e-3f);
        y = Math.fma(y, square, -1.6666654611e-1f);
        y *= square;
        return Math.fma(y, angle, angle);
    }

    /// The cosine of an angle within π/4 of 0.
    static float cosNearZero(float angle) {
        float square = angle * angle;
        float y = 2.443315711809948e-5f;
        y = Math.fma(y, square, -1.388731625493765e-3f);
        y = Math.fma(y, square, 4.166664568298827e-2f);
        y *= square;
        y = Math.fma(y, square, -0.5f * square);
        return y + 1;
    }
}
