package drl.run;

/// What an iteration came to; counts up to its end, then starts again.
final class Iteration {

    private long number;
    private long globalStep;
    private double stepsPerSecond;
    private int episodes;
    private double returns;
    private double lengths;
    private volatile double latestMeanReturn = Double.NaN;

    Iteration(long number) {
        this.number = number;
    }

    void episode(double episodicReturn, int episodicLength) {
        episodes++;
        returns += episodicReturn;
        lengths += episodicLength;
    }

    /// @param globalStep     steps of the whole run
    /// @param stepsPerSecond since the run was started
    void end(long globalStep, double stepsPerSecond) {
        number++;
        this.globalStep = globalStep;
        this.stepsPerSecond = stepsPerSecond;
        if (episodes > 0) {
            latestMeanReturn = returns / episodes;
        }
    }

    void clear() {
        episodes = 0;
        returns = 0;
        lengths = 0;
    }

    /// Counted from 1.
    long number() {
        return number;
    }

    long globalStep() {
        return globalStep;
    }

    double stepsPerSecond() {
        return stepsPerSecond;
    }

    /// Episodes that ended in this iteration.
    int episodes() {
        return episodes;
    }

    /// The mean return of these, NaN if there are none.
    double meanReturn() {
        return returns / episodes;
    }

    /// Their mean length, NaN if there are none.
    double meanLength() {
        return lengths / episodes;
    }

    /// The mean return of the last iteration in which an episode ended, NaN before that. Any thread may ask.
    double latestMeanReturn() {
        return latestMeanReturn;
    }
}
