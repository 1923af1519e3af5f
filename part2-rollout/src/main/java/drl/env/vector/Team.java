package drl.env.vector;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Threads that do the parts of one piece of work together, again and again. Between two pieces they spin for a while
/// before they park: waking a parked thread takes longer than many a step.
final class Team implements AutoCloseable {

    /// Part `part` of `parts`.
    @FunctionalInterface
    interface Work {
        void part(int part, int parts);
    }

    private static final int SPINS = 20_000;

    private final Thread[] helpers;
    private final Throwable[] thrown; // one place a part, so that the lowest part's is reported
    private final AtomicInteger pending = new AtomicInteger();
    private volatile Work work;
    private volatile int round; // written by the caller's thread only
    private volatile boolean closed;

    /// @param threads the caller's included
    Team(int threads, String name) {
        helpers = new Thread[threads - 1];
        thrown = new Throwable[threads];
        for (int i = 0; i < helpers.length; i++) {
            int part = i + 1;
            helpers[i] = Thread.ofPlatform().daemon().name(name + "-" + part).unstarted(() -> help(part));
        }
        for (Thread helper : helpers) {
            helper.start();
        }
    }

    /// Does all parts and returns when the last is done.
    ///
    /// @throws RuntimeException what the lowest of the parts that failed threw
    void run(Work work) {
        pending.set(helpers.length);
        this.work = work;
        int next = round + 1;
        round = next;
        for (Thread helper : helpers) {
            LockSupport.unpark(helper);
        }
        attempt(work, 0);
        for (int spins = 0; pending.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield(); // more threads than free cores: let a helper have this one
            }
        }
        for (int part = 0; part < thrown.length; part++) {
            rethrow(part);
        }
    }

    private void rethrow(int part) {
        Throwable failure = thrown[part];
        thrown[part] = null;
        switch (failure) {
            case null -> {
            }
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }

    private void attempt(Work work, int part) {
        try {
            work.part(part, thrown.length);
        } catch (Throwable failure) {
            thrown[part] = failure;
        }
    }

    private void help(int part) {
        int seen = 0;
        while (true) {
            for (int spins = 0; round == seen && !closed; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen = round;
            attempt(work, part);
            pending.decrementAndGet();
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
