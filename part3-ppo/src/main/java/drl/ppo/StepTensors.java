package drl.ppo;

import drl.tensor.Tensor;

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

    void fill(RolloutStorage rollout) {
        obs.set(rollout.obs);
        actions.set(rollout.actions);
        logProbs.set(rollout.logProbs);
        values.set(rollout.values);
        advantages.set(rollout.advantages);
        returns.set(rollout.returns);
    }
}
