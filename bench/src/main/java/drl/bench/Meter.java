package drl.bench;

import com.sun.management.ThreadMXBean;
import drl.run.Recorder;
import drl.run.Training;
import java.lang.management.ManagementFactory;

/// Listens to a training loop: lets it warm up, measures it section by section, then lets it be watched and ends it.
/// Who watches allocates, and would be counted before.
final class Meter implements Recorder {

    /// Ends a loop that has been measured.
    private static final class Done extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Done() {
            super(null, null, false, false);
        }
    }

    private static final double SECTION_SECONDS = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final double warmUpSeconds;
    private final int watched;
    private final Runnable watch;
    private final double[] stepsPerSecond;
    private final double[] bytesPerStep;
    private final long begin = threads.getCurrentThreadCpuTime();
    private int section = -1; // −1 while warming up
    private long startNanos;
    private long startStep;
    private long startBytes;

    /// @param warmUpSeconds of processor time, which the compiler needs
    /// @param sections      samples to take
    /// @param watched       sections that the loop goes on for when they are taken
    /// @param watch         told when these begin
    Meter(double warmUpSeconds, int sections, int watched, Runnable watch) {
        this.warmUpSeconds = warmUpSeconds;
        this.watched = watched;
        this.watch = watch;
        stepsPerSecond = new double[sections];
        bytesPerStep = new double[sections];
    }

    /// Runs a loop that would not end by itself, until it is measured.
    void measure(Training training) {
        training.begin();
        try {
            training.learn(this);
        } catch (Done measured) {
            // as planned
        }
    }

    double[] stepsPerSecond() {
        return stepsPerSecond.clone();
    }

    double[] bytesPerStep() {
        return bytesPerStep.clone();
    }

    @Override
    public void iteration(long globalStep) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        // Processor time: a busy machine compiles late.
        boolean over = section < 0 ? (threads.getCurrentThreadCpuTime() - begin) / 1e9 >= warmUpSeconds
                : seconds >= SECTION_SECONDS;
        if (!over) {
            return;
        }
        int sections = stepsPerSecond.length;
        if (section >= 0 && section < sections) {
            long steps = globalStep - startStep;
            stepsPerSecond[section] = steps / seconds;
            bytesPerStep[section] = (double) (threads.getTotalThreadAllocatedBytes() - startBytes) / steps;
        }
        section++;
        if (section == sections + watched) {
            throw new Done();
        }
        if (section == sections) {
            watch.run();
        }
        startStep = globalStep;
        startBytes = threads.getTotalThreadAllocatedBytes();
        startNanos = System.nanoTime();
    }
}
