package drl.cluster;

import java.io.Serializable;

/// What T steps of k environments gave: one flat array a quantity, step by step, row t·k + i being step t of the i-th
/// environment. This travels from an executor to the learner.
///
/// @param obs        what was seen before each step, and behind the last one, as the agent saw it (T + 1, k, O)
/// @param actions    (T, k, A)
/// @param logProbs   log π of the actions (T, k)
/// @param rewards    the environment's own (T, k)
/// @param endings    whether a step ended the task, whether it was the last before a cut: two bits (T, k)
/// @param ends       of the episodes that ended
/// @param statistics mean and variance of each environment's observations, then of its discounted returns (k, 2·O + 2)
/// @param states     how each environment stands (k)
/// @param nanos      how long playing took
record RolloutBlock(float[] obs, float[] actions, float[] logProbs, float[] rewards, byte[] endings, Ends ends,
        double[] statistics, byte[][] states, long nanos) implements Serializable {

    /// The bit of a step that ended the task.
    static final byte TERMINATED = 1;

    /// The bit of a step that was the last before a cut.
    static final byte TRUNCATED = 2;

    /// Episodes that ended, in the order of steps and in each of environments: one place an episode.
    ///
    /// @param rows    the rows of their last steps
    /// @param returns the sums of the environment's own rewards
    /// @param lengths their steps
    /// @param values  V of the last observation where the episode was cut, else 0
    record Ends(int[] rows, double[] returns, int[] lengths, float[] values) implements Serializable {
    }

    /// How many environments there are.
    int count() {
        return states.length;
    }
}
