package drl.distribution;

import drl.random.TorchRandom;
import drl.tensor.Tensor;

/// A choice among n actions, with a row of probabilities for each choice to make. Actions are whole numbers as floats.
///
/// Built from logits, log π = logits − log Σ e^logits. Built from probabilities, they are divided by their sum, and kept
/// off 0 and 1 by ε = 2⁻²³ before the logarithm. Both as `torch.distributions.Categorical`.
public final class Categorical implements Distribution {

    private static final float EPS = 1.1920929e-7f;

    private final Tensor probs;  // (B, n)
    private final Tensor logits; // (B, n), null where there are only probabilities
    private Tensor logProbs;     // (B, n), null until asked for: drawing an action needs none

    private Categorical(Tensor probs, Tensor logits) {
        this.probs = probs;
        this.logits = logits;
    }

    /// From unnormalised log probabilities (B, n) or (n).
    public static Categorical ofLogits(Tensor logits) {
        return new Categorical(logits.softmax(), logits);
    }

    /// From probabilities (B, n) or (n), which need not add up to 1.
    public static Categorical ofProbs(Tensor weights) {
        Tensor rows = weights.shape().rank() == 1 ? weights.unsqueeze(0) : weights;
        Tensor normalised = rows.div(rows.sum(-1).unsqueeze(1));
        return new Categorical(weights.shape().rank() == 1 ? normalised.squeeze(0) : normalised, null);
    }

    private Tensor logProbs() {
        if (logProbs == null) {
            logProbs = logits == null ? probs.clamp(EPS, 1 - EPS).log() : logits.logSoftmax();
        }
        return logProbs;
    }

    /// The probabilities, shaped as given.
    public Tensor probs() {
        return probs;
    }

    /// `out` receives an action for each row.
    @Override
    public void sample(TorchRandom random, float[] out) {
        float[] weights = HostValues.of(probs);
        for (int r = 0; r < probs.shape().rows(); r++) {
            out[r] = draw(r, random, weights);
        }
    }

    @Override
    public void sample(TorchRandom[] randoms, float[] out) {
        float[] weights = HostValues.of(probs);
        for (int r = 0; r < randoms.length; r++) {
            out[r] = draw(r, randoms[r], weights);
        }
    }

    private int draw(int row, TorchRandom random, float[] weights) {
        return random.multinomial(weights, row * probs.shape().cols(), probs.shape().cols());
    }

    /// Shape (B) for actions (B).
    @Override
    public Tensor logProb(Tensor value) {
        if (probs.shape().rank() == 1) {
            return logProbs().gather(0, value.flatten()).squeeze();
        }
        return logProbs().gather(1, value.unsqueeze(1)).squeeze(1);
    }

    /// −Σ p·log p, shape (B).
    @Override
    public Tensor entropy() {
        return probs.mul(logProbs()).sum(-1).neg();
    }

    /// The most likely action of each row, as whole numbers; no gradient.
    @Override
    public Tensor mode() {
        int n = probs.shape().cols(), rows = probs.shape().rows();
        float[] best = new float[rows], weights = HostValues.of(probs);
        for (int r = 0; r < rows; r++) {
            int arg = 0;
            for (int i = 1; i < n; i++) {
                arg = weights[r * n + i] > weights[r * n + arg] ? i : arg;
            }
            best[r] = arg;
        }
        return Tensor.of(best);
    }

    /// KL(this ‖ other) = Σ p·(log p − log q), shape (B).
    public Tensor kl(Categorical other) {
        return probs.mul(logProbs().sub(other.logProbs())).sum(-1);
    }
}
