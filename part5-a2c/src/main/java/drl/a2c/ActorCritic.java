package drl.a2c;

import drl.distribution.Categorical;
import drl.distribution.Distribution;
import drl.distribution.Normal;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Actor and critic, a network each: the tutorial's, under its names.
///
/// The paper lets both share all layers but the last, and the tutorial's text says so; its code keeps them apart, as is
/// done here.
public final class ActorCritic {

    private static final String LOG_STD = "actor_logstd";

    private final TwoLayers actor;  // (B, O) → (B, n) or (B, A)
    private final TwoLayers critic; // (B, O) → (B, 1)
    private final Head head;
    private final int obsDim;

    /// What the actor's output means.
    private sealed interface Head {

        /// Logits of n actions to choose from.
        record Choice() implements Head {
        }

        /// The means of independent normals. Their standard deviations are learned like any weight, as logarithms so
        /// that they stay positive, and are the same in every state.
        ///
        /// @param logStd log σ (1, A), from 0: σ = 1
        record Gaussian(Tensor logStd) implements Head {
        }
    }

    /// What the networks say about actions that were taken.
    ///
    /// @param logProbs log π(a | s), over all dimensions of an action (B)
    /// @param V        V(s) (B)
    /// @param entropy  of π(· | s), on average ()
    public record Evaluation(Tensor logProbs, Tensor V, Tensor entropy) {
    }

    /// Draws the weights, the actor's first.
    ///
    /// @param hiddenSize units in each hidden layer
    public ActorCritic(Space observations, Space actions, int hiddenSize, TorchRandom random) {
        obsDim = observations.size();
        int outputs = switch (actions) {
            case Discrete discrete -> discrete.n();
            case Box box -> box.size();
        };
        actor = new TwoLayers(obsDim, hiddenSize, outputs, random);
        critic = new TwoLayers(obsDim, hiddenSize, 1, random);
        head = switch (actions) {
            case Discrete _ -> new Head.Choice();
            case Box _ -> new Head.Gaussian(Tensor.parameter(new float[outputs], 1, outputs));
        };
    }

    /// π(· | s) for observations (B, O), on the current tape.
    public Distribution policy(Tensor obs) {
        Tensor output = actor.forward(obs);
        return switch (head) {
            case Head.Choice() -> Categorical.ofLogits(output);
            case Head.Gaussian(Tensor logStd) -> new Normal(output, logStd.exp());
        };
    }

    /// V(s) (B) for observations (B, O), on the current tape.
    public Tensor value(Tensor obs) {
        return critic.forward(obs).squeeze(-1);
    }

    /// Draws an action for each observation, on the current tape; it may be one without gradients.
    ///
    /// @param obs     (B, O)
    /// @param actions receives the actions (B, A)
    public void getAction(Tensor obs, TorchRandom random, float[] actions) {
        policy(obs).sample(random, actions);
    }

    /// What the networks say about actions that were taken, on the current tape.
    ///
    /// @param obs  (B, O)
    /// @param acts (B, A) or, discrete, (B)
    public Evaluation evaluate(Tensor obs, Tensor acts) {
        Distribution dist = policy(obs);
        Tensor logProbs = dist.logProb(acts), entropy = dist.entropy();
        return switch (head) {
            case Head.Choice() -> new Evaluation(logProbs, value(obs), entropy.mean());
            // Independent dimensions: logarithms add up, and so do entropies, which are the same in every state.
            case Head.Gaussian(_) -> new Evaluation(logProbs.sum(-1), value(obs), entropy.sum());
        };
    }

    /// A leaf for the actions of a batch: (B, A) or, discrete, (B).
    public Tensor actions(int batch) {
        return switch (head) {
            case Head.Choice() -> Tensor.zeros(batch);
            case Head.Gaussian(Tensor logStd) -> Tensor.zeros(batch, logStd.size());
        };
    }

    /// Numbers in an observation.
    public int obsDim() {
        return obsDim;
    }

    /// Every parameter by its name: `Actor.0.weight` and so on, as the tutorial's class has them.
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        actor.parameters().forEach((name, tensor) -> all.put("Actor." + name, tensor));
        critic.parameters().forEach((name, tensor) -> all.put("Critic." + name, tensor));
        if (head instanceof Head.Gaussian(Tensor logStd)) {
            all.put(LOG_STD, logStd);
        }
        return all;
    }

    /// Adds all parameters under these names, weights in PyTorch's (out, in) layout.
    public void save(StateDict state) {
        actor.save(state, "Actor.");
        critic.save(state, "Critic.");
        if (head instanceof Head.Gaussian(Tensor logStd)) {
            state.put(LOG_STD, logStd.toArray(), 1, logStd.size());
        }
    }

    /// Takes all parameters from `state`.
    ///
    /// @throws drl.nn.MalformedFileException if one is missing or of another shape
    public void load(StateDict state) {
        actor.load(state, "Actor.");
        critic.load(state, "Critic.");
        if (head instanceof Head.Gaussian(Tensor logStd)) {
            logStd.set(state.get(LOG_STD, List.of(1, logStd.size())));
        }
    }

    /// The networks' widths, for a run's header.
    @Override
    public String toString() {
        return (head instanceof Head.Gaussian ? "actor mean " : "actor ") + actor + ", critic " + critic;
    }
}
