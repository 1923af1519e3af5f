package drl.cluster;

import java.util.List;

/// Where shares of environments are played: on this machine or on many.
interface Cluster extends AutoCloseable {

    /// Joins the cluster that the settings name.
    ///
    /// @param threads that play where there is none
    /// @throws drl.cli.UsageException if it cannot be what is asked for
    /// @throws drl.cli.RunFailure     if it does not come up
    static Cluster open(ClusterHyperparameters settings, int threads) {
        if (!settings.onSpark()) {
            return new OneMachine(threads);
        }
        SparkLibraries.require(settings.master());
        return SparkCluster.open(settings);
    }

    /// How many shares can be played at the same time.
    int slots();

    /// Plays an iteration.
    ///
    /// @return a block for each share, in their order
    /// @throws drl.run.NotFiniteException             if an observation or a reward is not finite
    /// @throws drl.env.vector.EnvironmentFailure      if an environment throws
    /// @throws drl.cli.RunFailure                     if the cluster gives up
    List<RolloutBlock> play(PolicySnapshot policy, Share[] shares);

    /// For a run's header.
    String description();

    @Override
    void close();
}
