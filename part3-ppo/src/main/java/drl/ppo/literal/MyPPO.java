package drl.ppo.literal;

import drl.backend.Activation;
import drl.distribution.Categorical;
import drl.nn.Linear;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The tutorial's model for discrete actions: actor and critic of four linear layers each, of which they may share the
/// first two; ReLU between them, PyTorch's default weights. The actor ends in a softmax; what it gives are
/// probabilities, although the tutorial calls them logits.
final class MyPPO {

    private final SequencedMap<String, Linear> layers = new LinkedHashMap<>(); // by name, in the order they are drawn
    private final List<Linear> backbone = new ArrayList<>();
    private final List<Linear> actor = new ArrayList<>();
    private final List<Linear> critic = new ArrayList<>();

    MyPPO(int obsDim, int nActions, LiteralMyPpo.Settings settings, TorchRandom random) {
        int hidden = settings.hidden();
        if (settings.shareBackbone()) {
            features(backbone, "backbone.", obsDim, hidden, random);
        } else {
            features(actor, "actor.0.", obsDim, hidden, random);
        }
        add(actor, "actor.1.", new Linear(hidden, hidden, Activation.RELU, random));
        add(actor, "actor.3.", new Linear(hidden, nActions, Activation.IDENTITY, random));
        if (!settings.shareBackbone()) {
            features(critic, "critic.0.", obsDim, hidden, random);
        }
        add(critic, "critic.1.", new Linear(hidden, hidden, Activation.RELU, random));
        add(critic, "critic.3.", new Linear(hidden, 1, Activation.IDENTITY, random));
    }

    /// `to_features`: a `Flatten` without parameters has the number 0.
    private void features(List<Linear> network, String prefix, int in, int hidden, TorchRandom random) {
        add(network, prefix + "1.", new Linear(in, hidden, Activation.RELU, random));
        add(network, prefix + "3.", new Linear(hidden, hidden, Activation.RELU, random));
    }

    private void add(List<Linear> network, String name, Linear layer) {
        layers.put(name, layer);
        network.add(layer);
    }

    /// What the model says about states.
    ///
    /// @param probs of every action (B, n)
    /// @param value (B, 1)
    record Output(Tensor probs, Tensor value) {

        /// An action for each state (B). The tutorial's `forward` draws them every time it is called.
        float[] draw(TorchRandom random) {
            float[] action = new float[probs.shape().dim(0)];
            Categorical.ofProbs(probs).sample(random, action);
            return action;
        }
    }

    /// Of states (B, O).
    Output forward(Tensor states) {
        Tensor features = through(backbone, states);
        return new Output(through(actor, features).softmax(), through(critic, features));
    }

    private static Tensor through(List<Linear> network, Tensor x) {
        Tensor y = x;
        for (Linear layer : network) {
            y = layer.forward(y);
        }
        return y;
    }

    List<Tensor> parameters() {
        List<Tensor> all = new ArrayList<>();
        layers.values().forEach(layer -> all.addAll(layer.parameters().values()));
        return all;
    }

    void save(StateDict state) {
        layers.forEach((name, layer) -> layer.save(state, name));
    }

    void load(StateDict state) {
        layers.forEach((name, layer) -> layer.load(state, name));
    }

    /// The layers' widths, for a run's header.
    @Override
    public String toString() {
        return (backbone.isEmpty() ? "" : "backbone " + widths(backbone) + ", ") + "actor " + widths(actor)
                + ", critic "
                + widths(critic);
    }

    private static String widths(List<Linear> network) {
        StringBuilder widths = new StringBuilder().append(network.getFirst().weight().shape().dim(0));
        network.forEach(layer -> widths.append('-').append(layer.weight().shape().dim(1)));
        return widths.toString();
    }
}
