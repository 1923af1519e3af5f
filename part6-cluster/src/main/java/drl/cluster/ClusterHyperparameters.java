package drl.cluster;

import drl.cli.Flag;
import drl.cli.Require;
import drl.ppo.VectorPpoHyperparameters;
import java.util.OptionalInt;

/// The settings of chapter 3's PPO, and where its environments are played. What is said here beside `ppo` does not change
/// what is learned.
///
/// @param ppo           the settings of `part3-ppo continuous`
/// @param master        Spark's address of a cluster, or `none`
/// @param numPartitions tasks into which an iteration is divided; empty for as many as run at a time
/// @param barrier       whether the tasks of an iteration start together or not at all
public record ClusterHyperparameters(
        VectorPpoHyperparameters ppo,
        @Flag("none (this process), local[N], spark://HOST:PORT; yarn, k8s://... under spark-submit") String master,
        @Flag("tasks that an iteration is divided into, or none for as many as run at a time") OptionalInt numPartitions,
        @Flag("let the tasks of an iteration start together or not at all (Spark's barrier mode)") boolean barrier) {

    /// Without a cluster.
    static final String NONE = "none";

    private static final String MASTERS =
            "none|local(\\[([1-9]\\d{0,3}|\\*)\\])?|spark://\\S+:\\d+|yarn|k8s://\\S+";

    /// @throws IllegalArgumentException if a value is out of range
    public ClusterHyperparameters {
        Require.that(master.matches(MASTERS), "master must be none, local[N] with N from 1 to 9999, local[*], "
                + "spark://HOST:PORT, yarn or k8s://HOST:PORT, got \"" + master + "\"");
        numPartitions.ifPresent(partitions -> Require.atLeast("numPartitions", partitions, 1));
        Require.that(!ppo.faithful(), "faithful is for one machine, ./rl part3-ppo continuous: CleanRL draws the "
                + "actions of all environments from one random stream");
    }

    /// Whether this asks for Spark.
    boolean onSpark() {
        return !master.equals(NONE);
    }

    /// These with the places where another's environments are played.
    ClusterHyperparameters at(ClusterHyperparameters other) {
        return new ClusterHyperparameters(ppo, other.master, other.numPartitions, other.barrier);
    }

    /// These with other settings of chapter 3's.
    ClusterHyperparameters with(VectorPpoHyperparameters other) {
        return new ClusterHyperparameters(other, master, numPartitions, barrier);
    }

    /// These divided into another number of tasks.
    ClusterHyperparameters inPartitions(int partitions) {
        return new ClusterHyperparameters(ppo, master, OptionalInt.of(partitions), barrier);
    }
}
