package drl.parallel;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// Waiting for what another thread does.
public final class Futures {

    private Futures() {
    }

    /// Waits for the result.
    ///
    /// @param doing what is waited for, as it reads after "interrupted while"
    /// @throws RuntimeException what the other thread threw; an error likewise
    /// @throws IllegalStateException if this thread is interrupted meanwhile, or the other threw a checked exception
    public static <T> T get(Future<T> future, String doing) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + doing, stop);
        }
    }
}
