package drl.ppo;

import drl.distribution.Distribution;
import drl.distribution.Normal;
import drl.nn.StateDict;
import drl.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/// An agent whose actions are vectors: independent normals around the network's output. Their standard deviations are
/// learned like any weight, as logarithms so that they stay positive, and are the same in every state.
public final class ContinuousAgent extends Agent {

    private static final String LOGSTD = "actor_logstd";

    private final Tensor actorLogstd; // log σ (1, A), from 0: σ = 1

    /// @param actDim numbers in an action
    ContinuousAgent(Networks networks, int actDim) {
        super(networks, "actor_mean");
        actorLogstd = Tensor.parameter(new float[actDim], 1, actDim);
    }

    /// @param means (B, A)
    @Override
    Distribution policy(Tensor means) {
        return new Normal(means, actorLogstd.exp());
    }

    /// Independent dimensions: logarithms add up.
    @Override
    Tensor perAction(Tensor perDimension) {
        return perDimension.sum(-1);
    }

    @Override
    public Tensor actions(int batch) {
        return Tensor.zeros(batch, actorLogstd.size());
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = super.parameters();
        all.putFirst(LOGSTD, actorLogstd);
        return all;
    }

    @Override
    public void save(StateDict state) {
        state.put(LOGSTD, actorLogstd.toArray(), 1, actorLogstd.size());
        super.save(state);
    }

    @Override
    public void load(StateDict state) {
        actorLogstd.set(state.get(LOGSTD, List.of(1, actorLogstd.size())));
        super.load(state);
    }
}
