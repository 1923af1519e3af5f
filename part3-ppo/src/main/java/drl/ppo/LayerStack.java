package drl.ppo;

import drl.nn.Linear;
import drl.nn.Module;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;

/// Linear layers one after the other, under the names they have in PyTorch's `Sequential`, where activations count as
/// well.
final class LayerStack implements Module {

    private final List<String> names;
    private final Linear[] layers;

    /// @param names  of the layers, such as `0`, `2` and `4`
    /// @param layers not empty
    LayerStack(List<String> names, Linear... layers) {
        this.names = names;
        this.layers = layers;
    }

    /// (B, in) → (B, out).
    @Override
    public Tensor forward(Tensor x) {
        Tensor y = x;
        for (Linear layer : layers) {
            y = layer.forward(y);
        }
        return y;
    }

    /// Numbers that the last layer gives.
    int outputs() {
        return layers[layers.length - 1].weight().shape().dim(1);
    }

    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        for (int i = 0; i < layers.length; i++) {
            named.put(names.get(i), layers[i]);
        }
        return named;
    }

    /// The layers' widths from input to output: `3-64-64-1`.
    @Override
    public String toString() {
        StringJoiner widths = new StringJoiner("-");
        widths.add(Integer.toString(layers[0].weight().shape().dim(0)));
        for (Linear layer : layers) {
            widths.add(Integer.toString(layer.weight().shape().dim(1)));
        }
        return widths.toString();
    }
}
