package drl.ppo;

import drl.backend.Activation;
import drl.nn.Init;
import drl.nn.Linear;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Two hidden layers of 64 tanh units and a linear layer on top, with orthogonal weights and zero biases: what OpenAI's
/// baselines made the custom for PPO. Hidden layers are scaled by √2, the last one by a gain of its own, which decides
/// how far from 0 the untrained network's outputs are.
final class OrthogonalNetwork implements Module {

    private static final int HIDDEN = 64;

    private final Linear[] layers;

    /// @param gain of the last layer
    OrthogonalNetwork(int inDim, int outDim, double gain, TorchRandom random) {
        layers = new Linear[] {layer(inDim, HIDDEN, Activation.TANH, Math.sqrt(2), random),
            layer(HIDDEN, HIDDEN, Activation.TANH, Math.sqrt(2), random),
            layer(HIDDEN, outDim, Activation.IDENTITY, gain, random)};
    }

    private static Linear layer(int in, int out, Activation activation, double gain, TorchRandom random) {
        return new Linear(in, out, activation, random).init(Init.orthogonal(gain), Init.constant(0), random);
    }

    /// (B, inDim) → (B, outDim).
    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Linear layer : layers) {
            y = layer.forward(y);
        }
        return y;
    }

    /// `0`, `2` and `4`: in PyTorch's `Sequential` the activations have the numbers between.
    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            named.put(Integer.toString(2 * i), layers[i]);
        }
        return named;
    }

    /// The layers' widths from input to output: `3-64-64-1`.
    @Override
    public String toString() {
        return layers[0].weight().shape().dim(0) + "-" + HIDDEN + "-" + HIDDEN + "-"
                + layers[2].weight().shape().dim(1);
    }
}
