package drl.run;

import drl.parallel.Futures;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/// Writes files on a thread of its own, so that a training goes on meanwhile instead of waiting for the disk.
final class WriteBehind implements AutoCloseable {

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().name("files").daemon().factory());
    private final LongSupplier nanos;
    private Future<?> latest = CompletableFuture.completedFuture(null);
    private volatile long ended; // when the latest writing did

    /// @param nanos the time, such as [System#nanoTime]
    WriteBehind(LongSupplier nanos) {
        this.nanos = nanos;
        ended = nanos.getAsLong();
    }

    /// Begins to write, once what was begun before is written.
    ///
    /// @throws RuntimeException what that one threw
    void begin(Runnable write) {
        await();
        latest = thread.submit(() -> {
            try {
                write.run();
            } finally {
                ended = nanos.getAsLong();
            }
        });
    }

    /// Whether everything has been written for at least so long.
    boolean restedFor(Duration time) {
        return latest.isDone() && nanos.getAsLong() - ended >= time.toNanos();
    }

    /// Returns when everything is written.
    ///
    /// @throws RuntimeException what the latest writing threw
    void await() {
        Futures.get(latest, "files were being written");
    }

    /// Waits for what is being written, and ends the thread.
    @Override
    public void close() {
        thread.close();
    }
}
