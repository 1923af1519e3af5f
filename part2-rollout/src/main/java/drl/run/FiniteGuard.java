package drl.run;

import drl.env.vector.VectorStep;

/// Looks for numbers that are not finite where they come in, from environments, and where they arise, in an update. One
/// of them makes every weight NaN in the next update, and what is saved after that is worth nothing.
public final class FiniteGuard {

    private FiniteGuard() {
    }

    /// @param obsDim numbers of a single observation
    /// @throws NotFiniteException if an observation or reward of a step is not finite
    public static void check(VectorStep step, int obsDim, long globalStep) {
        check(step, obsDim, 0, globalStep);
    }

    /// Of environments that are some among more.
    ///
    /// @param obsDim numbers of a single observation
    /// @param first  the number of the first of them
    /// @throws NotFiniteException if an observation or reward of a step is not finite
    public static void check(VectorStep step, int obsDim, int first, long globalStep) {
        for (int i = 0; i < step.obs().length; i++) {
            if (!Float.isFinite(step.obs()[i])) {
                throw new NotFiniteException(
                        "number " + i % obsDim + " of the observation of environment " + (first + i / obsDim),
                        step.obs()[i], globalStep);
            }
        }
        for (int n = 0; n < step.rewards().length; n++) {
            if (!Double.isFinite(step.rewards()[n])) {
                throw new NotFiniteException("the reward of environment " + (first + n), step.rewards()[n], globalStep);
            }
        }
    }

    /// Of a single environment.
    ///
    /// @throws NotFiniteException if its observation or reward is not finite
    public static void check(float[] obs, double reward, long globalStep) {
        for (int i = 0; i < obs.length; i++) {
            if (!Float.isFinite(obs[i])) {
                throw new NotFiniteException("number " + i + " of the observation", obs[i], globalStep);
            }
        }
        check("the reward", reward, globalStep);
    }

    /// @param what names the number, for the message
    /// @throws NotFiniteException if it is not finite
    public static void check(String what, double number, long globalStep) {
        if (!Double.isFinite(number)) {
            throw new NotFiniteException(what, number, globalStep);
        }
    }
}
