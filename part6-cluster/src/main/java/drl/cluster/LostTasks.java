package drl.cluster;

import java.io.PrintStream;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/// Says when executors are lost, and which environments are played again for that.
final class LostTasks extends SparkListener {

    private final Executors executors;
    private final PrintStream err;
    private volatile Share[] shares = {};
    private volatile long globalStep;

    /// @param err where it is said
    LostTasks(Executors executors, PrintStream err) {
        this.executors = executors;
        this.err = err;
    }

    /// An iteration begins.
    void begin(long globalStep, Share[] shares) {
        this.globalStep = globalStep;
        this.shares = shares;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        String id = removed.executorId();
        if (!id.equals("driver")) {
            boolean others = executors.slotsWithout(id) > 0;
            err.println("executor " + id + " is lost (" + firstLine(removed.reason()) + "); " + (others
                    ? "the run goes on without it"
                    : "none is left, and the run waits " + executors.patience().toSeconds() + " s for another"));
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
        Share[] playing = shares;
        if (end.reason() instanceof TaskFailedReason reason && end.taskInfo().index() < playing.length) {
            Share share = playing[end.taskInfo().index()];
            err.println("environments " + share.first() + " to " + (share.first() + share.count() - 1)
                    + " are rebuilt as they were at step " + globalStep + " and played again: "
                    + firstLine(reason.toErrorString()));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
