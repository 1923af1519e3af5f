package drl.nn;

import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A function with parameters: a layer, or a network made of layers.
public interface Module {

    /// The output for a batch, a row an input; networks here also take a single row without the batch axis.
    Tensor forward(Tensor x);

    /// The modules this one is made of, by the names that PyTorch would give them; empty for a layer.
    default SequencedMap<String, Module> children() {
        return new LinkedHashMap<>();
    }

    /// Every parameter by its full name, such as `layer1.weight`, in the order PyTorch lists them.
    default SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        children().forEach((name, child) -> child.parameters().forEach((p, tensor) -> all.put(name + "." + p, tensor)));
        return all;
    }

    /// Adds copies of all parameters to `state`, under PyTorch's names and in its (out, in) layout.
    default void save(StateDict state, String prefix) {
        children().forEach((name, child) -> child.save(state, prefix + name + "."));
    }

    /// Replaces all parameters by those in `state`.
    ///
    /// @throws MalformedFileException if one is missing or of another shape; names it
    default void load(StateDict state, String prefix) {
        children().forEach((name, child) -> child.load(state, prefix + name + "."));
    }
}
