package drl.backend;

/// The functions of one variable that a tensor knows, each with its derivative: the table of chapter one.
///
/// `p` is the function's constant where it has one (the exponent of [#POW], the slope of [#LEAKY_RELU]), else unused.
/// The slope may use the output y where that is cheaper than starting from x: d eˣ/dx = eˣ = y.
/// Values are computed in double and rounded once to float; a backend may use faster float code that stays within
/// two units in the last place.
public enum Unary {

    // @formatter:off
    //          y = f(x)                                             dy/dx
    /// eˣ
    EXP        ((x, p) -> Math.exp(x),                               (x, y, p) -> y),
    /// eˣ − 1, exact near 0
    EXPM1      ((x, p) -> Math.expm1(x),                             (x, y, p) -> y + 1),
    /// ln x
    LOG        ((x, p) -> Math.log(x),                               (x, y, p) -> 1 / x),
    /// ln(1 + x), exact near 0
    LOG1P      ((x, p) -> Math.log1p(x),                             (x, y, p) -> 1 / (1 + x)),
    /// √x
    SQRT       ((x, p) -> Math.sqrt(x),                              (x, y, p) -> 0.5 / y),
    /// 1/√x
    RSQRT      ((x, p) -> 1 / Math.sqrt(x),                          (x, y, p) -> -0.5 * y / x),
    /// 1/x
    RECIPROCAL ((x, p) -> 1 / x,                                     (x, y, p) -> -y * y),
    /// x²
    SQUARE     ((x, p) -> x * x,                                     (x, y, p) -> 2 * x),
    /// xᵖ
    POW        ((x, p) -> Math.pow(x, p),                            (x, y, p) -> p * Math.pow(x, p - 1)),
    /// |x|; slope 0 at 0
    ABS        ((x, p) -> Math.abs(x),                               (x, y, p) -> Math.signum(x)),
    /// −1, 0 or 1; flat everywhere
    SIGN       ((x, p) -> Math.signum(x),                            (x, y, p) -> 0),
    /// sin x
    SIN        ((x, p) -> Math.sin(x),                               (x, y, p) -> Math.cos(x)),
    /// cos x
    COS        ((x, p) -> Math.cos(x),                               (x, y, p) -> -Math.sin(x)),
    /// tanh x, rounded to ±1 where PyTorch does
    TANH       ((x, p) -> Math.abs(x) > FloatMath.TANH_ONE ? Math.signum(x) : Math.tanh(x), (x, y, p) -> 1 - y * y),
    /// max(0, x); slope 0 at 0
    RELU       ((x, p) -> Math.max(0, x),                            (x, y, p) -> x > 0 ? 1 : 0),
    /// x above 0, p·x below
    LEAKY_RELU ((x, p) -> x > 0 ? x : p * x,                         (x, y, p) -> x > 0 ? 1 : p),
    /// x above 0, p·(eˣ − 1) below
    ELU        ((x, p) -> x > 0 ? x : p * Math.expm1(x),             (x, y, p) -> x > 0 ? 1 : y + p),
    /// 1/(1 + e⁻ˣ)
    SIGMOID    ((x, p) -> sigmoid(x),                                (x, y, p) -> y * (1 - y)),
    /// x·sigmoid(x)
    SILU       ((x, p) -> x * sigmoid(x),                            (x, y, p) -> sigmoid(x) * (1 + x * (1 - sigmoid(x)))),
    /// ln(1 + eˣ), written so that it cannot overflow
    SOFTPLUS   ((x, p) -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))), (x, y, p) -> sigmoid(x));
    // @formatter:on

    @FunctionalInterface
    private interface Value {
        double at(double x, double p);
    }

    @FunctionalInterface
    private interface Slope {
        double at(double x, double y, double p);
    }

    private final Value value;
    private final Slope slope;

    Unary(Value value, Slope slope) {
        this.value = value;
        this.slope = slope;
    }

    /// y = f(x), rounded to float.
    public float apply(float x, float p) {
        return (float) value.at(x, p);
    }

    /// dy/dx at the point (x, y), rounded to float.
    public float slope(float x, float y, float p) {
        return (float) slope.at(x, y, p);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
