package drl.env.vector;

/// What N environments returned: one array a quantity, one place an environment.
///
/// The arrays belong to the [VectorEnv] and are overwritten by its next step or reset; copy what has to last.
///
/// @param obs              what the agent decides on next (N, O), row-major: after an episode's end the first
///                         observation of the next episode
/// @param rewards          what the actions earned (N)
/// @param terminated       whether a task came to its end (N)
/// @param truncated        whether an episode was cut short from outside (N); where both are set, `terminated` counts
/// @param finalObs         the last observation of each episode that ended in this step (N, O); other rows are stale
/// @param episodicReturns  the sum of the environment's own rewards over each episode that ended in this step (N);
///                         other places are stale
/// @param episodicLengths  the steps of each such episode (N)
public record VectorStep(float[] obs, double[] rewards, boolean[] terminated, boolean[] truncated, float[] finalObs,
        double[] episodicReturns, int[] episodicLengths) {

    /// Arrays for `numEnvs` environments with `obsDim` numbers an observation.
    static VectorStep allocate(int numEnvs, int obsDim) {
        return new VectorStep(new float[numEnvs * obsDim], new double[numEnvs], new boolean[numEnvs],
                new boolean[numEnvs], new float[numEnvs * obsDim], new double[numEnvs], new int[numEnvs]);
    }

    /// Whether the episode of environment `i` ended, for either reason.
    public boolean done(int i) {
        return terminated[i] || truncated[i];
    }
}
