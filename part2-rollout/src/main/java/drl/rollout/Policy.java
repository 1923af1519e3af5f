package drl.rollout;

/// What decides in an environment: observation in, action out.
public interface Policy {

    /// Draws an action for one observation.
    ///
    /// @param obs    the observation (O)
    /// @param action receives the action (A); a discrete one as its number
    /// @return log π(action | obs)
    float getAction(float[] obs, float[] action);

    /// The action this policy thinks best: what it does when it is tested.
    ///
    /// @param obs    the observation (O)
    /// @param action receives the action (A)
    void bestAction(float[] obs, float[] action);
}
