package drl.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A fixed team of threads for work items of some hundred microseconds. Helpers spin for the next item before they park,
/// because waking a parked thread costs as much as such an item.
///
/// An item is cut into parts, always in the same way, and who gives the work cuts it so that no result depends on the cut
/// or on who computes a part: results are the same for any number of threads. Parts are taken, not assigned. Where a
/// helper does not get a core in time, the caller does its parts as well and waits for nobody.
public final class Workers implements AutoCloseable {

    /// One part of the work.
    @FunctionalInterface
    public interface Job {

        /// Does part `part` of `parts`.
        void part(int part, int parts);
    }

    private static final int SPINS = 20_000;
    private static final long ITEM = 1L << 32;

    private final Helper[] helpers;
    private final AtomicLong next = new AtomicLong();       // the item's number above, its parts that are left below
    private final AtomicInteger done = new AtomicInteger(); // parts of the item
    private volatile Job job;
    private volatile int parts;                             // that the item was cut into
    private volatile boolean busy;
    private volatile boolean closed;
    private Throwable failure; // of the lowest part that failed
    private int failedPart;

    /// Starts the helpers.
    ///
    /// @param threads at least 1, the caller's included
    /// @param name    begins the helpers' names
    public Workers(int threads, String name) {
        helpers = new Helper[threads - 1];
        for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new Helper(name + "-" + (i + 1));
            helpers[i].start();
        }
    }

    /// The threads, the caller's included.
    public int threads() {
        return helpers.length + 1;
    }

    /// Whether an item is being done. Who is asked by a part of one does not bring another: it would wait for itself.
    public boolean busy() {
        return busy;
    }

    /// Does all parts and returns when the last is done. Allocates nothing.
    ///
    /// @param parts at least 1; twice the threads where parts take different times, so that nobody waits long for the last
    /// @throws RuntimeException what the lowest of the parts that failed threw; the others were done nevertheless
    public synchronized void run(int parts, Job job) {
        busy = true;
        done.set(0);
        failure = null;
        this.job = job;
        this.parts = parts;
        next.set((next.get() & -ITEM) + ITEM + parts);
        for (Helper helper : helpers) {
            if (helper.parked) {
                LockSupport.unpark(helper);
            }
        }
        work();
        for (int spins = 0; done.get() < parts; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // a helper was taken off its core in the middle of a part
            }
        }
        busy = false;
        switch (failure) {
            case null -> {
            }
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Helper helper : helpers) {
            LockSupport.unpark(helper);
        }
    }

    /// Takes parts until there are none left. A part is taken only if `next` has not moved since the job was read; its
    /// upper half tells one item from another, so nobody does a part of an item that is over.
    private void work() {
        while (true) {
            long ticket = next.get();
            Job mine = job;
            int of = parts, left = (int) ticket;
            if (left == 0) {
                return;
            }
            if (next.compareAndSet(ticket, ticket - 1)) {
                int part = of - left;
                try {
                    mine.part(part, of);
                } catch (Throwable thrown) {
                    failed(part, thrown);
                } finally {
                    done.incrementAndGet();
                }
            }
        }
    }

    private void failed(int part, Throwable thrown) {
        synchronized (next) {
            if (failure == null || part < failedPart) {
                failure = thrown;
                failedPart = part;
            }
        }
    }

    private boolean idle() {
        return (int) next.get() == 0;
    }

    private final class Helper extends Thread {
        private volatile boolean parked;

        Helper(String name) {
            super(name);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                for (int spins = 0; idle() && spins < SPINS; spins++) {
                    Thread.onSpinWait();
                }
                if (idle()) {
                    parked = true; // whoever brings an item from now on sees this, or we see the item
                    if (idle() && !closed) {
                        LockSupport.park(this);
                    }
                    parked = false;
                } else {
                    work();
                }
            }
        }
    }
}
