package drl.cluster;

import drl.cli.RunFailure;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import scala.jdk.javaapi.CollectionConverters;

/// The executors that a Spark cluster has at the moment, and how long a run waits for them.
///
/// Spark counts two cores where none has come yet, waits for executors for ever, and says neither.
final class Executors {

    /// Spark's setting of how long to wait for executors; a minute if it is not given.
    private static final String PATIENCE = "spark.scheduler.maxRegisteredResourcesWaitingTime";

    /// Executors are started together. When none has come for so long, more are hardly on their way; those that come
    /// later still get tasks of the next iteration.
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final SparkContext spark;
    private final Duration patience;
    private final int asked;
    private long seen; // ns, when there was an executor last

    Executors(SparkContext spark) {
        this.spark = spark;
        patience = Duration.ofMillis(spark.conf().getTimeAsMs(PATIENCE, "60s"));
        asked = asked(spark.conf());
        begin();
    }

    /// Tasks at a time that all executors asked for would take; more than there can be where that is not known.
    private static int asked(SparkConf conf) {
        if (conf.get("spark.master").startsWith("local")) {
            return 1; // all of them are there at once
        }
        int instances = conf.getInt("spark.executor.instances", Integer.MAX_VALUE);
        return instances < Integer.MAX_VALUE ? instances * conf.getInt("spark.executor.cores", 1)
                : conf.getInt("spark.cores.max", instances);
    }

    /// Tasks that run at the same time.
    int slots() {
        return slotsWithout("");
    }

    /// The same without an executor that is being lost.
    int slotsWithout(String id) {
        int slots = 0;
        for (ExecutorSummary executor : CollectionConverters.asJava(spark.statusStore().executorList(true))) {
            slots += executor.id().equals(id) ? 0 : executor.maxTasks();
        }
        return slots;
    }

    /// How long there may be none.
    Duration patience() {
        return patience;
    }

    /// Waits until all have come that were asked for, or at least one and no other behind it.
    ///
    /// @throws RunFailure if none comes
    void await() {
        int slots = 0;
        long changed = System.nanoTime();
        while (slots == 0 || slots < asked && System.nanoTime() - changed < QUIET.toNanos()) {
            LockSupport.parkNanos(20_000_000);
            requireAny();
            if (slots != slots()) {
                slots = slots();
                changed = System.nanoTime();
            }
        }
    }

    /// Tasks are about to be handed out: patience counts from here on.
    void begin() {
        seen = System.nanoTime();
    }

    /// Looks whether somebody is there to play, now and then.
    ///
    /// @throws RunFailure if there has been nobody for too long
    void requireAny() {
        if (spark.isStopped()) {
            throw new RunFailure("the cluster at " + spark.master() + " has not taken the application, or has ended it",
                    null);
        }
        if (slots() > 0) {
            begin();
        } else if (System.nanoTime() - seen > patience.toNanos()) {
            throw new RunFailure("the cluster at " + spark.master() + " has had no executor for " + patience.toSeconds()
                    + " s: its workers are gone, or others have all their cores", null);
        }
    }
}
