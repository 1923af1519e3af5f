package drl.cluster;

import drl.cli.RunFailure;
import drl.cli.UsageException;
import drl.env.vector.EnvironmentFailure;
import drl.run.NotFiniteException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag;

/// Plays shares as the tasks of a Spark job, an iteration a job.
///
/// Spark does what is hard: it finds idle executors, brings them the classes, sends the policy from one executor to the
/// next, and gives a task to another executor when one is lost. That this is harmless follows from what a task is
/// here: a function of policy and share, without a memory.
final class SparkCluster implements Cluster {

    private final JavaSparkContext spark;
    private final Executors executors;
    private final LostTasks lost;
    private final boolean barrier;

    private SparkCluster(JavaSparkContext spark, boolean barrier) {
        this.spark = spark;
        this.barrier = barrier;
        executors = new Executors(spark.sc());
        lost = new LostTasks(executors, System.err);
        spark.sc().addSparkListener(lost);
    }

    /// Joins a cluster and waits for its executors.
    ///
    /// @throws UsageException if it is too small for what is asked of it
    /// @throws RunFailure     if Spark does not start, or no executor comes
    static SparkCluster open(ClusterHyperparameters settings) {
        SparkCluster cluster = new SparkCluster(start(settings.master()), settings.barrier());
        try {
            cluster.executors.await();
            cluster.requireRoom(settings);
            return cluster;
        } catch (RuntimeException unfit) {
            cluster.close();
            throw unfit;
        }
    }

    private static JavaSparkContext start(String master) {
        boolean here = master.startsWith("local");
        SparkConf conf = new SparkConf().setMaster(master).setAppName("RL from Scratch");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.driver.maxResultSize", "0"); // unlimited: the learner wants it all
        conf.setIfMissing("spark.locality.wait", "0");        // any executor is as good as another
        conf.setIfMissing("spark.executor.extraJavaOptions",
                "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
                        + " --sun-misc-unsafe-memory-access=allow");
        if (here || master.matches("spark://(127\\.0\\.0\\.1|localhost):.*")) {
            conf.setIfMissing("spark.driver.host", "127.0.0.1");
            conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        if (!here) {
            conf.setIfMissing("spark.jars", String.join(",", OwnClasses.jars()));
        }
        try {
            return new JavaSparkContext(conf);
        } catch (Exception failure) { // a SparkException, too, which Scala does not declare
            throw new RunFailure("Spark does not start at " + master + ": " + firstLine(failure), failure);
        }
    }

    /// Spark would try for ten minutes to start more tasks together than there is room for.
    private void requireRoom(ClusterHyperparameters settings) {
        int tasks = Math.min(settings.numPartitions().orElse(1), settings.ppo().numEnvs());
        if (barrier && tasks > slots()) {
            throw new UsageException("--num-partitions must be at most " + slots() + " with --barrier, got " + tasks
                    + ": " + spark.master() + " takes no more tasks at a time");
        }
    }

    @Override
    public int slots() {
        return Math.max(1, executors.slots()); // one that waits where all executors are lost
    }

    /// What a task comes to: a block, or what went wrong in a way that would go wrong again.
    private record Outcome(RolloutBlock block, RuntimeException failure) implements Serializable {

        static Outcome of(PolicySnapshot policy, Share share) {
            try {
                return new Outcome(WorkerPool.play(policy, share), null);
            } catch (NotFiniteException | EnvironmentFailure failure) {
                return new Outcome(null, failure);
            }
        }
    }

    @Override
    public List<RolloutBlock> play(PolicySnapshot policy, Share[] shares) {
        lost.begin(policy.globalStep(), shares);
        executors.begin();
        executors.requireAny();
        Broadcast<PolicySnapshot> everywhere = spark.broadcast(policy);
        try {
            JavaRDD<Share> tasks = spark.parallelize(Arrays.asList(shares), shares.length);
            JavaRDD<Outcome> outcomes = barrier ? together(tasks, everywhere)
                    : tasks.map(share -> Outcome.of(everywhere.value(), share));
            List<RolloutBlock> blocks = new ArrayList<>();
            for (Outcome outcome : await(outcomes.collectAsync())) {
                if (outcome.failure() != null) {
                    throw outcome.failure();
                }
                blocks.add(outcome.block());
            }
            return blocks;
        } finally {
            if (!spark.sc().isStopped()) {
                everywhere.destroy();
            }
        }
    }

    /// Looks every second whether anybody is still there.
    private List<Outcome> await(JavaFutureAction<List<Outcome>> tasks) {
        try {
            while (true) {
                try {
                    return tasks.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException playing) {
                    executors.requireAny();
                }
            }
        } catch (ExecutionException failure) {
            throw new RunFailure("the cluster gave up: " + firstLine(failure.getCause()), failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while environments were played", stop);
        } finally {
            tasks.cancel(true); // does nothing to those that have ended
        }
    }

    private static JavaRDD<Outcome> together(JavaRDD<Share> tasks, Broadcast<PolicySnapshot> everywhere) {
        var play = (Function1<Iterator<Share>, Iterator<Outcome>> & Serializable) shares -> shares
                .map(share -> Outcome.of(everywhere.value(), share));
        return tasks.rdd().barrier().mapPartitions(play, false, ClassTag.apply(Outcome.class)).toJavaRDD();
    }

    @Override
    public String description() {
        int slots = slots();
        return "Spark " + spark.version() + " at " + spark.master() + ", " + slots
                + (slots == 1 ? " task at a time" : " tasks at a time") + (barrier ? ", started together" : "");
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        spark.sc().removeSparkListener(lost);
        spark.stop();
    }
}
