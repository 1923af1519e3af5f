package drl.ppo;

/// Where [VectorPPO] has its steps from: environments in its own process, or a cluster's.
public interface Rollouts {

    /// Starts the environments' first episodes.
    ///
    /// @return the first observations (N, O), as the agent sees them
    float[] begin(long seed);

    /// Plays T steps in all N environments with the learner's policy as it is now. Fills its storage, but for the values,
    /// the advantages and the returns; tells it of the episodes that ended ([VectorPPO#endEpisode]), in the order of
    /// steps and in each of environments, and of the observations behind the last step ([VectorPPO#observe]).
    void play(VectorPPO learner);
}
