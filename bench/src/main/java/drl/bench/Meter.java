package drl.bench;

import com.sun.management.ThreadMXBean;
import drl.run.Recorder;
import drl.run.Training;
import java.lang.management.ManagementFactory;

/// Listens to a training loop: lets it warm up, then measures it section by section, then ends it.
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
    private final Runnable warm;
    private final double[] stepsPerSecond;
    private final double[] bytesPerStep;
    private final long begin = threads.getCurrentThreadCpuTime();
    private int section = -1; // −1 while warming up
    private long startNanos;
    private long startStep;
    private long startBytes;

    /// @param warmUpSeconds of processor time, which the compiler needs
    /// @param sections      samples to take
    /// @param warm          told when the warm-up is over
    Meter(double warmUpSeconds, int sections, Runnable warm) {
        this.warmUpSeconds = warmUpSeconds;
        stepsPerSecond = new double[sections];
        bytesPerStep = new double[sections];
        this.warm = warm;
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
        long now = System.nanoTime();
        if (section < 0) {
            // Processor time: a busy machine compiles late.
            if ((threads.getCurrentThreadCpuTime() - begin) / 1e9 >= warmUpSeconds) {
                warm.run();
                next(globalStep);
            }
            return;
        }
        double seconds = (now - startNanos) / 1e9;
        if (seconds >= SECTION_SECONDS) {
            long steps = globalStep - startStep;
            stepsPerSecond[section] = steps / seconds;
            bytesPerStep[section] = (double) (threads.getTotalThreadAllocatedBytes() - startBytes) / steps;
            if (section + 1 == stepsPerSecond.length) {
                throw new Done();
            }
            next(globalStep);
        }
    }

    private void next(long globalStep) {
        section++;
        startStep = globalStep;
        startBytes = threads.getTotalThreadAllocatedBytes();
        startNanos = System.nanoTime();
    }
}
