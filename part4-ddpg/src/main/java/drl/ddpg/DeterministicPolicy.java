package drl.ddpg;

import drl.rollout.Policy;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// A policy that names one action for each state. It explores only because noise is added to what it says.
public final class DeterministicPolicy implements Policy {

    private final ActorNetwork actor;
    private final ActionScale scale;
    private final Noise noise;
    private final float epsilon;
    private final double[] drawn;                        // (A)
    private final Tape acting = Tape.withoutGradients(); // no graph is kept while acting
    private final Tensor state;                          // (1, O)

    /// @param numState the length of an observation (O)
    /// @param epsilon  factor of the noise
    public DeterministicPolicy(ActorNetwork actor, int numState, ActionScale scale, Noise noise, double epsilon) {
        this.actor = actor;
        this.scale = scale;
        this.noise = noise;
        this.epsilon = (float) epsilon;
        drawn = new double[scale.size()];
        state = Tensor.zeros(1, numState);
    }

    /// a = clip(μ(s) + N).
    ///
    /// @return 0: such a policy has no density, and DDPG needs none
    @Override
    public float getAction(float[] obs, float[] action) {
        mean(obs, action);
        noise.sample(drawn);
        scale.addNoise(action, drawn, epsilon);
        scale.clip(action);
        return 0;
    }

    /// a = μ(s).
    @Override
    public void bestAction(float[] obs, float[] action) {
        mean(obs, action);
        scale.clip(action); // 2·1 may be a bit more than 2
    }

    private void mean(float[] obs, float[] action) {
        state.set(0, obs, 0, state.size());
        try (var _ = acting.step()) {
            actor.forward(state).get(0, action, 0, action.length);
        }
    }
}
