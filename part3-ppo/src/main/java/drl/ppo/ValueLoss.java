package drl.ppo;

import drl.tensor.Tensor;

/// The critic's half of PPO's loss on a minibatch of M steps, of shape (), on the tape on which it was computed.
///
/// @param loss      vfCoef·valueLoss: what the critic minimises
/// @param valueLoss ½·mean of the squared error, or of the larger of the clipped and the unclipped one
public record ValueLoss(Tensor loss, Tensor valueLoss) {

    /// Computes the loss.
    ///
    /// @param newValue V(s) now (M)
    /// @param oldValue and when s was seen (M)
    /// @param returns  what V(s) should be (M)
    public static ValueLoss of(Tensor newValue, Tensor oldValue, Tensor returns, PpoLoss.Weights weights) {
        Tensor squaredError = newValue.sub(returns).square();
        if (weights.clipVloss()) {
            float clip = (float) weights.clipCoef();
            Tensor clipped = oldValue.add(newValue.sub(oldValue).clamp(-clip, clip));
            squaredError = squaredError.max(clipped.sub(returns).square());
        }
        Tensor valueLoss = squaredError.mean().mul(0.5f);
        return new ValueLoss(valueLoss.mul((float) weights.vfCoef()), valueLoss);
    }
}
