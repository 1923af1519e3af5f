package drl.backend;

/// The numbers of one step of stochastic gradient descent, with PyTorch's form of momentum: v ← μ·v + g, θ ← θ − α·v.
///
/// @param learningRate α
/// @param momentum     μ, 0 for none
/// @param weightDecay  L2 penalty, added to the gradient
/// @param maximize     climbs instead of descending
/// @param first        whether this is the first step, at which v starts as g
public record SgdStep(double learningRate, double momentum, double weightDecay, boolean maximize, boolean first) {
}
