package drl.a2c;

import drl.env.vector.NormalizeVectorEnv;
import drl.env.wrapper.RunningMeanStd;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Optional;

/// The actor alone, one observation at a time: how it is tested, evaluated and played. Where it was trained on normalised
/// observations it looks at them through the same statistics, which stay as they are.
final class ActorCriticPolicy implements Policy {

    private final ActorCritic model;
    private final Optional<RunningMeanStd> statistics;
    private final TorchRandom random;
    private final Tape acting = Tape.withoutGradients();
    private final float[] seen; // (O)
    private final Tensor obs;   // (1, O)
    private final Tensor act;   // (1, A) or (1)

    /// @param statistics of the observations, empty if the networks see them as they are
    /// @param random     where samples come from
    ActorCriticPolicy(ActorCritic model, Optional<RunningMeanStd> statistics, TorchRandom random) {
        this.model = model;
        this.statistics = statistics;
        this.random = random;
        seen = new float[model.obsDim()];
        obs = Tensor.zeros(1, model.obsDim());
        act = model.actions(1);
    }

    @Override
    public float getAction(float[] observation, float[] action) {
        look(observation);
        try (var _ = acting.step()) {
            model.getAction(obs, random, action);
            act.set(action);
            return model.evaluate(obs, act).logProbs().item();
        }
    }

    @Override
    public void bestAction(float[] observation, float[] action) {
        look(observation);
        try (var _ = acting.step()) {
            model.policy(obs).mode().get(0, action, 0, action.length);
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
