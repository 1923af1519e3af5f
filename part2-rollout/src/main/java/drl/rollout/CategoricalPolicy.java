package drl.rollout;

import drl.distribution.Categorical;
import drl.nn.Module;
import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// A policy for discrete actions: a network, the *actor*, gives a logit for each action, and softmax makes them
/// probabilities to draw from. It explores as long as no probability comes close to 1, so it needs no noise of its own.
public final class CategoricalPolicy implements Policy {

    private final Module actor;
    private final TorchRandom random;
    private final Tape acting = Tape.withoutGradients(); // no graph is kept while acting
    private final Tensor obs;                            // (1, O)
    private final Tensor act = Tensor.zeros(1);
    private final float[] logits;                        // (n)

    /// @param actor  (B, obsDim) → logits (B, n)
    /// @param random where samples come from
    public CategoricalPolicy(Module actor, int obsDim, int n, TorchRandom random) {
        this.actor = actor;
        this.random = random;
        obs = Tensor.zeros(1, obsDim);
        logits = new float[n];
    }

    @Override
    public float getAction(float[] observation, float[] action) {
        obs.set(0, observation, 0, obs.size());
        try (var _ = acting.step()) {
            Categorical dist = distribution(obs);
            dist.sample(random, action);
            act.set(0, action, 0, 1);
            return dist.logProb(act).item();
        }
    }

    /// The most likely action, the first of them where several are.
    @Override
    public void bestAction(float[] observation, float[] action) {
        obs.set(0, observation, 0, obs.size());
        try (var _ = acting.step()) {
            actor.forward(obs).get(0, logits, 0, logits.length);
        }
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        action[0] = best;
    }

    /// π(· | obs) for a batch of observations (B, O), on the current tape.
    public Categorical distribution(Tensor obs) {
        return Categorical.ofLogits(actor.forward(obs));
    }
}
