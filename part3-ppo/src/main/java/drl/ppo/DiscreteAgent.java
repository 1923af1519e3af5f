package drl.ppo;

import drl.distribution.Categorical;
import drl.distribution.Distribution;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// An agent that chooses among n actions: the network gives a logit for each.
public final class DiscreteAgent extends Agent {

    private final OrthogonalNetwork actor; // logits: (B, O) → (B, n)

    /// @param n number of actions
    public DiscreteAgent(int obsDim, int n, TorchRandom random) {
        super(obsDim, random);
        actor = new OrthogonalNetwork(obsDim, n, 0.01, random); // near 0: all actions are about equally likely
    }

    @Override
    Distribution policy(Tensor obs) {
        return Categorical.ofLogits(actor.forward(obs));
    }

    @Override
    Tensor perAction(Tensor perDimension) {
        return perDimension;
    }

    @Override
    Tensor actions(int batch) {
        return Tensor.zeros(batch);
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        critic().parameters().forEach((name, tensor) -> all.put("critic." + name, tensor));
        actor.parameters().forEach((name, tensor) -> all.put("actor." + name, tensor));
        return all;
    }

    @Override
    public void save(StateDict state) {
        super.save(state);
        actor.save(state, "actor.");
    }

    @Override
    public void load(StateDict state) {
        super.load(state);
        actor.load(state, "actor.");
    }

    @Override
    public String toString() {
        return "actor " + actor + ", critic " + critic();
    }
}
