package drl.nn;

/// A number that changes over a run, such as a learning rate, as a function of the share of the run that is done.
@FunctionalInterface
public interface Schedule {

    /// The value at `progress`, 0 at the start of the run and 1 at its end; outside that range it stays at the nearer end.
    double at(double progress);

    /// The same value throughout.
    static Schedule constant(double value) {
        return _ -> value;
    }

    /// A straight line from `start` to `end`.
    static Schedule linear(double start, double end) {
        return progress -> start + (end - start) * Math.clamp(progress, 0.0, 1.0);
    }

    /// A half cosine from `start` to `end` (Loshchilov and Hutter 2017, without restarts).
    static Schedule cosine(double start, double end) {
        return progress -> end + (start - end) * (1 + Math.cos(Math.PI * Math.clamp(progress, 0.0, 1.0))) / 2;
    }

    /// From `start`, multiplied by the same factor over equal parts of the run, to `end`; both positive.
    static Schedule exponential(double start, double end) {
        if (!(start > 0 && end > 0)) {
            throw new IllegalArgumentException(
                    "an exponential schedule needs positive ends, got " + start + " and " + end);
        }
        return progress -> start * Math.pow(end / start, Math.clamp(progress, 0.0, 1.0));
    }
}
