// The functions of one and two variables that a tensor knows: drl.backend.Unary, Binary, Activation and Expand, in the
// same order as there. exp, tanh and sigmoid take the very steps of drl.backend.FloatMath.

enum Unary {
    EXP, EXPM1, LOG, LOG1P, SQRT, RSQRT, RECIPROCAL, SQUARE, POW, ABS, SIGN, SIN, COS, TANH, RELU, LEAKY_RELU, ELU,
    SIGMOID, SILU, SOFTPLUS
};
enum Binary { ADD, SUB, MUL, DIV, MIN, MAX, BINARY_POW };
enum Activation { IDENTITY, ACT_RELU, ACT_TANH, ACT_SIGMOID };
enum Expand { FULL, ROW, COLUMN, SCALAR };

#define EXP_MIN -87.33654f
#define EXP_MAX 88.72283f
#define LOG2_E 1.44269504f
#define ROUND 12582912.0f
#define LN2_HIGH 0.693359375f
#define LN2_LOW -2.12194440e-4f
#define TANH_SMALL 0.625f
#define TANH_ONE 8.664339742f

__device__ inline float infinity() {
    return __int_as_float(0x7f800000);
}

__device__ inline float notANumber() {
    return __int_as_float(0x7fc00000);
}

// The thread's place in a grid of one dimension.
__device__ inline int place() {
    return blockIdx.x * blockDim.x + threadIdx.x;
}

