package drl.ppo;

import drl.env.vector.VectorStep;
import drl.tensor.Tensor;

/// Looks for numbers that are not finite where they come in, from environments, and where they arise, in an update. One
/// of them makes every weight NaN in the next update, and what is saved after that is worth nothing.
final class FiniteGuard {

    private FiniteGuard() {
    }

    /// @throws NotFiniteException if an observation or reward is not finite
    static void check(VectorStep step, int obsDim, long globalStep) {
        for (int i = 0; i < step.obs().length; i++) {
            if (!Float.isFinite(step.obs()[i])) {
                throw new NotFiniteException(
                        "number " + i % obsDim + " of the observation of environment " + i / obsDim,
                        step.obs()[i], globalStep);
            }
        }
        for (int n = 0; n < step.rewards().length; n++) {
            if (!Double.isFinite(step.rewards()[n])) {
                throw new NotFiniteException("the reward of environment " + n, step.rewards()[n], globalStep);
            }
        }
    }

    /// @throws NotFiniteException if a part of the loss or the gradient is not finite
    static void check(PpoLoss loss, float gradNorm, int epoch, int minibatch, long globalStep) {
        if (Float.isFinite(loss.loss().item()) && Float.isFinite(gradNorm)) {
            return;
        }
        String where = " of minibatch " + minibatch + " in epoch " + epoch;
        check("policy_loss" + where, loss.policyLoss(), globalStep);
        check("value_loss" + where, loss.valueLoss(), globalStep);
        check("entropy" + where, loss.entropy(), globalStep);
        check("the loss" + where, loss.loss(), globalStep);
        throw new NotFiniteException("the length of the gradient" + where, gradNorm, globalStep);
    }

    private static void check(String what, Tensor number, long globalStep) {
        if (!Float.isFinite(number.item())) {
            throw new NotFiniteException(what, number.item(), globalStep);
        }
    }
}
