package drl.backend;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// A fixed team of threads for work items of some hundred microseconds. Helpers spin for the next item before they park,
/// because waking a parked thread costs as much as such an item.
///
/// An item is cut into parts, always in the same way, and the kernels cut it so that no value depends on the cut or on
/// who computes a part: results are the same for any number of threads. Parts are taken, not assigned. Where a helper does
/// not get a core in time, the caller does its parts as well and waits for nobody.
final class Workers implements AutoCloseable {

    /// One part of the work.
    @FunctionalInterface
    interface Job {
        void part(int part, int parts);
    }

    private static final int SPINS = 20_000;

    private final Helper[] helpers;
    private volatile Item current;
    private volatile boolean closed;

    Workers(int threads) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper("backend-" + (i + 1));
            helpers[i].start();
        }
    }

    int threads() {
        return helpers.length + 1;
    }

    /// Runs all parts and returns when all are done. A part that fails makes this fail.
    synchronized void run(Job job) {
        Item item = new Item(job, 2 * threads()); // smaller parts, so that nobody waits long for the last one
        current = item;
        for (Helper helper : helpers) {
            if (helper.parked) {
                LockSupport.unpark(helper);
            }
        }
        item.work();
        for (int spins = 0; item.done.get() < item.parts; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // a helper was taken off its core in the middle of a part
            }
        }
        current = null;
        if (item.failure != null) {
            throw new IllegalStateException("a worker thread failed: " + item.failure, item.failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /// A job and how far it is.
    private static final class Item {
        private final Job job;
        private final int parts;
        private final AtomicInteger taken = new AtomicInteger();
        private final AtomicInteger done = new AtomicInteger();
        private volatile Throwable failure;

        Item(Job job, int parts) {
            this.job = job;
            this.parts = parts;
        }

        /// Takes parts until there are none left.
        void work() {
            for (int part = taken.getAndIncrement(); part < parts; part = taken.getAndIncrement()) {
                try {
                    job.part(part, parts);
                } catch (Throwable thrown) {
                    failure = thrown;
                } finally {
                    done.incrementAndGet();
                }
            }
        }
    }

    private final class Helper extends Thread {
        private volatile boolean parked;

        Helper(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            Item seen = null;
            while (!closed) {
                Item item = current;
                for (int spins = 0; (item == null || item == seen) && spins < SPINS; spins++) {
                    Thread.onSpinWait();
                    item = current;
                }
                if (item != null && item != seen) {
                    item.work();
                    seen = item;
                } else {
                    parked = true; // whoever brings an item now sees this, or we see the item
                    if (!closed && (current == null || current == seen)) {
                        LockSupport.park(this);
                    }
                    parked = false;
                }
            }
        }
    }
}
