package drl.run;

/// Where a run's records stand; a checkpoint keeps it, so that a resumed run writes on exactly there.
///
/// @param globalStep   environment steps so far
/// @param iteration    iterations so far
/// @param metricsBytes length of `metrics.csv`
/// @param wallTime     seconds the run has taken, pauses left out
public record Position(long globalStep, long iteration, long metricsBytes, double wallTime) {

    /// Of a run that has not begun.
    public static final Position START = new Position(0, 0, 0, 0);
}
