package drl.ddpg;

import drl.backend.Activation;
import drl.nn.Linear;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// The actor μ: two hidden layers with ReLU, then tanh, which bounds the output, and the scale of the environment's
/// actions. One action for each state, no distribution.
public final class ActorNetwork implements Module {

    private final Linear fc1;
    private final Linear fc2;
    private final Linear fc3;
    private final ActionScale scale;

    /// @param numState the length of an observation (O)
    /// @param scale    of the actions (A)
    /// @param random   draws the weights, layer after layer
    public ActorNetwork(int numState, ActionScale scale, int hidden1Size, int hidden2Size, NetworkInit init,
            TorchRandom random) {
        fc1 = new Linear(numState, hidden1Size, Activation.RELU, random);
        fc2 = new Linear(hidden1Size, hidden2Size, Activation.RELU, random);
        fc3 = new Linear(hidden2Size, scale.size(), Activation.TANH, random);
        init.draw(fc1, fc2, fc3, random);
        this.scale = scale;
    }

    /// μ(s): states (B, O) → actions (B, A).
    // exercise: ALG STEP 1, two networks: μ(s), three layers and the scale of the actions
    @Override
    public Tensor forward(Tensor state) {
        Tensor h = fc1.forward(state);
        h = fc2.forward(h);
        return scale.apply(fc3.forward(h));
    }

    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> named = new LinkedHashMap<>();
        named.put("fc1", fc1);
        named.put("fc2", fc2);
        named.put("fc3", fc3);
        return named;
    }

    /// `3-400-300-1`.
    @Override
    public String toString() {
        return fc1.weight().shape().dim(0) + "-" + fc1.bias().size() + "-" + fc2.bias().size() + "-"
                + fc3.bias().size();
    }
}
