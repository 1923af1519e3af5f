package drl.cuda;

/// Times something that may only be enqueued.
final class Stopwatch {

    private static final int WARM_UP = 5;

    private Stopwatch() {
    }

    /// Seconds for each call, over at least `seconds` of them.
    ///
    /// @param wait waits until all calls are done
    static double secondsEach(double seconds, Runnable call, Runnable wait) {
        repeat(WARM_UP, call, wait);
        int count = 1;
        while (true) {
            double taken = repeat(count, call, wait);
            if (taken >= seconds) {
                return taken / count;
            }
            count = (int) Math.max(count + 1, Math.min(100.0 * count, count * 1.2 * seconds / Math.max(taken, 1e-6)));
        }
    }

    private static double repeat(int count, Runnable call, Runnable wait) {
        wait.run();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            call.run();
        }
        wait.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
