package drl.part1.nn;

import drl.backend.Activation;
import drl.nn.Init;
import drl.nn.Linear;
import drl.nn.Module;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// CleanRL's agent for continuous actions: critic and actor of three layers with tanh, orthogonal weights, and a log
/// standard deviation for each action that does not depend on the observation.
public final class TanhAgent implements Module {

    private final Linear[] critic;
    private final Linear[] actor;
    private final Tensor logStd; // (1, A)

    /// Draws the critic first, then the actor, as CleanRL constructs them.
    public TanhAgent(int obsDim, int actDim, int hidden, TorchRandom random) {
        critic = layers(obsDim, 1, hidden, 1, random);
        actor = layers(obsDim, actDim, hidden, 0.01, random);
        logStd = Tensor.parameter(new float[actDim], 1, actDim);
    }

    private static Linear[] layers(int in, int out, int hidden, double lastGain, TorchRandom random) {
        double gain = Math.sqrt(2);
        return new Linear[] {layer(in, hidden, Activation.TANH, gain, random),
            layer(hidden, hidden, Activation.TANH, gain, random),
            layer(hidden, out, Activation.IDENTITY, lastGain, random)};
    }

    private static Linear layer(int in, int out, Activation act, double gain, TorchRandom random) {
        return new Linear(in, out, act, random).init(Init.orthogonal(gain), Init.constant(0), random);
    }

    /// The mean action (B, A).
    @Override
    public Tensor forward(Tensor obs) {
        return through(actor, obs);
    }

    /// V (B, 1).
    public Tensor value(Tensor obs) {
        return through(critic, obs);
    }

    private static Tensor through(Linear[] layers, Tensor x) {
        for (Linear layer : layers) {
            x = layer.forward(x);
        }
        return x;
    }

    /// log σ (1, A).
    public Tensor logStd() {
        return logStd;
    }

    @Override
    public SequencedMap<String, Module> children() {
        SequencedMap<String, Module> children = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            children.put("critic." + 2 * i, critic[i]);
        }
        for (int i = 0; i < 3; i++) {
            children.put("actor_mean." + 2 * i, actor[i]);
        }
        return children;
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        all.put("actor_logstd", logStd);
        all.putAll(Module.super.parameters());
        return all;
    }

    @Override
    public void save(StateDict state, String prefix) {
        state.put(prefix + "actor_logstd", logStd.toArray(), 1, logStd.size());
        Module.super.save(state, prefix);
    }

    @Override
    public void load(StateDict state, String prefix) {
        logStd.set(state.get(prefix + "actor_logstd", List.of(1, logStd.size())));
        Module.super.load(state, prefix);
    }
}
