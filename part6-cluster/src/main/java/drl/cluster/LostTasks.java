package drl.cluster;

import java.io.PrintStream;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/// Says when executors are lost, and which environments are played again for that.
final class LostTasks extends SparkListener {

    private final PrintStream err;
    private volatile Share[] shares = {};
    private volatile long globalStep;

    /// @param err where it is said
    LostTasks(PrintStream err) {
        this.err = err;
    }

    /// An iteration begins.
    void begin(long globalStep, Share[] shares) {
        this.globalStep = globalStep;
        this.shares = shares;
    }

    @Override
    public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
        if (!removed.executorId().equals("driver")) {
            err.println("executor " + removed.executorId() + " is lost (" + firstLine(removed.reason())
                    + "); the run goes on without it");
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
