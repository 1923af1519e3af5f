package drl.backend;

/// The functions of two variables that a tensor knows, each with its two partial derivatives.
///
/// A tie of [#MIN] or [#MAX] shares the gradient half and half, as `torch.minimum` does: at the first pass over a PPO
/// batch every ratio is exactly 1 and both branches of the clipped objective tie.
public enum Binary {

    // @formatter:off
    //   y = f(a, b)                      ∂y/∂a                                   ∂y/∂b
    /// a + b
    ADD ((a, b) -> a + b,                 (a, b, y) -> 1,                         (a, b, y) -> 1),
    /// a − b
    SUB ((a, b) -> a - b,                 (a, b, y) -> 1,                         (a, b, y) -> -1),
    /// a·b
    MUL ((a, b) -> a * b,                 (a, b, y) -> b,                         (a, b, y) -> a),
    /// a/b
    DIV ((a, b) -> a / b,                 (a, b, y) -> 1 / b,                     (a, b, y) -> -y / b),
    /// the smaller of both
    MIN (Math::min,                       (a, b, y) -> half(a < b, a == b),       (a, b, y) -> half(b < a, a == b)),
    /// the larger of both
    MAX (Math::max,                       (a, b, y) -> half(a > b, a == b),       (a, b, y) -> half(b > a, a == b)),
    /// aᵇ
    POW ((a, b) -> (float) Math.pow(a, b),
         (a, b, y) -> (float) (b * Math.pow(a, b - 1)),
         (a, b, y) -> (float) (y * Math.log(a)));
    // @formatter:on

    @FunctionalInterface
    private interface Value {
        float at(float a, float b);
    }

    @FunctionalInterface
    private interface Slope {
        float at(float a, float b, float y);
    }

    private final Value value;
    private final Slope slopeA;
    private final Slope slopeB;

    Binary(Value value, Slope slopeA, Slope slopeB) {
        this.value = value;
        this.slopeA = slopeA;
        this.slopeB = slopeB;
    }

    /// y = f(a, b).
    public float apply(float a, float b) {
        return value.at(a, b);
    }

    /// ∂y/∂a at the point (a, b, y).
    public float slopeA(float a, float b, float y) {
        return slopeA.at(a, b, y);
    }

    /// ∂y/∂b at the point (a, b, y).
    public float slopeB(float a, float b, float y) {
        return slopeB.at(a, b, y);
    }

    private static float half(boolean wins, boolean tie) {
        return wins ? 1 : tie ? 0.5f : 0;
    }
}
