package drl.env.wrapper;

import drl.nn.StateDict;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Mean and variance of everything seen so far, number by number, in double precision.
///
/// Batches are merged by the parallel formula of Chan, Golub and LeVeque (1979), which needs no second pass and does
/// not lose digits. As in baselines and Gymnasium, it starts at mean 0 and variance 1 as if a ten-thousandth of a
/// sample had been seen, and the variance is that of the population.
///
/// One object may serve many environments, be saved with a model, and be frozen for evaluation, so that what is tested
/// is the policy that was trained. It is not meant for several threads at once.
public final class RunningMeanStd {
    private static final double INITIAL_COUNT = 1e-4;

    private final double[] mean;        // (size)
    private final double[] variance;    // (size)
    private final Precision precision;
    private double count = INITIAL_COUNT;
    private boolean frozen;

    /// How the statistics are kept.
    public enum Precision {
        /// As Gym and Gymnasium below 1.0 do; the default here.
        DOUBLE {
            @Override
            double round(double x) {
                return x;
            }
        },
        /// As Gymnasium from 1.0 on does for observations of type float32, bit for bit: every operation is rounded.
        /// Its results are those of float arithmetic, because double has more than twice the digits.
        SINGLE {
            @Override
            double round(double x) {
                return (float) x;
            }
        };

        abstract double round(double x);
    }

    /// Statistics in double precision.
    ///
    /// @param size how many numbers each sample has
    /// @throws IllegalArgumentException if that is below 1
    public RunningMeanStd(int size) {
        this(size, Precision.DOUBLE);
    }

    /// @param size how many numbers each sample has
    /// @param precision how to keep the statistics
    /// @throws IllegalArgumentException if the size is below 1
    public RunningMeanStd(int size, Precision precision) {
        if (size < 1) {
            throw new IllegalArgumentException("RunningMeanStd: a sample has at least 1 number, not " + size);
        }
        this.mean = new double[size];
        this.variance = new double[size];
        this.precision = precision;
        Arrays.fill(variance, 1);
    }

    /// How many numbers each sample has.
    public int size() {
        return mean.length;
    }

    /// A copy of the means.
    public double[] mean() {
        return mean.clone();
    }

    /// A copy of the variances.
    public double[] variance() {
        return variance.clone();
    }

    /// How many samples have been seen, and the ten-thousandth at the start.
    public double count() {
        return count;
    }

    /// Whether updates are ignored.
    public boolean frozen() {
        return frozen;
    }

    /// Ignores updates from now on, as evaluation needs it, or takes them again.
    public void freeze(boolean frozen) {
        this.frozen = frozen;
    }

