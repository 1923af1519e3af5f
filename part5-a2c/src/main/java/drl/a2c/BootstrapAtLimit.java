package drl.a2c;

import drl.env.vector.VectorStep;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// A cut episode would have earned what the critic expects of its final observation: γ·V(s_final) joins the last reward
/// (Pardo et al. 2018).
final class BootstrapAtLimit implements TimeLimitRule {

    private final ActorCritic model;
    private final float gamma;
    private final Tape noGrad = Tape.withoutGradients();
    private final Tensor finalObs; // (N, O)
    private final float[] values;  // (N)

    BootstrapAtLimit(ActorCritic model, int numEnvs, double gamma) {
        this.model = model;
        this.gamma = (float) gamma;
        finalObs = Tensor.zeros(numEnvs, model.obsDim());
        values = new float[numEnvs];
    }

    // exercise: ALG STEP 3, a time limit: γ·V(final observation) joins the last reward
    @Override
    public void apply(VectorStep step, float[] rewards, int row) {
        boolean cut = false;
        for (int n = 0; n < values.length; n++) {
            cut |= cut(step, n);
        }
        if (!cut) {
            return;
        }
        finalObs.set(step.finalObs());
        try (var _ = noGrad.step()) {
            model.value(finalObs).get(0, values, 0, values.length);
        }
        for (int n = 0; n < values.length; n++) {
            if (cut(step, n)) {
                rewards[row + n] += gamma * values[n];
            }
        }
    }

    private static boolean cut(VectorStep step, int n) {
        return step.truncated()[n] && !step.terminated()[n];
    }
}
