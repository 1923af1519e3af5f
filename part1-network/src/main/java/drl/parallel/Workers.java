package drl.parallel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A fixed team of threads for work items of some hundred microseconds. Helpers spin for the next item before they park,
/// because waking a parked thread costs as much as such an item.
///
/// An item is cut into parts, always in the same way, and who gives the work cuts it so that no result depends on the cut
/// or on who computes a part: results are the same for any number of threads. Parts are taken, not assigned. Where a
/// helper does not get a core in time, the caller does its parts as well and waits for nobody.
///
/// The caller takes the last part that is left, a helper the first. So the same thread does the same part of an item that
/// comes again and again, and finds in its own cache what it left there. The caller begins at once and a helper a moment
/// later: the longest part had better be the last.
///
/// Where the caller has long work of its own that cannot be cut, helpers may do something else [#meanwhile].
public final class Workers implements AutoCloseable {

    /// One part of the work.
    @FunctionalInterface
    public interface Job {

        /// Does part `part` of `parts`.
        void part(int part, int parts);
    }

    private static final long BEGIN = System.nanoTime(); // of the program, about
    private static final int SPINS = 20_000;
    private static final long ITEM = 1L << 32;
    private static final int FIRST = 1 << 16;
    private static final int MOST_PARTS = FIRST - 1;

    private final Helper[] helpers;
    private final long headStart; // nanoseconds
    private final AtomicLong next = new AtomicLong(); // item's number · ITEM + first part left · FIRST + their end
    private final AtomicInteger done = new AtomicInteger(); // parts of the item
    private final AtomicBoolean busy = new AtomicBoolean();
    private Job job;           // written before `next`, read behind it
    private int parts;         // likewise: what the item was cut into
    private Throwable failure; // of the lowest part that failed
    private int failedPart;
    private boolean joined;    // whether helpers take part by now
    private final AtomicReference<Runnable> aside = new AtomicReference<>(); // work for meanwhile, until somebody takes it
    private volatile boolean asideDone = true;
    private Throwable asideFailure; // written before `asideDone`
    private volatile boolean closed;

    /// Starts the helpers.
    ///
    /// @param threads at least 1, the caller's included
    /// @param name    begins the helpers' names
    public Workers(int threads, String name) {
        this(threads, name, Duration.ZERO);
    }

    /// The same with helpers that do not take part while the program is young. The JVM's compilers need the other cores
    /// more then, and a helper that waits for work would spin on them.
    ///
    /// @param headStart how long from the program's begin on
    public Workers(int threads, String name, Duration headStart) {
        this.headStart = headStart.toNanos();
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

    /// Whether there is nobody to share work with: an item is being done, or it is a helper that asks. Who is asked by a part
    /// of an item does not bring another: it would wait for itself.
    public boolean busy() {
        return busy.getAcquire() || Thread.currentThread() instanceof Helper;
    }

    /// Does all parts and returns when the last is done. Allocates nothing.
    ///
    /// @param parts from 1 to 65,535; twice the threads where parts take different times, so that nobody waits long for the
    ///     last
    /// @throws IllegalArgumentException if there are more or fewer parts
    /// @throws RuntimeException what the lowest of the parts that failed threw; the others were done nevertheless
    public synchronized void run(int parts, Job job) {
        if (parts < 1 || parts > MOST_PARTS) {
            throw new IllegalArgumentException("parts must be from 1 to " + MOST_PARTS + ", got " + parts);
        }
        busy.setRelease(true);
        done.setRelease(0);
        failure = null;
        if (helpersJoined()) {
            share(parts, job);
        } else {
            for (int part = 0; part < parts; part++) {
                work(job, part, parts);
            }
        }
        busy.setRelease(false);
        rethrow(failure);
    }

    private boolean helpersJoined() {
        joined = joined || System.nanoTime() - BEGIN >= headStart;
        return joined;
    }

    private static void rethrow(Throwable failure) {
        switch (failure) {
            case null -> {
            }
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    /// Has a helper do `job`, by itself, while the caller goes on; [#join] waits for it. Items that are brought meanwhile have
    /// one helper less. One job at a time: this waits for the one before. Allocates nothing.
    ///
    /// @throws RuntimeException what the job before threw, or this one where there is nobody else to do it
    public synchronized void meanwhile(Runnable job) {
        join();
        if (helpers.length == 0 || !helpersJoined()) {
            job.run();
            return;
        }
        asideDone = false;
        aside.set(job);
        wakeHelpers();
    }

    /// Returns when the job of [#meanwhile] is done, at once if there is none. The caller does it if no helper has begun.
    ///
    /// @throws RuntimeException what the job threw
    public synchronized void join() {
        doAside();
        for (int spins = 0; !asideDone; spins++) {
            pause(spins);
        }
        Throwable thrown = asideFailure;
        asideFailure = null;
        rethrow(thrown);
    }

    private void doAside() {
        Runnable job = aside.get() == null ? null : aside.getAndSet(null);
        if (job == null) {
            return;
        }
        try {
            job.run();
        } catch (Throwable thrown) {
            asideFailure = thrown;
        } finally {
            asideDone = true;
        }
    }

    private void share(int parts, Job job) {
        this.job = job;
        this.parts = parts;
        next.set((next.getPlain() & -ITEM) + ITEM + parts - 1); // the last part is taken
        wakeHelpers();
        work(job, parts - 1, parts);
        work(false);
        for (int spins = 0; done.get() < parts; spins++) {
            pause(spins);
        }
    }

    private void wakeHelpers() {
        for (Helper helper : helpers) {
            if (helper.parked) {
                LockSupport.unpark(helper);
            }
        }
    }

    private static void pause(int spins) {
        if (spins < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield(); // a helper was taken off its core in the middle of its work
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
    private void work(boolean fromFront) {
        while (true) {
            long ticket = next.get();
            Job mine = job;
            int of = parts, first = first(ticket), end = end(ticket);
            if (first == end) {
                return;
            }
            if (next.compareAndSet(ticket, fromFront ? ticket + FIRST : ticket - 1)) {
                work(mine, fromFront ? first : end - 1, of);
            }
        }
    }

    private void work(Job job, int part, int of) {
        try {
            job.part(part, of);
        } catch (Throwable thrown) {
            failed(part, thrown);
        } finally {
            done.incrementAndGet();
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

    private static int first(long ticket) {
        return (int) ticket >>> 16;
    }

    private static int end(long ticket) {
        return (int) ticket & MOST_PARTS;
    }

    private boolean idle() {
        long ticket = next.get();
        return first(ticket) == end(ticket) && aside.get() == null;
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
                    work(true);
                    doAside();
                }
            }
        }
    }
}
