package drl.a2c.literal;

import drl.a2c.PolicyLoss;
import drl.tensor.Tensor;

/// The actor's loss as the tutorial's program computes it, in which every action is credited with every advantage.
///
/// There log probabilities have the shape (B) and advantages (B, 1). PyTorch multiplies them to (B, B) without a word:
/// row i holds advantage i times every log probability. Its mean is −mean(log π)·mean(A), where it should be
/// −mean(log π·A). Our [Tensor] refuses to multiply (B) by (B, 1), so the mistake has to be written out.
public final class OuterProductLoss implements PolicyLoss {

    @Override
    public Tensor of(Tensor logProbs, Tensor advantages) {
        return logProbs.unsqueeze(0).mul(advantages.unsqueeze(1)).mean().neg(); // (1, B)·(B, 1) = (B, B)
    }
}
