package drl.ppo;

import drl.env.vector.VectorStep;
import drl.run.Recorder;
import java.util.Arrays;

/// The episodes that ended in an iteration, kept until the records are written.
final class EpisodeLog {

    private double[] returns;
    private int[] lengths;
    private long[] steps;
    private int count;

    /// @param room episodes to begin with; more is made when needed
    EpisodeLog(int room) {
        returns = new double[room];
        lengths = new int[room];
        steps = new long[room];
    }

    void clear() {
        count = 0;
    }

    /// Keeps the episodes that ended in a step.
    void add(VectorStep step, long globalStep) {
        for (int n = 0; n < step.rewards().length; n++) {
            if (step.done(n)) {
                add(step.episodicReturns()[n], step.episodicLengths()[n], globalStep);
            }
        }
    }

    /// Keeps an episode.
    void add(double episodicReturn, int episodicLength, long globalStep) {
        if (count == returns.length) {
            returns = Arrays.copyOf(returns, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
            steps = Arrays.copyOf(steps, 2 * count);
        }
        returns[count] = episodicReturn;
        lengths[count] = episodicLength;
        steps[count++] = globalStep;
    }

    void report(Recorder recorder) {
        for (int i = 0; i < count; i++) {
            recorder.episode(returns[i], lengths[i], steps[i]);
        }
    }
}
