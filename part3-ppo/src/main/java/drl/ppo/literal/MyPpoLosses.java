package drl.ppo.literal;

import drl.tensor.Tensor;

/// The three terms of the tutorial's objective, which is maximised: clip − c1·values + c2·entropy.
///
/// @param clip         mean(min(ratio·A, clip(ratio)·A)), where the ratio is a quotient of probabilities, not e to a
///                     difference of logarithms: 0/0 where an action had died out
/// @param values       mean((return − V)²)
/// @param entropyBonus mean(−Σ p·log(p + 1e-5)): the 1e-5 biases it
public record MyPpoLosses(Tensor clip, Tensor values, Tensor entropyBonus) {

    /// Computes the terms.
    ///
    /// @param newProbs          of every action now (B, n)
    /// @param newValues         now (B, 1)
    /// @param oldProbs          of every action when it was chosen (B, n)
    /// @param oldValues         then (B, 1)
    /// @param actions           what was chosen (B, 1)
    /// @param cumulativeRewards from [LiteralMyPpo#cumulativeRewards] (B, 1)
    /// @param margin            ε·annealing
    public static MyPpoLosses of(Tensor newProbs, Tensor newValues, Tensor oldProbs, Tensor oldValues, Tensor actions,
            Tensor cumulativeRewards, double margin) {
        Tensor advantages = cumulativeRewards.sub(oldValues);
        Tensor ratios = newProbs.gather(1, actions).div(oldProbs.gather(1, actions));
        Tensor clipped = ratios.clamp((float) (1 - margin), (float) (1 + margin));
        Tensor clip = ratios.mul(advantages).concat(clipped.mul(advantages), 1).min(1).mean();
        Tensor values = cumulativeRewards.sub(newValues).square().mean();
        Tensor entropyBonus = newProbs.neg().mul(newProbs.add(1e-5f).log()).sum(1).mean();
        return new MyPpoLosses(clip, values, entropyBonus);
    }

    /// The objective.
    public Tensor objective(double c1, double c2) {
        return clip.sub(values.mul((float) c1)).add(entropyBonus.mul((float) c2));
    }
}
