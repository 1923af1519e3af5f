package drl.ppo;

import drl.tensor.Tensor;

/// PPO's loss on a minibatch: policyLoss − entCoef·entropy + vfCoef·valueLoss, in two halves. Where actor and critic
/// share no layers, the gradient of either half is that of the whole, for its own network.
///
/// @param policy the actor's half
/// @param value  the critic's
public record PpoLoss(PolicyLoss policy, ValueLoss value) {

    /// The weights of the loss.
    ///
    /// @param clipCoef  ε of the clipped ratio, and, where values are clipped too, how far a value may move
    /// @param clipVloss whether values are clipped
    /// @param entCoef   weight of the entropy
    /// @param vfCoef    weight of the value loss
    public record Weights(double clipCoef, boolean clipVloss, double entCoef, double vfCoef) {
    }

    /// Both halves together (), on the current tape.
    public Tensor sum() {
        return policy.loss().add(value.loss());
    }
}
