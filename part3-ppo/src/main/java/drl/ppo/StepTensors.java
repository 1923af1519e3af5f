package drl.ppo;

import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A rollout as tensors, one row a step, its T·N steps in one axis.
///
/// @param obs        (T·N, O)
/// @param actions    (T·N, A), or, discrete, (T·N)
/// @param logProbs   (T·N)
/// @param values     (T·N)
/// @param advantages (T·N)
/// @param returns    (T·N)
record StepTensors(Tensor obs, Tensor actions, Tensor logProbs, Tensor values, Tensor advantages, Tensor returns) {

    static StepTensors allocate(int size, int obsDim, Tensor actions) {
        return new StepTensors(Tensor.zeros(size, obsDim), actions, Tensor.zeros(size), Tensor.zeros(size),
                Tensor.zeros(size), Tensor.zeros(size));
    }

    /// Some of the steps, in the same memory.
    ///
    /// @param obs    (n, O)
    /// @param values (n)
    record Valued(Tensor obs, Tensor values) {
    }

    /// All steps in order, `together` at a time.
    List<Valued> valued(int together) {
        List<Valued> parts = new ArrayList<>();
        for (int from = 0, size = values.size(); from < size; from += together) {
            int to = Math.min(size, from + together);
            parts.add(new Valued(obs.rows(from, to), values.rows(from, to)));
        }
        return parts;
    }

    /// Takes over what the rollout knows once advantages are estimated; observations and values are here before.
    void fill(RolloutStorage rollout) {
        actions.set(rollout.actions);
        logProbs.set(rollout.logProbs);
        advantages.set(rollout.advantages);
        returns.set(rollout.returns);
    }
}
