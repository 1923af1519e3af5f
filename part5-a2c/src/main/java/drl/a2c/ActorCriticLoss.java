package drl.a2c;

import drl.run.FiniteGuard;
import drl.tensor.Tensor;

/// The loss of a batch and its parts, each of shape (), on the tape on which they were computed.
///
/// @param loss       actorLoss + vfCoef·criticLoss − entCoef·entropy: what is minimised
/// @param actorLoss  −mean(log π(a | s)·A)
/// @param criticLoss mean((R − V(s))²)
/// @param entropy    of the policy, on average over environments and *summed* over the T steps
public record ActorCriticLoss(Tensor loss, Tensor actorLoss, Tensor criticLoss, Tensor entropy) {

    /// Computes the loss.
    ///
    /// The advantage R − V(s) appears twice. It scales the actor's gradient, as a number, and it is the critic's error,
    /// differentiated; without `detach` the actor's loss would train the critic to be wrong.
    ///
    /// @param now      the networks' opinion of T·N actions
    /// @param returns  R (T·N)
    /// @param numSteps T. The tutorial adds up the entropies of the T steps but takes means of the losses, so that the
    ///                 entropy weighs T times its coefficient; kept, since coefficients are tuned to it
    // exercise: ALG STEP 5, the loss: −mean(log π·A) + c₁·mean(A²) − c₂·H
    public static ActorCriticLoss of(ActorCritic.Evaluation now, Tensor returns, int numSteps, PolicyLoss policyLoss,
            double vfCoef, double entCoef) {
        Tensor advantage = returns.sub(now.V());
        Tensor actorLoss = policyLoss.of(now.logProbs(), advantage.detach());
        Tensor criticLoss = advantage.square().mean();
        Tensor entropy = now.entropy().mul(numSteps);
        Tensor loss = actorLoss.add(criticLoss.mul((float) vfCoef)).sub(entropy.mul((float) entCoef));
        return new ActorCriticLoss(loss, actorLoss, criticLoss, entropy);
    }

    /// @param gradNorm   length of the gradient
    /// @param globalStep environment steps so far
    /// @throws drl.run.NotFiniteException if a part of the loss or the gradient is not finite
    void check(float gradNorm, long globalStep) {
        if (!Float.isFinite(loss.item()) || !Float.isFinite(gradNorm)) {
            FiniteGuard.check("policy_loss", actorLoss.item(), globalStep);
            FiniteGuard.check("value_loss", criticLoss.item(), globalStep);
            FiniteGuard.check("entropy", entropy.item(), globalStep);
            FiniteGuard.check("the loss", loss.item(), globalStep);
            FiniteGuard.check("the length of the gradient", gradNorm, globalStep);
        }
    }
}
