package drl.backend;

/// The numbers of one Adam step (Kingma and Ba 2015, algorithm 1).
///
/// @param learningRate α
/// @param beta1        decay of the first moment
/// @param beta2        decay of the second moment
/// @param eps          ε, added to √v̂
/// @param weightDecay  L2 penalty, added to the gradient (this is not AdamW)
/// @param maximize     climbs instead of descending: the gradient's sign is turned once, here
/// @param t            the step's number, from 1 on
public record AdamStep(double learningRate, double beta1, double beta2, double eps, double weightDecay,
        boolean maximize, long t) {

    /// α / (1 − β₁ᵗ): the step size with the correction of m in it.
    public double stepSize() {
        return learningRate / (1 - Math.pow(beta1, t));
    }

    /// √(1 − β₂ᵗ): the correction of √v.
    public double rootCorrection() {
        return Math.sqrt(1 - Math.pow(beta2, t));
    }
}
