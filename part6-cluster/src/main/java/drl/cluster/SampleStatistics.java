package drl.cluster;

import java.util.Arrays;

/// Mean and variance of the samples of one iteration, by Welford's (1962) recurrence: in one pass and without losing
/// digits. From nothing, unlike [drl.env.wrapper.RunningMeanStd], into which they are merged afterwards.
final class SampleStatistics {

    private final double[] mean;    // (size)
    private final double[] squares; // (size), sums of squared deviations
    private int count;

    /// @param size numbers in a sample
    SampleStatistics(int size) {
        mean = new double[size];
        squares = new double[size];
    }

    void clear() {
        count = 0;
        Arrays.fill(mean, 0);
        Arrays.fill(squares, 0);
    }

    /// Learns from the sample that begins at `from`.
    void add(float[] samples, int from) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            add(i, samples[from + i]);
        }
    }

    /// Learns from a sample of one number.
    void add(double sample) {
        count++;
        add(0, sample);
    }

    private void add(int i, double x) {
        double delta = x - mean[i];
        mean[i] += delta / count;
        squares[i] += delta * (x - mean[i]);
    }

    /// Writes the means, then the variances of the population.
    ///
    /// @return where they end
    int write(double[] target, int at) {
        System.arraycopy(mean, 0, target, at, mean.length);
        for (int i = 0; i < mean.length; i++) {
            target[at + mean.length + i] = squares[i] / count;
        }
        return at + 2 * mean.length;
    }
}
