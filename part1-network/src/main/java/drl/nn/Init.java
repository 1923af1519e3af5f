package drl.nn;

import drl.random.TorchRandom;

/// How a layer's parameters begin.
///
/// Values are drawn in PyTorch's order and layout, a row of weights per *output*, so that the same seed gives the same
/// network. "Fan-in" is the number of inputs of a layer. A tutorial of this course reads it off the wrong side of the
/// array; see the chapter on DDPG.
@FunctionalInterface
public interface Init {

    /// Fills `values`, the weights (out, in) or the biases (out) of a layer.
    void fill(float[] values, int out, int in, TorchRandom random);

    /// PyTorch's default for a linear layer's weights: uniform within ±√3·√(2/(1 + 5))/√fan-in = ±1/√fan-in, which it
    /// calls `kaiming_uniform_` with a = √5. Worked out in its order, for the sake of the last bit.
    // exercise: Step 7, how weights begin: uniform within ±1/√fan-in
    static Init torchWeights() {
        return (values, _, in, random) -> {
            double bound = in > 0 ? Math.sqrt(3) * (Math.sqrt(2 / (1 + 5.0)) / Math.sqrt(in)) : 0;
            random.uniform(values, 0, values.length, -bound, bound);
        };
    }

    /// PyTorch's default for a linear layer's biases: uniform within ±1/√fan-in.
    static Init torchBiases() {
        return (values, _, in, random) -> {
            double bound = in > 0 ? 1 / Math.sqrt(in) : 0;
            random.uniform(values, 0, values.length, -bound, bound);
        };
    }

    /// Uniform within [low, high).
    static Init uniform(double low, double high) {
        return (values, _, _, random) -> random.uniform(values, 0, values.length, low, high);
    }

    /// One value for all.
    static Init constant(float value) {
        return (values, _, _, _) -> java.util.Arrays.fill(values, value);
    }

    /// A random orthogonal matrix times `gain` (Saxe et al. 2014): rows or columns, whichever are fewer, are orthonormal.
    static Init orthogonal(double gain) {
        return (values, out, in, random) -> Orthogonal.fill(values, out, in, gain, random);
    }
}
