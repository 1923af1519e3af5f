package drl.run;

/// What a training loop tells the outside: one call an episode, one a figure, one an iteration.
///
/// Names are CleanRL's, so that its plots and tables find them: `losses/value_loss`, `charts/learning_rate`. Nothing is
/// allocated by these calls once the first iterations have shown how much there is to keep. Figures and episodes are for
/// those who keep them: who only counts iterations implements [#iteration] alone.
@FunctionalInterface
public interface Recorder {

    /// Forgets everything, for tests and for loops that nobody watches.
    Recorder NONE = _ -> {
    };

    /// Notes a figure of the current iteration; it belongs to the step at which the iteration ends.
    ///
    /// @param name without a comma or a line break
    default void scalar(String name, double value) {
    }

    /// Notes a finished episode as `charts/episodic_return` and `charts/episodic_length`.
    ///
    /// @param episodicReturn the undiscounted sum of the environment's own rewards
    /// @param episodicLength its steps
    /// @param globalStep     steps of the whole run at its end
    default void episode(double episodicReturn, int episodicLength, long globalStep) {
    }

    /// Ends an iteration: what was noted is written, so that it survives whatever happens next, and the progress is
    /// shown.
    ///
    /// @param globalStep steps of the whole run so far
    void iteration(long globalStep);
}
