package drl.nn;

import drl.backend.Activation;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The network of the first tutorial: linear layers one after the other, an activation after each but the last.
public final class FeedForwardNN implements Module {

    private final Linear[] layers;

    /// Three layers, 64 hidden units twice, ReLU: what actor and critic of the tutorial use.
    public FeedForwardNN(int inDim, int outDim, TorchRandom random) {
        this(inDim, new int[] {64, 64}, outDim, Activation.RELU, random);
    }

    /// Layers of any width.
    ///
    /// @param hidden     the number of units of each hidden layer
    /// @param activation applied after each hidden layer
    public FeedForwardNN(int inDim, int[] hidden, int outDim, Activation activation, TorchRandom random) {
        layers = new Linear[hidden.length + 1];
        int in = inDim;
        for (int i = 0; i < hidden.length; i++) {
            layers[i] = new Linear(in, hidden[i], activation, random);
            in = hidden[i];
        }
        layers[hidden.length] = new Linear(in, outDim, Activation.IDENTITY, random);
    }

    /// (B, inDim) → (B, outDim), or (inDim) → (outDim).
    // exercise: Step 6, a network: one layer after the other
    @Override
    public Tensor forward(Tensor obs) {
        Tensor output = obs;
        for (Linear layer : layers) {
            output = layer.forward(output);
        }
        return output;
    }

    /// [#forward] for a single observation in a plain array.
    public Tensor forward(float[] obs) {
        return forward(Tensor.of(obs));
    }

    /// `layer1`, `layer2`, …, as the tutorial names them.
    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            named.put("layer" + (i + 1), layers[i]);
        }
        return named;
    }

    /// The layers' widths from input to output: `3-64-64-1`.
    @Override
    public String toString() {
        StringBuilder widths = new StringBuilder().append(layers[0].weight().shape().dim(0));
        for (Linear layer : layers) {
            widths.append('-').append(layer.weight().shape().dim(1));
        }
        return widths.toString();
    }
}
