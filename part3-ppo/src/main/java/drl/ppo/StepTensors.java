package drl.ppo;

import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A rollout as tensors, one row a step, its T·N steps in one axis.
///
/// @param obs        (T·N, O)
/// @param outputs    (T·N, P): the actor's, where the actions were drawn here
/// @param actions    (T·N, A), or, discrete, (T·N)
/// @param logProbs   (T·N)
/// @param values     (T·N)
/// @param advantages (T·N)
/// @param returns    (T·N)
record StepTensors(Tensor obs, Tensor outputs, Tensor actions, Tensor logProbs, Tensor values, Tensor advantages,
        Tensor returns) {

    /// Room for `size` steps of an agent.
    static StepTensors allocate(int size, int obsDim, Agent agent) {
        return new StepTensors(Tensor.zeros(size, obsDim), agent.outputs(size), agent.actions(size),
                Tensor.zeros(size), Tensor.zeros(size), Tensor.zeros(size), Tensor.zeros(size));
    }

    /// All steps in order, `together` at a time, in the same memory.
    List<StepTensors> parts(int together) {
        List<StepTensors> parts = new ArrayList<>();
        for (int from = 0, size = values.size(); from < size; from += together) {
            parts.add(rows(from, Math.min(size, from + together)));
        }
        return parts;
    }

    private StepTensors rows(int from, int to) {
        return new StepTensors(obs.rows(from, to), outputs.rows(from, to), actions.rows(from, to),
                logProbs.rows(from, to), values.rows(from, to), advantages.rows(from, to), returns.rows(from, to));
    }

    /// Takes over what the rollout knows once advantages are estimated; observations and values are here before.
    void fill(RolloutStorage rollout) {
        actions.set(rollout.actions);
        logProbs.set(rollout.logProbs);
        advantages.set(rollout.advantages);
        returns.set(rollout.returns);
    }
}
