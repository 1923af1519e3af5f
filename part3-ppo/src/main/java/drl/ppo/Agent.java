package drl.ppo;

import drl.distribution.Distribution;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import drl.nn.Module;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Actor and critic together.
public abstract sealed class Agent permits ContinuousAgent, DiscreteAgent {

    private static final String BACKBONE = "backbone", CRITIC = "critic";

    private final Networks networks;
    private final String actorName; // CleanRL calls an actor that gives means by another name
    private float[] drawn = {};     // (B·A), actions on their way from the host

    Agent(Networks networks, String actorName) {
        this.networks = networks;
        this.actorName = actorName;
    }

    /// An agent for such observations and actions.
    static Agent of(Space observations, Space actions, Networks.Plan plan, TorchRandom random) {
        return switch (actions) {
            case Box box -> new ContinuousAgent(plan.draw(observations.size(), box.size(), random), box.size());
            case Discrete discrete -> new DiscreteAgent(plan.draw(observations.size(), discrete.n(), random));
        };
    }

    /// What the actor says about a batch.
    ///
    /// @param logProb log π(a | s), over all dimensions of an action (B)
    /// @param entropy of π(· | s) (B), or (1) where it does not depend on s
    public record Opinion(Tensor logProb, Tensor entropy) {
    }

    /// Whether actor and critic share layers.
    public boolean sharesBackbone() {
        return networks.backbone().isPresent();
    }

    /// What both networks look at (B, F), on the current tape: the observations (B, O) themselves unless they share a
    /// backbone.
    public Tensor features(Tensor obs) {
        return sharesBackbone() ? networks.backbone().get().forward(obs) : obs;
    }

    /// V(s) (B) for observations (B, O), on the current tape.
    public Tensor getValue(Tensor obs) {
        return value(features(obs));
    }

    /// V(s) (B) from [#features], on the current tape.
    public Tensor value(Tensor features) {
        return networks.critic().forward(features).squeeze(-1);
    }

    /// The actor's opinion of actions that were taken, from [#features], on the current tape.
    ///
    /// @param action (B, A) or, discrete, (B)
    public Opinion judge(Tensor features, Tensor action) {
        Distribution pi = policy(actor(features));
        return new Opinion(perAction(pi.logProb(action)), perAction(pi.entropy()));
    }

    /// Draws an action for each observation.
    ///
    /// @param obs    (B, O)
    /// @param action a leaf that receives the actions, (B, A) or, discrete, (B)
    /// @return the actor's outputs (B, P), for [#logProb]; on the current tape
    public Tensor getAction(Tensor obs, TorchRandom random, Tensor action) {
        Tensor outputs = actor(features(obs));
        policy(outputs).sample(random, room(action));
        action.set(0, drawn, 0, drawn.length);
        return outputs;
    }

    /// The same with a random stream for each row: what is drawn for one does not depend on the rows beside it.
    ///
    /// @param obs     (B, O)
    /// @param randoms (B)
    /// @param action  a leaf that receives the actions, (B, A) or, discrete, (B)
    /// @return the actor's outputs (B, P), for [#logProb]; on the current tape
    public Tensor getAction(Tensor obs, TorchRandom[] randoms, Tensor action) {
        Tensor outputs = actor(features(obs));
        policy(outputs).sample(randoms, room(action));
        action.set(0, drawn, 0, drawn.length);
        return outputs;
    }

    /// log π(a | s) (B), on the current tape, from what the actor said when the actions were drawn.
    ///
    /// @param outputs (B, P)
    /// @param action  (B, A) or, discrete, (B)
    public Tensor logProb(Tensor outputs, Tensor action) {
        return perAction(policy(outputs).logProb(action));
    }

    private float[] room(Tensor action) {
        drawn = drawn.length == action.size() ? drawn : new float[action.size()];
        return drawn;
    }

    /// The most probable action for each observation: (B, O) → (B, A) or (B), on the current tape.
    public final Tensor bestAction(Tensor obs) {
        return policy(actor(features(obs))).mode();
    }

    private Tensor actor(Tensor features) {
        return networks.actor().forward(features);
    }

    /// π(· | s) from the actor's outputs (B, …), on the current tape.
    abstract Distribution policy(Tensor outputs);

    /// From a number for each dimension of an action to one for the action.
    abstract Tensor perAction(Tensor perDimension);

    /// A leaf for the actions of a batch: (B, A) or (B).
    public abstract Tensor actions(int batch);

    /// A leaf for the actor's outputs about a batch (B, P).
    Tensor outputs(int batch) {
        return Tensor.zeros(batch, networks.actor().outputs());
    }

    /// Every parameter by its name.
    public SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>();
        modules().forEach(
                (name, module) -> module.parameters().forEach((p, tensor) -> all.put(name + "." + p, tensor)));
        return all;
    }

    /// Adds all parameters under the originals' names: `critic.0.weight` and so on.
    public void save(StateDict state) {
        modules().forEach((name, module) -> module.save(state, name + "."));
    }

    /// Takes all parameters from `state`.
    ///
    /// @throws drl.nn.MalformedFileException if one is missing or of another shape
    public void load(StateDict state) {
        modules().forEach((name, module) -> module.load(state, name + "."));
    }

    private SequencedMap<String, Module> modules() {
        SequencedMap<String, Module> modules = new LinkedHashMap<>();
        networks.backbone().ifPresent(backbone -> modules.put(BACKBONE, backbone));
        modules.put(CRITIC, networks.critic());
        modules.put(actorName, networks.actor());
        return modules;
    }

    /// The networks' sizes, for a run's header.
    @Override
    public final String toString() {
        return networks.toString();
    }
}
