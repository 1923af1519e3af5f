package drl.a2c;

import drl.backend.Activation;
import drl.nn.Linear;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One hidden layer of ReLU units and a linear layer on top, with PyTorch's default initial values.
final class TwoLayers implements Module {

    private final Linear hidden;
    private final Linear output;

    TwoLayers(int inDim, int hiddenSize, int outDim, TorchRandom random) {
        hidden = new Linear(inDim, hiddenSize, Activation.RELU, random);
        output = new Linear(hiddenSize, outDim, Activation.IDENTITY, random);
    }

    /// (B, inDim) → (B, outDim).
    @Override
    public Tensor forward(Tensor x) {
        return output.forward(hidden.forward(x));
    }

    /// `0` and `2`: in PyTorch's `Sequential` the activation has the number between.
    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        named.put("0", hidden);
        named.put("2", output);
        return named;
    }

    /// The layers' widths from input to output: `4-256-2`.
    @Override
    public String toString() {
        return hidden.weight().shape().dim(0) + "-" + hidden.weight().shape().dim(1) + "-"
                + output.weight().shape().dim(1);
    }
}
