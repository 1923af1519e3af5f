/// PPO whose environments are played on an Apache Spark cluster, with the same result on any number of machines.
///
/// Start with [drl.cluster.ClusterRollouts#play], one iteration; then read [drl.cluster.RolloutWorker], what an executor
/// does in it, and [drl.cluster.SparkCluster], how it gets there and back.
package drl.cluster;
