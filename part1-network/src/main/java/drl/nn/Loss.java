package drl.nn;

import drl.tensor.Tensor;

/// Losses: how far a prediction is off, as one number. Prediction and target must have the same shape; a target that was
/// computed should be detached.
public final class Loss {

    private Loss() {
    }

    /// The mean squared error, mean((prediction − target)²).
    ///
    /// @throws IllegalArgumentException if the shapes differ, (n) and (n, 1) included
    // exercise: Step 9, losses and optimisers: mean((prediction − target)²)
    public static Tensor mse(Tensor prediction, Tensor target) {
        return same(prediction, target).square().mean();
    }

    /// The smooth L1 (Huber) loss: d²/2 where |d| < 1, |d| − 1/2 elsewhere, averaged.
    ///
    /// @throws IllegalArgumentException if the shapes differ
    public static Tensor smoothL1(Tensor prediction, Tensor target) {
        Tensor d = same(prediction, target).abs();
        Tensor inner = d.clamp(0, 1); // inner·d − inner²/2 is both cases in one
        return inner.mul(d).sub(inner.square().mul(0.5f)).mean();
    }

    /// The cross entropy of a classifier, mean(−log softmax(logits)\[target\]), for logits (n, classes) and targets (n)
    /// holding class numbers as floats.
    public static Tensor crossEntropy(Tensor logits, Tensor target) {
        return logits.logSoftmax().gather(1, target.unsqueeze(1)).mean().neg();
    }

    private static Tensor same(Tensor prediction, Tensor target) {
        if (!prediction.shape().equals(target.shape())) {
            throw new IllegalArgumentException("a loss needs equal shapes, got prediction " + prediction.shape()
                    + " and target " + target.shape() + "; squeeze or unsqueeze one of them");
        }
        return prediction.sub(target);
    }
}
