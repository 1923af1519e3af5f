package drl.backend;

import java.util.Optional;

/// The function that a layer applies to its linear output, fused into the product that makes it.
///
/// Each slope is given in terms of the *output* y, so a layer need not keep its input to the activation.
public enum Activation {

    // @formatter:off
    /// y = z, dy/dz = 1.
    IDENTITY {
        @Override public float apply(float z) { return z; }
        @Override public float slope(float y) { return 1; }
    },
    /// y = max(0, z); the slope at 0 is 0, as PyTorch has it.
    RELU {
        @Override public float apply(float z) { return Math.max(0f, z); }
        @Override public float slope(float y) { return y > 0 ? 1 : 0; }
    },
    /// y = tanh z, dy/dz = 1 − y².
    TANH {
        @Override public float apply(float z) { return FloatMath.tanh(z); }
        @Override public float slope(float y) { return 1 - y * y; }
    },
    /// y = 1 / (1 + e⁻ᶻ), dy/dz = y·(1 − y).
    SIGMOID {
        @Override public float apply(float z) { return FloatMath.sigmoid(z); }
        @Override public float slope(float y) { return y * (1 - y); }
    };
    // @formatter:on

    /// The same function on its own; none for [#IDENTITY].
    public Optional<Unary> function() {
        return switch (this) {
            case IDENTITY -> Optional.empty();
            case RELU -> Optional.of(Unary.RELU);
            case TANH -> Optional.of(Unary.TANH);
            case SIGMOID -> Optional.of(Unary.SIGMOID);
        };
    }

    /// The output for one input.
    public abstract float apply(float z);

    /// dy/dz where the output is `y`.
    public abstract float slope(float y);
}
