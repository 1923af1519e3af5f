package drl.a2c;

import drl.tensor.Tensor;

/// How log probabilities and advantages become the actor's loss. There is one right way; the tutorial's is
/// [drl.a2c.literal.OuterProductLoss].
@FunctionalInterface
public interface PolicyLoss {

    /// −mean(log π(a | s)·A): the negative of what the policy gradient theorem says to climb.
    PolicyLoss MEAN = (logProbs, advantages) -> logProbs.mul(advantages).mean().neg();

    /// The loss ().
    ///
    /// @param logProbs   (B)
    /// @param advantages without a gradient (B)
    Tensor of(Tensor logProbs, Tensor advantages);
}
