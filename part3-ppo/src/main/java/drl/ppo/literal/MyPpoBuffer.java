package drl.ppo.literal;

import drl.env.Step;
import drl.random.NumpyLegacyRandom;
import drl.tensor.Tensor;
import java.util.Arrays;

/// What the actors of an iteration met, one actor's steps behind another's.
public final class MyPpoBuffer {

    private final int obsDim;
    private final int nActions;
    private final float[] states;  // (S, O)
    private final float[] actions; // (S)
    private final float[] probs;   // (S, n)
    private final float[] values;  // (S)
    final double[] rewards;        // (S), later the normalised returns
    final boolean[] ends;          // (S), terminated or truncated
    private final int[] order;     // which step stands where
    private int steps;

    MyPpoBuffer(int size, int obsDim, int nActions) {
        this.obsDim = obsDim;
        this.nActions = nActions;
        states = new float[size * obsDim];
        actions = new float[size];
        probs = new float[size * nActions];
        values = new float[size];
        rewards = new double[size];
        ends = new boolean[size];
        order = new int[size];
        clear();
    }

    void clear() {
        steps = 0;
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    void begin(float[] state) {
        System.arraycopy(state, 0, states, steps * obsDim, obsDim);
    }

    void decide(float action, Tensor prob, Tensor value) {
        actions[steps] = action;
        prob.get(0, probs, steps * nActions, nActions);
        values[steps] = value.item();
    }

    void end(Step step) {
        rewards[steps] = step.reward();
        ends[steps++] = step.done();
    }

    void shuffle(NumpyLegacyRandom random) {
        random.shuffle(order);
    }

    /// Steps in the buffer.
    public int size() {
        return order.length;
    }

    /// The state of the step that stands at `place` (O), a copy.
    public float[] state(int place) {
        return Arrays.copyOfRange(states, order[place] * obsDim, (order[place] + 1) * obsDim);
    }

    /// The action of the step at `place`.
    public float action(int place) {
        return actions[order[place]];
    }

    /// The probabilities of all actions at `place` (n), a copy.
    public float[] probs(int place) {
        return Arrays.copyOfRange(probs, order[place] * nActions, (order[place] + 1) * nActions);
    }

    /// The critic's value at `place`.
    public float value(int place) {
        return values[order[place]];
    }

    /// The normalised return of the step at `place`.
    public double cumulativeReward(int place) {
        return rewards[order[place]];
    }

    /// Whether an episode ended with the step at `place`.
    public boolean ends(int place) {
        return ends[order[place]];
    }

    /// Places as tensors.
    ///
    /// @param states            (B, O)
    /// @param actions           (B, 1)
    /// @param probs             (B, n)
    /// @param values            (B, 1)
    /// @param cumulativeRewards (B, 1)
    record Batch(Tensor states, Tensor actions, Tensor probs, Tensor values, Tensor cumulativeRewards) {
    }

    /// The places `start` (included) to `end` (excluded).
    Batch batch(int start, int end) {
        int b = end - start;
        Batch batch = new Batch(Tensor.zeros(b, obsDim), Tensor.zeros(b, 1), Tensor.zeros(b, nActions),
                Tensor.zeros(b, 1), Tensor.zeros(b, 1));
        for (int i = 0; i < b; i++) {
            int step = order[start + i];
            batch.states.set(i * obsDim, states, step * obsDim, obsDim);
            batch.actions.set(i, actions, step, 1);
            batch.probs.set(i * nActions, probs, step * nActions, nActions);
            batch.values.set(i, values, step, 1);
            batch.cumulativeRewards.set(i, new float[] {(float) rewards[step]}, 0, 1);
        }
        return batch;
    }
}
