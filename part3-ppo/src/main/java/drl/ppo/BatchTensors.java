package drl.ppo;

import drl.rollout.Episodes;
import drl.tensor.Tensor;

/// The way from collected arrays to tensors, with buffers that are kept from iteration to iteration.
final class BatchTensors {

    private final int obsDim;
    private final int actDim;
    private Batch batch;
    private double[] perStep; // (T), before rounding
    private float[] values;   // (T)
    private float[] rounded;  // (T)

    BatchTensors(int obsDim, int actDim) {
        this.obsDim = obsDim;
        this.actDim = actDim;
        resize(0);
    }

    /// A batch with the observations, actions and log probabilities of these episodes; new tensors only if there are more
    /// or fewer time steps than last time.
    Batch fill(Episodes episodes) {
        int timesteps = episodes.timesteps();
        if (batch.timesteps() != timesteps) {
            resize(timesteps);
        }
        batch.obs().set(0, episodes.obs(), 0, timesteps * obsDim);
        batch.acts().set(0, episodes.acts(), 0, timesteps * actDim);
        batch.logProbs().set(0, episodes.logProbs(), 0, timesteps);
        return batch;
    }

    /// Room for one double a time step (T).
    double[] perStep() {
        return perStep;
    }

    /// The numbers of V (T) in an array.
    float[] values(Tensor V) {
        V.get(0, values, 0, values.length);
        return values;
    }

    /// Rounds doubles (T) into a tensor.
    void round(double[] numbers, Tensor target) {
        for (int t = 0; t < rounded.length; t++) {
            rounded[t] = (float) numbers[t];
        }
        target.set(0, rounded, 0, rounded.length);
    }

    /// Copies a computed tensor (T) into one that outlives the tape's step.
    void copy(Tensor from, Tensor to) {
        from.get(0, rounded, 0, rounded.length);
        to.set(0, rounded, 0, rounded.length);
    }

    private void resize(int timesteps) {
        batch = Batch.allocate(timesteps, obsDim, actDim);
        perStep = new double[timesteps];
        values = new float[timesteps];
        rounded = new float[timesteps];
    }
}
