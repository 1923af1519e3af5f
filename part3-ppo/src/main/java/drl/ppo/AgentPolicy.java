package drl.ppo;

import drl.env.vector.NormalizeVectorEnv;
import drl.env.wrapper.RunningMeanStd;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Optional;

/// An agent that decides alone, one observation at a time: how it is evaluated and played. Where it was trained on
/// normalised observations it looks at them through the same statistics, which stay as they are.
public final class AgentPolicy implements Policy {

    private static final String STATISTICS = "obs_rms."; // what their names in a model begin with

    private final Agent agent;
    private final Optional<RunningMeanStd> statistics;
    private final TorchRandom random;
    private final Tape acting = Tape.withoutGradients();
    private final float[] seen;  // (O)
    private final Tensor obs;    // (1, O)
    private final Tensor action; // (1, A) or (1)

    /// @param obsDim     numbers in an observation
    /// @param statistics of the observations, empty if the agent sees them as they are
    /// @param random     where samples come from
    public AgentPolicy(Agent agent, int obsDim, Optional<RunningMeanStd> statistics, TorchRandom random) {
        this.agent = agent;
        this.statistics = statistics;
        this.random = random;
        seen = new float[obsDim];
        obs = Tensor.zeros(1, obsDim);
        action = agent.actions(1);
    }

    /// What [#save] added to a model.
    ///
    /// @param agent      of the model's shape, whose numbers are overwritten
    /// @param obsDim     numbers in an observation
    /// @param normalized whether the agent was trained on normalised observations
    /// @param random     where samples come from
    /// @throws drl.nn.MalformedFileException if something is missing or of another shape
    public static AgentPolicy load(StateDict model, Agent agent, int obsDim, boolean normalized, TorchRandom random) {
        agent.load(model);
        return new AgentPolicy(agent, obsDim,
                normalized ? Optional.of(RunningMeanStd.of(model, STATISTICS, obsDim)) : Optional.empty(), random);
    }

    /// Adds the networks, and the statistics that they look through, to a model.
    public void save(StateDict model) {
        agent.save(model);
        statistics.ifPresent(s -> s.save(model, STATISTICS));
    }

    @Override
    public float getAction(float[] observation, float[] chosen) {
        look(observation);
        try (var _ = acting.step()) {
            Tensor outputs = agent.getAction(obs, random, action);
            action.get(0, chosen, 0, chosen.length);
            return agent.logProb(outputs, action).item();
        }
    }

    @Override
    public void bestAction(float[] observation, float[] chosen) {
        look(observation);
        try (var _ = acting.step()) {
            agent.bestAction(obs).get(0, chosen, 0, chosen.length);
        }
    }

    private void look(float[] observation) {
        if (statistics.isPresent()) {
            NormalizeVectorEnv.normalize(statistics.get(), observation, 0, seen);
            obs.set(seen);
        } else {
            obs.set(observation);
        }
    }
}
