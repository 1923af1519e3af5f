package drl.distribution;

import drl.random.TorchRandom;
import drl.tensor.Tensor;

/// A probability distribution over actions, one for each row of a batch.
///
/// Sampling happens on the host and leaves no trace for differentiation: policy gradients need the gradient of the log
/// probability, not of the sample. [#logProb] and [#entropy] are ordinary tensors and carry gradients to the parameters.
public sealed interface Distribution permits MultivariateNormal, Normal, Categorical {

    /// Draws one action for each row into `out`, in the order in which PyTorch draws.
    void sample(TorchRandom random, float[] out);

    /// Draws one action for each row into `out`, that of row i from stream i: what a row gets does not depend on the
    /// rows beside it.
    ///
    /// @param randoms as many as there are rows
    void sample(TorchRandom[] randoms, float[] out);

    /// log π(value), the logarithm of the density, or of the probability.
    Tensor logProb(Tensor value);

    /// How undecided the distribution is: E\[−log π\].
    Tensor entropy();

    /// The most likely action: what a policy does when it is tested.
    Tensor mode();
}
