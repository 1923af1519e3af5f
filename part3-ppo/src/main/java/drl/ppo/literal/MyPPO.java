package drl.ppo.literal;

import drl.backend.Activation;
import drl.distribution.Categorical;
import drl.nn.Linear;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// The tutorial's model for discrete actions: actor and critic of four linear layers each, ReLU between them, PyTorch's
/// default weights. The actor ends in a softmax; what it gives are probabilities, although the tutorial calls them
/// logits.
final class MyPPO {

    /// Names of a network's four layers: features are a `Sequential` within the `Sequential`.
    private static final List<String> LAYERS = List.of("0.1.", "0.3.", "1.", "3.");

    private final Linear[] actor;
    private final Linear[] critic;

    MyPPO(int obsDim, int nActions, int hidden, TorchRandom random) {
        actor = network(obsDim, hidden, nActions, random);
        critic = network(obsDim, hidden, 1, random);
    }

    private static Linear[] network(int in, int hidden, int out, TorchRandom random) {
        return new Linear[] {new Linear(in, hidden, Activation.RELU, random),
            new Linear(hidden, hidden, Activation.RELU, random), new Linear(hidden, hidden, Activation.RELU, random),
            new Linear(hidden, out, Activation.IDENTITY, random)};
    }

    /// What the model says about states.
    ///
    /// @param action drawn for each (B), also where nobody asked for it
    /// @param probs  of every action (B, n)
    /// @param value  (B, 1)
    record Output(float[] action, Tensor probs, Tensor value) {
    }

    /// Draws an action for each state (B, O) every time it is called, in the losses too: training consumes random
    /// numbers.
    Output forward(Tensor states, TorchRandom random) {
        Tensor probs = through(actor, states).softmax();
        float[] action = new float[states.shape().dim(0)];
        Categorical.ofProbs(probs).sample(random, action);
        return new Output(action, probs, through(critic, states));
    }

    private static Tensor through(Linear[] layers, Tensor x) {
        Tensor y = x;
        for (Linear layer : layers) {
            y = layer.forward(y);
        }
        return y;
    }

    List<Tensor> parameters() {
        List<Tensor> all = new ArrayList<>();
        for (Linear[] network : List.of(actor, critic)) {
            for (Linear layer : network) {
                all.addAll(layer.parameters().values());
            }
        }
        return all;
    }

    void save(StateDict state) {
        for (int i = 0; i < LAYERS.size(); i++) {
            actor[i].save(state, "actor." + LAYERS.get(i));
        }
        for (int i = 0; i < LAYERS.size(); i++) {
            critic[i].save(state, "critic." + LAYERS.get(i));
        }
    }
}
