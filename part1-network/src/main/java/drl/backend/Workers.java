package drl.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A fixed team of threads for work items of some hundred microseconds: they spin for the next item before they park,
/// because waking a parked thread costs as much as such an item.
///
/// An item is cut into as many parts as there are threads, always in the same way, and the kernels cut it so that no
/// value depends on the cut: results are the same for any number of threads.
final class Workers implements AutoCloseable {

    /// One part of the work.
    @FunctionalInterface
    interface Job {
        void part(int part, int parts);
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private volatile int generation;
    private volatile Job job;
    private volatile boolean closed;
    private final AtomicInteger pending = new AtomicInteger();
    private volatile Throwable failure;

    Workers(int threads) {
        helpers = new Thread[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            int part = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name("backend-" + part).unstarted(() -> help(part));
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /// Runs all parts, this thread taking the first, and returns when all are done. A part that fails makes this fail.
    synchronized void run(Job work) {
        pending.set(helpers.length);
        job = work;
        generation++;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        try {
            work.part(0, threads());
        } finally {
            for (int spins = 0; pending.get() > 0; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    Thread.yield(); // more threads than free cores: let the helper have this one
                }
            }
            job = null;
        }
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            throw new IllegalStateException("a worker thread failed: " + thrown, thrown);
        }
    }

    private void help(int part) {
        int seen = 0;
        while (true) {
            int spins = 0;
            while (generation == seen && !closed) {
                if (spins++ < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = generation;
            try {
                job.part(part, threads());
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                pending.decrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
    }
}
