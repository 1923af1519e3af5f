package drl.ppo;

import drl.distribution.Distribution;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.SequencedMap;

/// Actor and critic together: two networks that share nothing but the optimiser.
public abstract sealed class Agent permits ContinuousAgent, DiscreteAgent {

    private final OrthogonalNetwork critic; // V: (B, O) → (B, 1)
    private float[] drawn = {};             // (B·A), actions on their way from the host

    /// The critic's weights are drawn first, then the actor's.
    Agent(int obsDim, TorchRandom random) {
        critic = new OrthogonalNetwork(obsDim, 1, 1, random);
    }

    /// An agent for such observations and actions.
    public static Agent of(Space observations, Space actions, TorchRandom random) {
        return switch (actions) {
            case Box box -> new ContinuousAgent(observations.size(), box.size(), random);
            case Discrete discrete -> new DiscreteAgent(observations.size(), discrete.n(), random);
        };
    }

    /// What the agent says about a batch.
    ///
    /// @param logProb log π(a | s), over all dimensions of an action (B)
    /// @param entropy of π(· | s) (B), or (1) where it does not depend on s
    /// @param value   V(s) (B)
    public record ActionAndValue(Tensor logProb, Tensor entropy, Tensor value) {
    }

    /// V(s) (B) for observations (B, O), on the current tape.
    public Tensor getValue(Tensor obs) {
        return critic.forward(obs).squeeze(-1);
    }

    /// The agent's opinion of actions that were taken, on the current tape.
    ///
    /// @param obs    (B, O)
    /// @param action (B, A) or, discrete, (B)
    public ActionAndValue getActionAndValue(Tensor obs, Tensor action) {
        return judge(policy(obs), action, obs);
    }

    /// Draws an action for each observation, on the current tape.
    ///
    /// @param obs    (B, O)
    /// @param action a leaf that receives the actions, (B, A) or, discrete, (B)
    public ActionAndValue getActionAndValue(Tensor obs, TorchRandom random, Tensor action) {
        Distribution pi = policy(obs);
        drawn = drawn.length == action.size() ? drawn : new float[action.size()];
        pi.sample(random, drawn);
        action.set(0, drawn, 0, drawn.length);
        return judge(pi, action, obs);
    }

    private ActionAndValue judge(Distribution pi, Tensor action, Tensor obs) {
        return new ActionAndValue(perAction(pi.logProb(action)), perAction(pi.entropy()), getValue(obs));
    }

    /// π(· | s) for observations (B, O), on the current tape.
    abstract Distribution policy(Tensor obs);

    /// From a number for each dimension of an action to one for the action.
    abstract Tensor perAction(Tensor perDimension);

    /// A leaf for the actions of a batch: (B, A) or (B).
    abstract Tensor actions(int batch);

    /// Every parameter by its name.
    public abstract SequencedMap<String, Tensor> parameters();

    /// Adds all parameters under CleanRL's names: `critic.0.weight` and so on.
    public void save(StateDict state) {
        critic.save(state, "critic.");
    }

    /// Takes all parameters from `state`.
    ///
    /// @throws drl.nn.MalformedFileException if one is missing or of another shape
    public void load(StateDict state) {
        critic.load(state, "critic.");
    }

    /// The networks' sizes, for a run's header.
    @Override
    public abstract String toString();

    final OrthogonalNetwork critic() {
        return critic;
    }
}
