package drl.ddpg;

import drl.tensor.Tensor;

/// A batch of time steps drawn from a [ReplayBuffer].
///
/// @param states     s (B, O)
/// @param actions    a (B, A)
/// @param nextStates s′ (B, O)
/// @param rewards    r (B, 1)
/// @param notDone    1 where the task went on behind the step, 0 where it was over (B, 1)
public record Transitions(Tensor states, Tensor actions, Tensor nextStates, Tensor rewards, Tensor notDone) {

    /// Room for `batchSize` steps.
    public static Transitions of(int batchSize, int numState, int numAction) {
        return new Transitions(Tensor.zeros(batchSize, numState), Tensor.zeros(batchSize, numAction),
                Tensor.zeros(batchSize, numState), Tensor.zeros(batchSize, 1), Tensor.zeros(batchSize, 1));
    }

    /// How many there are (B).
    public int size() {
        return rewards.size();
    }
}
