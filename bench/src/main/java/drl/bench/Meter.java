package drl.bench;

import com.sun.management.ThreadMXBean;
import drl.run.Recorder;
import java.lang.management.ManagementFactory;

/// Listens to a training loop: lets it warm up, then measures it section by section, then ends it.
final class Meter implements Recorder {

    /// Ends a loop that has been measured.
    static final class Done extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private Done() {
            super(null, null, false, false);
        }
    }

    private static final double WARM_UP_SECONDS = 6;
    private static final double SECTION_SECONDS = 1;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Runnable warm;
    private final double[] stepsPerSecond;
    private final double[] bytesPerStep;
    private final long begin = threads.getCurrentThreadCpuTime();
    private int section = -1; // −1 while warming up
    private long startNanos;
    private long startStep;
    private long startBytes;

    /// @param sections samples to take
    /// @param warm     told when the warm-up is over
    Meter(int sections, Runnable warm) {
        stepsPerSecond = new double[sections];
        bytesPerStep = new double[sections];
        this.warm = warm;
    }

    double[] stepsPerSecond() {
        return stepsPerSecond.clone();
    }

    double[] bytesPerStep() {
        return bytesPerStep.clone();
    }

    @Override
    public void scalar(String name, double value) {
    }

    @Override
    public void episode(double episodicReturn, int episodicLength, long globalStep) {
    }

    @Override
    public void iteration(long globalStep) {
        long now = System.nanoTime();
        if (section < 0) {
            // Processor time: a busy machine compiles late.
            if ((threads.getCurrentThreadCpuTime() - begin) / 1e9 >= WARM_UP_SECONDS) {
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