    /// Learns from a batch of samples at once.
    ///
    /// @param batch the samples one after another, (rows, size); what comes behind them is not read
    /// @param rows how many samples there are, at least 1
    /// @throws IllegalArgumentException if the batch does not hold as many
    public void update(float[] batch, int rows) {
        if (rows < 1 || batch.length < rows * size()) {
            throw new IllegalArgumentException("RunningMeanStd: " + rows + " samples of " + size()
                    + " numbers cannot be in an array of " + batch.length);
        }
        if (frozen) {
            return;
        }
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum = round(sum + batch[row * mean.length + i]);
            }
            double batchMean = round(sum / rows);
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double deviation = round(batch[row * mean.length + i] - batchMean);
                squares = round(squares + round(deviation * deviation));
            }
            merge(i, batchMean, round(squares / rows), rows);
        }
        count += rows;
    }

    /// Learns from one sample of one number.
    ///
    /// @throws IllegalStateException if samples have more numbers than one
    public void update(double sample) {
        if (mean.length != 1) {
            throw new IllegalStateException("RunningMeanStd: a sample has " + mean.length + " numbers here, not 1");
        }
        if (!frozen) {
            merge(0, sample, 0, 1);
            count += 1;
        }
    }

    /// Learns from a batch of samples of which only mean and variance are known: what [#update(float\[\], int)] does with
    /// a batch whose samples are elsewhere.
    ///
    /// @param batch    the batch's means, then its variances (2·size)
    /// @param from     where they begin
    /// @param rows     how many samples they stand for, at least 1
    /// @throws IllegalArgumentException if there are not as many numbers, or no rows
    public void update(double[] batch, int from, int rows) {
        if (rows < 1 || batch.length < from + 2 * size()) {
            throw new IllegalArgumentException("RunningMeanStd: means and variances of " + size() + " numbers in "
                    + rows + " samples cannot be in an array of " + batch.length + " from " + from + " on");
        }
        if (!frozen) {
            for (int i = 0; i < mean.length; i++) {
                merge(i, batch[from + i], batch[from + size() + i], rows);
            }
            count += rows;
        }
    }

    private void merge(int i, double batchMean, double batchVariance, double batchCount) {
        double total = round(count + batchCount);
        double before = round(count);
        double delta = round(batchMean - mean[i]);
        double spread = round(round(round(delta * delta) * before) * batchCount);
        double m2 = round(round(round(variance[i] * before) + round(batchVariance * batchCount))
                + round(spread / total));
        mean[i] = round(mean[i] + round(round(delta * batchCount) / total));
        variance[i] = round(m2 / total);
    }

    /// `x` less the mean of number `i`, over its standard deviation.
    ///
    /// @param epsilon added to the variance, against dividing by zero
    public double normalize(int i, double x, double epsilon) {
        return round(round(x - mean[i]) / standardDeviation(i, epsilon));
    }

    /// The square root of the variance of number `i` plus `epsilon`.
    public double standardDeviation(int i, double epsilon) {
        return round(Math.sqrt(round(variance[i] + epsilon)));
    }

    /// Takes over statistics that were read from a model.
    ///
    /// @param mean the means, (size)
    /// @param variance the variances, (size), none negative
    /// @param count how many samples they stand for, above 0
    /// @throws IllegalArgumentException if the lengths do not fit, or a number is out of range
    public void restore(double[] mean, double[] variance, double count) {
        if (mean.length != size() || variance.length != size()) {
            throw new IllegalArgumentException("RunningMeanStd: statistics of " + size() + " numbers cannot come from "
                    + mean.length + " means and " + variance.length + " variances");
        }
        if (!(count > 0) || !Arrays.stream(mean).allMatch(Double::isFinite)
                || !Arrays.stream(variance).allMatch(v -> v >= 0 && Double.isFinite(v))) {
            throw new IllegalArgumentException("RunningMeanStd: statistics need finite means, variances of at least 0"
                    + " and a count above 0, not " + Arrays.toString(mean) + ", " + Arrays.toString(variance) + " and "
                    + count);
        }
        System.arraycopy(mean, 0, this.mean, 0, mean.length);
        System.arraycopy(variance, 0, this.variance, 0, variance.length);
        this.count = count;
    }

    /// Writes the statistics for a checkpoint.
    public void save(DataOutput out) throws IOException {
        out.writeDouble(count);
        for (int i = 0; i < mean.length; i++) {
            out.writeDouble(mean[i]);
            out.writeDouble(variance[i]);
        }
    }

    /// Takes over what [#save] wrote for statistics of the same size.
    public void load(DataInput in) throws IOException {
        count = in.readDouble();
        for (int i = 0; i < mean.length; i++) {
            mean[i] = in.readDouble();
            variance[i] = in.readDouble();
        }
    }

    /// Adds the statistics to a model's parameters, under `prefix` and `mean`, `var` and `count`.
    public void save(StateDict model, String prefix) {
        model.putDoubles(prefix + "mean", mean());
        model.putDoubles(prefix + "var", variance());
        model.putDoubles(prefix + "count", count);
    }

    /// The statistics, in double precision, that [#save(StateDict, String)] added to a model.
    ///
    /// @param size how many numbers each sample has
    /// @throws drl.nn.MalformedFileException if something is missing or of another size
    /// @throws IllegalArgumentException      if a number is out of range
    public static RunningMeanStd of(StateDict model, String prefix, int size) {
        RunningMeanStd saved = new RunningMeanStd(size);
        saved.restore(model.getDoubles(prefix + "mean", size), model.getDoubles(prefix + "var", size),
                model.getDoubles(prefix + "count", 1)[0]);
        return saved;
    }

    private double round(double x) {
        return precision.round(x);
    }
}
