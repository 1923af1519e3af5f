package drl.cluster;

import drl.env.vector.VectorStep;
import java.util.Arrays;

/// Fills the arrays of a [RolloutBlock], step by step.
final class BlockBuilder {

    final float[] logProbs;         // (T, k)
    private final int count;        // k
    private final float[] obs;      // (T + 1, k, O)
    private final float[] actions;  // (T, k, A)
    private final float[] rewards;  // (T, k)
    private final byte[] endings;   // (T, k)
    private int[] rows = new int[4];
    private double[] returns = new double[4];
    private int[] lengths = new int[4];
    private float[] values = new float[4];
    private int ends;

    BlockBuilder(int numSteps, int count, int obsDim, int actDim) {
        this.count = count;
        obs = new float[(numSteps + 1) * count * obsDim];
        actions = new float[numSteps * count * actDim];
        logProbs = new float[numSteps * count];
        rewards = new float[numSteps * count];
        endings = new byte[numSteps * count];
    }

    /// What the agent saw before step t, and what it did.
    void addActions(int t, float[] seen, float[] done) {
        System.arraycopy(seen, 0, obs, t * seen.length, seen.length);
        System.arraycopy(done, 0, actions, t * done.length, done.length);
    }

    /// What step t led to.
    ///
    /// @param finalValues V of the last observation where an episode was cut
    void addStep(int t, VectorStep step, float[] finalValues) {
        for (int i = 0; i < count; i++) {
            int row = t * count + i;
            rewards[row] = (float) step.rewards()[i];
            endings[row] = (byte) ((step.terminated()[i] ? RolloutBlock.TERMINATED : 0)
                    | (step.truncated()[i] ? RolloutBlock.TRUNCATED : 0));
            if (step.done(i)) {
                addEnd(row, step.episodicReturns()[i], step.episodicLengths()[i],
                        step.truncated()[i] ? finalValues[i] : 0);
            }
        }
    }

    private void addEnd(int row, double episodicReturn, int length, float value) {
        if (ends == rows.length) {
            rows = Arrays.copyOf(rows, 2 * ends);
            returns = Arrays.copyOf(returns, 2 * ends);
            lengths = Arrays.copyOf(lengths, 2 * ends);
            values = Arrays.copyOf(values, 2 * ends);
        }
        rows[ends] = row;
        returns[ends] = episodicReturn;
        lengths[ends] = length;
        values[ends++] = value;
    }

    /// The block.
    ///
    /// @param seen what the agent sees behind the last step
    RolloutBlock build(float[] seen, SampleStatistics[] ofObs, SampleStatistics[] ofReturns, byte[][] states,
            long nanos) {
        System.arraycopy(seen, 0, obs, obs.length - seen.length, seen.length);
        double[] statistics = new double[2 * seen.length + 2 * count];
        for (int i = 0, at = 0; i < count; i++) {
            at = ofReturns[i].write(statistics, ofObs[i].write(statistics, at));
        }
        RolloutBlock.Ends ended = new RolloutBlock.Ends(Arrays.copyOf(rows, ends), Arrays.copyOf(returns, ends),
                Arrays.copyOf(lengths, ends), Arrays.copyOf(values, ends));
        return new RolloutBlock(obs, actions, logProbs, rewards, endings, ended, statistics, states, nanos);
    }
}
