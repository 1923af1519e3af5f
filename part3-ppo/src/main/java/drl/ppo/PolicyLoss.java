package drl.ppo;

import drl.tensor.Tensor;

/// The actor's half of PPO's loss on a minibatch of M steps, and the figures that show how far the policy moved. All are
/// on the tape on which they were computed, and of shape () unless said otherwise.
///
/// @param loss        policyLoss − entCoef·entropy: what the actor minimises
/// @param policyLoss  mean(max(−A·ratio, −A·clip(ratio)))
/// @param entropy     the policy's, on average
/// @param oldApproxKl mean(−log ratio), the plain estimate of KL(π_old ‖ π)
/// @param approxKl    mean(ratio − 1 − log ratio), never negative and less noisy (Schulman 2020)
/// @param ratio       π(a | s) now by what it was when a was drawn (M)
public record PolicyLoss(Tensor loss, Tensor policyLoss, Tensor entropy, Tensor oldApproxKl, Tensor approxKl,
        Tensor ratio) {

    /// Computes the loss.
    ///
    /// @param newLogProb log π(a | s) now (M)
    /// @param oldLogProb and when a was drawn (M)
    /// @param advantages (M)
    /// @param entropy    of π(· | s), any shape
    public static PolicyLoss of(Tensor newLogProb, Tensor oldLogProb, Tensor advantages, Tensor entropy,
            PpoLoss.Weights weights) {
        float low = (float) (1 - weights.clipCoef()), high = (float) (1 + weights.clipCoef());
        Tensor logRatio = newLogProb.sub(oldLogProb);
        Tensor ratio = logRatio.exp();

        // The larger loss of the two is a pessimist's: a ratio beyond the clip wins nothing more, but can still lose.
        Tensor gain = advantages.neg();
        Tensor policyLoss = gain.mul(ratio).max(gain.mul(ratio.clamp(low, high))).mean();

        Tensor meanEntropy = entropy.mean();
        return new PolicyLoss(policyLoss.sub(meanEntropy.mul((float) weights.entCoef())), policyLoss, meanEntropy,
                logRatio.mean().neg(), ratio.sub(1).sub(logRatio).mean(), ratio);
    }

    /// The share of `size` ratios, from the `from`-th on, that lie outside 1 ± ε.
    public static double clipfrac(float[] ratios, int from, int size, double clipCoef) {
        float clip = (float) clipCoef;
        int outside = 0;
        for (int i = from; i < from + size; i++) {
            outside += Math.abs(ratios[i] - 1) > clip ? 1 : 0;
        }
        return (double) outside / size;
    }
}
