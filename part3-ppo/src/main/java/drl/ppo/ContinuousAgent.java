package drl.ppo;

import drl.distribution.Distribution;
import drl.distribution.Normal;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// An agent whose actions are vectors: independent normals around the network's output. Their standard deviations are
/// learned like any weight, as logarithms so that they stay positive, and are the same in every state.
public final class ContinuousAgent extends Agent {

    private final OrthogonalNetwork actorMean; // μ: (B, O) → (B, A)
    private final Tensor actorLogstd;          // log σ (1, A), from 0: σ = 1

    /// @param actDim numbers in an action
    public ContinuousAgent(int obsDim, int actDim, TorchRandom random) {
        super(obsDim, random);
        actorMean = new OrthogonalNetwork(obsDim, actDim, 0.01, random); // near 0: any action is tried alike
        actorLogstd = Tensor.parameter(new float[actDim], 1, actDim);
    }

    @Override
    Distribution policy(Tensor obs) {
        return new Normal(actorMean.forward(obs), actorLogstd.exp());
    }

    /// Independent dimensions: logarithms add up.
    @Override
    Tensor perAction(Tensor perDimension) {
        return perDimension.sum(-1);
    }

    @Override
    Tensor actions(int batch) {
        return Tensor.zeros(batch, actorLogstd.size());
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        all.put("actor_logstd", actorLogstd);
        critic().parameters().forEach((name, tensor) -> all.put("critic." + name, tensor));
        actorMean.parameters().forEach((name, tensor) -> all.put("actor_mean." + name, tensor));
        return all;
    }

    @Override
    public void save(StateDict state) {
        state.put("actor_logstd", actorLogstd.toArray(), 1, actorLogstd.size());
        super.save(state);
        actorMean.save(state, "actor_mean.");
    }

    @Override
    public void load(StateDict state) {
        actorLogstd.set(state.get("actor_logstd", List.of(1, actorLogstd.size())));
        super.load(state);
        actorMean.load(state, "actor_mean.");
    }

    @Override
    public String toString() {
        return "actor mean " + actorMean + ", critic " + critic();
    }
}
