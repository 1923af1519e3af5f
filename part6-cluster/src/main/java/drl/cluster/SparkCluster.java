package drl.cluster;

import drl.cli.RunFailure;
import drl.env.vector.EnvironmentFailure;
import drl.run.NotFiniteException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
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

    private static int open; // there is one context in a process, for whoever asks

    private final JavaSparkContext spark;
    private final LostTasks lost;
    private final boolean barrier;

    private SparkCluster(JavaSparkContext spark, boolean barrier) {
        this.spark = spark;
        this.barrier = barrier;
        lost = new LostTasks(System.err);
        spark.sc().addSparkListener(lost);
    }

    /// Joins a cluster.
    static synchronized SparkCluster open(ClusterHyperparameters settings) {
        String master = settings.master();
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
        JavaSparkContext spark = new JavaSparkContext(SparkContext.getOrCreate(conf));
        open++;
        return new SparkCluster(spark, settings.barrier());
    }

    @Override
    public int slots() {
        return spark.defaultParallelism();
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
        Broadcast<PolicySnapshot> everywhere = spark.broadcast(policy);
        try {
            JavaRDD<Share> tasks = spark.parallelize(Arrays.asList(shares), shares.length);
            List<Outcome> outcomes = barrier ? together(tasks, everywhere)
                    : tasks.map(share -> Outcome.of(everywhere.value(), share)).collect();
            List<RolloutBlock> blocks = new ArrayList<>();
            for (Outcome outcome : outcomes) {
                if (outcome.failure() != null) {
                    throw outcome.failure();
                }
                blocks.add(outcome.block());
            }
            return blocks;
        } catch (Exception failure) {
            if (failure instanceof SparkException) { // which Scala does not declare
                throw new RunFailure("the cluster gave up: " + failure.getMessage().lines().findFirst().orElse(""),
                        failure);
            }
            throw failure;
        } finally {
            everywhere.destroy();
        }
    }

    private static List<Outcome> together(JavaRDD<Share> tasks, Broadcast<PolicySnapshot> everywhere) {
        var play = (Function1<Iterator<Share>, Iterator<Outcome>> & Serializable) shares -> shares
                .map(share -> Outcome.of(everywhere.value(), share));
        return tasks.rdd().barrier().mapPartitions(play, false, ClassTag.apply(Outcome.class)).toJavaRDD().collect();
    }

    @Override
    public String description() {
        return "Spark " + spark.version() + " at " + spark.master() + ", " + slots() + " tasks at a time"
                + (barrier ? ", started together" : "");
    }

    @Override
    public void close() {
        synchronized (SparkCluster.class) {
            spark.sc().removeSparkListener(lost);
            if (--open == 0) {
                spark.stop();
            }
        }
    }
}
