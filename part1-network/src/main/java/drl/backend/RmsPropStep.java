package drl.backend;

/// The numbers of one RMSprop step.
///
/// @param learningRate α
/// @param smoothing    decay of the mean of squares, which PyTorch calls `alpha`
/// @param eps          ε, added to the root of that mean
/// @param weightDecay  L2 penalty, added to the gradient
public record RmsPropStep(double learningRate, double smoothing, double eps, double weightDecay) {
}
