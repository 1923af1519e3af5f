package drl.ppo;

import drl.distribution.Categorical;
import drl.distribution.Distribution;
import drl.tensor.Tensor;

/// An agent that chooses among n actions: the network gives a logit for each.
public final class DiscreteAgent extends Agent {

    DiscreteAgent(Networks networks) {
        super(networks, "actor");
    }

    /// @param logits (B, n)
    @Override
    Distribution policy(Tensor logits) {
        return Categorical.ofLogits(logits);
    }

    @Override
    Tensor perAction(Tensor perDimension) {
        return perDimension;
    }

    @Override
    public Tensor actions(int batch) {
        return Tensor.zeros(batch);
    }
}
