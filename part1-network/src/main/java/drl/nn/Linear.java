package drl.nn;

import drl.backend.Activation;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// A fully connected layer with its activation: y = act(x·W + b).
///
/// `weight` has shape (in, out), the transpose of PyTorch's, so that the code reads as the formula and the rows that a
/// kernel walks are contiguous. Drawing, saving and loading use PyTorch's (out, in).
public final class Linear implements Module {

    /// Most units of a hidden layer that a program offers: weights grow with their square, and training keeps seven numbers
    /// for each weight.
    public static final int MOST_UNITS = 4096;

    private final Tensor weight; // (in, out)
    private final Tensor bias;   // (out)
    private final Activation activation;

    /// A layer with PyTorch's default initial values.
    public Linear(int in, int out, Activation activation, TorchRandom random) {
        weight = Tensor.parameter(new float[in * out], in, out);
        bias = Tensor.parameter(new float[out], out);
        this.activation = activation;
        init(Init.torchWeights(), Init.torchBiases(), random);
    }

    /// Draws weights and biases anew. After the constructor's own draws, so that random numbers are used up as in the
    /// PyTorch programs, which build a layer first and initialise it then.
    ///
    /// @return this layer
    public Linear init(Init weights, Init biases, TorchRandom random) {
        initWeights(weights, random);
        float[] b = new float[bias.size()];
        biases.fill(b, b.length, weight.shape().dim(0), random);
        bias.set(b);
        return this;
    }

    /// Draws the weights anew and leaves the biases as they are.
    ///
    /// @return this layer
    public Linear initWeights(Init weights, TorchRandom random) {
        int in = weight.shape().dim(0), out = weight.shape().dim(1);
        float[] w = new float[out * in];
        weights.fill(w, out, in, random);
        weight.set(transposed(w, out, in));
        return this;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.linear(weight, bias, activation);
    }

    /// [#forward] of `x` (N, in) and `more` (N, k) side by side, where `weight` is (in + k, out).
    public Tensor forward(Tensor x, Tensor more) {
        return x.linear(more, weight, bias, activation);
    }

    /// [#forward] with weights and biases taken for constants: a gradient passes through to `x`, and none is computed for
    /// them. Saves half of a backward pass where a network is only looked through.
    public Tensor frozen(Tensor x) {
        return x.linear(weight.detach(), bias.detach(), activation);
    }

    /// The same of `x` and `more` side by side.
    public Tensor frozen(Tensor x, Tensor more) {
        return x.linear(more, weight.detach(), bias.detach(), activation);
    }

    /// W, shaped (in, out).
    public Tensor weight() {
        return weight;
    }

    /// b, shaped (out).
    public Tensor bias() {
        return bias;
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> own = new LinkedHashMap<>();
        own.put("weight", weight);
        own.put("bias", bias);
        return own;
    }

    @Override
    public void save(StateDict state, String prefix) {
        int in = weight.shape().dim(0), out = weight.shape().dim(1);
        state.put(prefix + "weight", transposed(weight.toArray(), in, out), out, in);
        state.put(prefix + "bias", bias.toArray(), out);
    }

    @Override
    public void load(StateDict state, String prefix) {
        int in = weight.shape().dim(0), out = weight.shape().dim(1);
        weight.set(transposed(state.get(prefix + "weight", List.of(out, in)), out, in));
        bias.set(state.get(prefix + "bias", List.of(out)));
    }

    private static float[] transposed(float[] a, int rows, int cols) {
        float[] t = new float[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                t[j * rows + i] = a[i * cols + j];
            }
        }
        return t;
    }
}
