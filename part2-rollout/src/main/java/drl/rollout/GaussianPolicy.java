package drl.rollout;

import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// A policy for continuous actions: a network, the *actor*, gives the mean action, and noise of a fixed covariance is
/// drawn around it. The noise is what explores; without it the policy would only ever see the consequences of what it
/// does anyway.
public final class GaussianPolicy implements Policy {

    private final Module actor;
    private final Covariance covariance;
    private final TorchRandom random;
    private final Tape acting = Tape.withoutGradients(); // no graph is kept while acting
    private final Tensor obs;                            // (1, O)

    /// @param actor      (B, obsDim) → (B, A)
    /// @param covariance of the noise (A, A)
    /// @param random     where samples come from
    public GaussianPolicy(Module actor, Covariance covariance, int obsDim, TorchRandom random) {
        this.actor = actor;
        this.covariance = covariance;
        this.random = random;
        obs = Tensor.zeros(1, obsDim);
    }

    // exercise: Step 6, a policy: draw from N(actor(obs), Σ), return the log probability
    @Override
    public float getAction(float[] observation, float[] action) {
        obs.set(0, observation, 0, obs.size());
        try (var _ = acting.step()) {
            MultivariateNormal dist = distribution(obs);
            dist.sample(random, action);
            return dist.logProb(action);
        }
    }

    @Override
    public void bestAction(float[] observation, float[] action) {
        obs.set(0, observation, 0, obs.size());
        try (var _ = acting.step()) {
            actor.forward(obs).get(0, action, 0, action.length);
        }
    }

    /// π(· | obs) for a batch of observations (B, O), on the current tape.
    public MultivariateNormal distribution(Tensor obs) {
        return new MultivariateNormal(actor.forward(obs), covariance);
    }
}
