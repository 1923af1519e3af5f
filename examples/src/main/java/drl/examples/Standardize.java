package drl.examples;

import drl.backend.Storage;
import drl.tensor.Op;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// An operation of one's own: shifts and scales numbers to mean 0 and standard deviation 1, in one node of the tape.
///
/// y = (x − μ)/σ with σ² = Σ(x − μ)²/(n − 1), as PPO treats its advantages; there, in five operations.
///
/// @param x the numbers (n), at least two that differ
public record Standardize(Tensor x) implements Op.Custom {

    /// The standardised numbers (n), on the current tape.
    ///
    /// @throws IllegalArgumentException if `x` is no row of at least two numbers
    public static Tensor standardize(Tensor x) {
        if (x.shape().rank() != 1 || x.size() < 2) {
            throw new IllegalArgumentException("standardize takes a row of at least two numbers, got " + x.shape());
        }
        return Tape.current().apply(new Standardize(x), x.shape(), x);
    }

    @Override
    public void forward(Tape tape, Tensor y) {
        float[] values = x.toArray();
        double mean = mean(values), deviation = deviation(values, mean);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((values[i] - mean) / deviation);
        }
        tape.backend().upload(values, 0, y.data(), 0, values.length);
    }

    /// dx = (dy − mean dy − y·Σ(dy·y)/(n − 1))/σ: what is left of dy once it can change neither mean nor deviation.
    @Override
    public void backward(Tape tape, Tensor y) {
        int n = x.size();
        float[] values = x.toArray(), standard = y.toArray(), dx = y.gradient();
        double deviation = deviation(values, mean(values)), mean = mean(dx), along = 0;
        for (int i = 0; i < n; i++) {
            along += dx[i] * standard[i] / (n - 1);
        }
        for (int i = 0; i < n; i++) {
            dx[i] = (float) ((dx[i] - mean - standard[i] * along) / deviation);
        }
        Storage own = tape.backend().allocate(n);
        tape.backend().upload(dx, 0, own, 0, n);
        tape.backend().axpy(1, own, tape.into(x)); // gradients are added, never set
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values, double mean) {
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1));
    }
}
