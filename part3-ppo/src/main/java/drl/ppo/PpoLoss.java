package drl.ppo;

import drl.run.FiniteGuard;
import drl.tensor.Tensor;

/// PPO's loss on a minibatch of M steps, and the figures that show how an update went. All but [#clipfrac] are tensors
/// of shape (), on the tape on which they were computed.
///
/// @param loss        policyLoss − entCoef·entropy + vfCoef·valueLoss: what is minimised
/// @param policyLoss  mean(max(−A·ratio, −A·clip(ratio)))
/// @param valueLoss   ½·mean of the squared error, or of the larger of the clipped and the unclipped one
/// @param entropy     the policy's, on average
/// @param oldApproxKl mean(−log ratio), the plain estimate of KL(π_old ‖ π)
/// @param approxKl    mean(ratio − 1 − log ratio), never negative and less noisy (Schulman 2020)
/// @param clipfrac    the share of ratios outside 1 ± clipCoef
public record PpoLoss(Tensor loss, Tensor policyLoss, Tensor valueLoss, Tensor entropy, Tensor oldApproxKl,
        Tensor approxKl, double clipfrac) {

    /// The weights of the loss.
    ///
    /// @param clipCoef  ε of the clipped ratio, and, where values are clipped too, how far a value may move
    /// @param clipVloss whether values are clipped
    /// @param entCoef   weight of the entropy
    /// @param vfCoef    weight of the value loss
    public record Weights(double clipCoef, boolean clipVloss, double entCoef, double vfCoef) {
    }

    /// Computes the loss.
    ///
    /// @param newLogProb log π(a | s) now (M)
    /// @param oldLogProb and when a was drawn (M)
    /// @param advantages (M)
    /// @param newValue   V(s) now (M)
    /// @param oldValue   and when s was seen (M)
    /// @param returns    what V(s) should be (M)
    /// @param entropy    of π(· | s), any shape
    public static PpoLoss of(Tensor newLogProb, Tensor oldLogProb, Tensor advantages, Tensor newValue, Tensor oldValue,
            Tensor returns, Tensor entropy, Weights weights) {
        float clip = (float) weights.clipCoef, low = (float) (1 - weights.clipCoef),
                high = (float) (1 + weights.clipCoef);
        Tensor logRatio = newLogProb.sub(oldLogProb);
        Tensor ratio = logRatio.exp();

        // The larger loss of the two is a pessimist's: a ratio beyond the clip wins nothing more, but can still lose.
        Tensor gain = advantages.neg();
        Tensor policyLoss = gain.mul(ratio).max(gain.mul(ratio.clamp(low, high))).mean();

        Tensor squaredError = newValue.sub(returns).square();
        if (weights.clipVloss) {
            Tensor clipped = oldValue.add(newValue.sub(oldValue).clamp(-clip, clip));
            squaredError = squaredError.max(clipped.sub(returns).square());
        }
        Tensor valueLoss = squaredError.mean().mul(0.5f);

        Tensor meanEntropy = entropy.mean();
        Tensor loss = policyLoss.sub(meanEntropy.mul((float) weights.entCoef))
                .add(valueLoss.mul((float) weights.vfCoef));
        return new PpoLoss(loss, policyLoss, valueLoss, meanEntropy, logRatio.mean().neg(),
                ratio.sub(1).sub(logRatio).mean(), shareOutside(ratio, clip));
    }

    /// @param gradNorm  length of the loss's gradient
    /// @param epoch     where in the iteration the minibatch stands, for the message
    /// @throws drl.run.NotFiniteException if a part of the loss or the gradient is not finite
    void requireFinite(float gradNorm, int epoch, int minibatch, long globalStep) {
        if (Float.isFinite(loss.item()) && Float.isFinite(gradNorm)) {
            return;
        }
        String where = " of minibatch " + minibatch + " in epoch " + epoch;
        FiniteGuard.check("policy_loss" + where, policyLoss.item(), globalStep);
        FiniteGuard.check("value_loss" + where, valueLoss.item(), globalStep);
        FiniteGuard.check("entropy" + where, entropy.item(), globalStep);
        FiniteGuard.check("the loss" + where, loss.item(), globalStep);
        FiniteGuard.check("the length of the gradient" + where, gradNorm, globalStep);
    }

    private static double shareOutside(Tensor ratio, float clip) {
        int outside = 0;
        for (int i = 0; i < ratio.size(); i++) {
            outside += Math.abs(ratio.at(i) - 1) > clip ? 1 : 0;
        }
        return (double) outside / ratio.size();
    }
}
