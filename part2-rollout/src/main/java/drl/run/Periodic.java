package drl.run;

/// A recorder that also does something every so many iterations, after they were written down: save the networks, say.
/// It stands around the loop, so that the algorithm's lines know nothing of it.
public final class Periodic implements Recorder {

    private final Recorder recorder;
    private final int every;
    private final Runnable action;
    private long number;

    /// @param recorder what records
    /// @param number   iterations that lie behind already
    /// @param every    iterations from one time to the next; 0 for never
    /// @param action   what is done
    public Periodic(Recorder recorder, long number, int every, Runnable action) {
        this.recorder = recorder;
        this.number = number;
        this.every = every;
        this.action = action;
    }

    @Override
    public void scalar(String name, double value) {
        recorder.scalar(name, value);
    }

    @Override
    public void episode(double episodicReturn, int episodicLength, long globalStep) {
        recorder.episode(episodicReturn, episodicLength, globalStep);
    }

    @Override
    public void iteration(long globalStep) {
        recorder.iteration(globalStep);
        number++;
        if (every > 0 && number % every == 0) {
            action.run();
        }
    }
}
