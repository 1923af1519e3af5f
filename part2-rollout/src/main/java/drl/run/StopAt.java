package drl.run;

/// Runs a [Training] up to the end of an iteration, and no further.
final class StopAt implements Recorder {

    private final long last;
    private long number;

    private StopAt(long number, long last) {
        this.number = number;
        this.last = last;
    }

    /// @param best   is told of the episodes
    /// @param number iterations that lie behind already
    /// @param last   the iteration after which to stop; nothing is run if that is behind
    static void run(Training training, BestModel best, long number, long last) {
        if (number >= last) {
            return;
        }
        try {
            training.learn(best.watching(new StopAt(number, last)));
        } catch (Reached _) {
            return;
        }
    }

    @Override
    public void iteration(long globalStep) {
        if (++number == last) {
            throw new Reached();
        }
    }

    /// Leaves the training loop from within.
    private static final class Reached extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Reached() {
            super(null, null, false, false);
        }
    }
}