// e^x = 2^n·e^r with |r| <= ln 2 / 2; the power of two goes straight into the exponent's bits.
__device__ inline float exponential(float x) {
    if (!(x >= EXP_MIN)) {
        return x < EXP_MIN ? 0.0f : x; // NaN stays NaN
    }
    if (x > EXP_MAX) {
        return infinity();
    }
    float shifted = fmaf(x, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = fmaf(n, -LN2_LOW, fmaf(n, -LN2_HIGH, x));
    float p = 1.9875691500e-4f;
    p = fmaf(p, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    p = fmaf(p, r * r, r) + 1.0f;
    return __int_as_float(__float_as_int(p) + (int) ((unsigned int) __float_as_int(shifted) << 23));
}

__device__ inline float hyperbolicTangent(float x) {
    float a = fabsf(x);
    if (a < TANH_SMALL) {
        float z = x * x;
        float p = -5.70498872745e-3f;
        p = fmaf(p, z, 2.06390887954e-2f);
        p = fmaf(p, z, -5.37397155531e-2f);
        p = fmaf(p, z, 1.33314422036e-1f);
        p = fmaf(p, z, -3.33332819422e-1f);
        return fmaf(p * z, x, x);
    }
    float y = a > TANH_ONE ? 1.0f : 1.0f - 2.0f / (exponential(a + a) + 1.0f);
    return x < 0.0f ? -y : y;
}

__device__ inline float sigmoid(float x) {
    return 1.0f / (1.0f + exponential(-x));
}

__device__ inline double sigmoidExactly(double x) {
    return 1.0 / (1.0 + exp(-x));
}

// C says 1 to the power of NaN is 1, Java says NaN; the same for -1 and 1 to an infinite power.
__device__ __noinline__ double power(double x, double p) {
    if (x != x || p != p) {
        return p == 0.0 ? 1.0 : (double) notANumber();
    }
    if (fabs(x) == 1.0 && fabs(p) > 1.7976931348623157e308) {
        return (double) notANumber();
    }
    return pow(x, p);
}

__device__ inline float signOf(float x) {
    return x > 0.0f ? 1.0f : x < 0.0f ? -1.0f : x;
}

// NaN wins, as it does in Java's Math.min and Math.max.
__device__ inline float smaller(float a, float b) {
    return a != a ? a : b != b ? b : a < b ? a : b;
}

__device__ inline float larger(float a, float b) {
    return a != a ? a : b != b ? b : a > b ? a : b;
}

__device__ inline float unaryValue(int f, float p, float x) {
    switch (f) {
        case EXP: return exponential(x);
        case EXPM1: return expm1f(x);
        case LOG: return logf(x);
        case LOG1P: return log1pf(x);
        case SQRT: return sqrtf(x);
        case RSQRT: return 1.0f / sqrtf(x);
        case RECIPROCAL: return 1.0f / x;
        case SQUARE: return x * x;
        case POW: return (float) power(x, p);
        case ABS: return fabsf(x);
        case SIGN: return signOf(x);
        case SIN: return sinf(x);
        case COS: return cosf(x);
        case TANH: return hyperbolicTangent(x);
        case RELU: return larger(0.0f, x);
        case LEAKY_RELU: return x > 0.0f ? x : p * x;
        case ELU: return x > 0.0f ? x : p * expm1f(x);
        case SIGMOID: return sigmoid(x);
        case SILU: return (float) (x * sigmoidExactly(x));
        case SOFTPLUS: return larger(0.0f, x) + log1pf(expf(-fabsf(x)));
        default: return notANumber();
    }
}

__device__ inline float unarySlope(int f, float p, float x, float y) {
    switch (f) {
        case EXP: return y;
        case EXPM1: return y + 1.0f;
        case LOG: return 1.0f / x;
        case LOG1P: return 1.0f / (1.0f + x);
        case SQRT: return 0.5f / y;
        case RSQRT: return (float) (-0.5 * y / x);
        case RECIPROCAL: return -y * y;
        case SQUARE: return 2.0f * x;
        case POW: return (float) (p * power(x, (double) p - 1.0));
        case ABS: return signOf(x);
        case SIGN: return 0.0f;
        case SIN: return cosf(x);
        case COS: return -sinf(x);
        case TANH: return 1.0f - y * y;
        case RELU: return x > 0.0f ? 1.0f : 0.0f;
        case LEAKY_RELU: return x > 0.0f ? 1.0f : p;
        case ELU: return x > 0.0f ? 1.0f : y + p;
        case SIGMOID: return y * (1.0f - y);
        case SILU: {
            double s = sigmoidExactly(x);
            return (float) (s * (1.0 + x * (1.0 - s)));
        }
        case SOFTPLUS: return sigmoid(x);
        default: return notANumber();
    }
}

__device__ inline float binaryValue(int f, float a, float b) {
    switch (f) {
        case ADD: return a + b;
        case SUB: return a - b;
        case MUL: return a * b;
        case DIV: return a / b;
        case MIN: return smaller(a, b);
        case MAX: return larger(a, b);
        case BINARY_POW: return (float) power(a, b);
        default: return notANumber();
    }
}

// A tie shares the gradient half and half, as torch.minimum does.
__device__ inline float half(bool wins, bool tie) {
    return wins ? 1.0f : tie ? 0.5f : 0.0f;
}

__device__ inline float slopeA(int f, float a, float b, float y) {
    switch (f) {
        case ADD: return 1.0f;
        case SUB: return 1.0f;
        case MUL: return b;
        case DIV: return 1.0f / b;
        case MIN: return half(a < b, a == b);
        case MAX: return half(a > b, a == b);
        case BINARY_POW: return (float) (b * power(a, (double) (b - 1.0f)));
        default: return notANumber();
    }
}

__device__ inline float slopeB(int f, float a, float b, float y) {
    switch (f) {
        case ADD: return 1.0f;
        case SUB: return -1.0f;
        case MUL: return a;
        case DIV: return -y / b;
        case MIN: return half(b < a, a == b);
        case MAX: return half(b > a, a == b);
        case BINARY_POW: return (float) (y * log((double) a));
        default: return notANumber();
    }
}

__device__ inline float activationValue(int act, float z) {
    switch (act) {
        case ACT_RELU: return larger(0.0f, z);
        case ACT_TANH: return hyperbolicTangent(z);
        case ACT_SIGMOID: return sigmoid(z);
        default: return z;
    }
}

// In terms of the output, so that a layer need not keep what went into the activation.
__device__ inline float activationSlope(int act, float y) {
    switch (act) {
        case ACT_RELU: return y > 0.0f ? 1.0f : 0.0f;
        case ACT_TANH: return 1.0f - y * y;
        case ACT_SIGMOID: return y * (1.0f - y);
        default: return 1.0f;
    }
}

// The operand's index for element i of a result with cols columns.
__device__ inline int expanded(int e, int i, int cols) {
    switch (e) {
        case ROW: return i % cols;
        case COLUMN: return i / cols;
        case SCALAR: return 0;
        default: return i;
    }
}
