package drl.ppo;

import drl.tensor.Tensor;

/// What an update learns from: the T time steps of an iteration, or the part of them in a minibatch.
///
/// @param obs        s_t (T, O)
/// @param acts       a_t (T, A)
/// @param logProbs   log π_θk(a_t | s_t), by the policy that acted (T)
/// @param rtgs       rewards-to-go (T)
/// @param advantages A_k, how much better than expected each action was (T)
public record Batch(Tensor obs, Tensor acts, Tensor logProbs, Tensor rtgs, Tensor advantages) {

    /// An empty batch of `timesteps`, to be filled.
    static Batch allocate(int timesteps, int obsDim, int actDim) {
        return new Batch(Tensor.zeros(timesteps, obsDim), Tensor.zeros(timesteps, actDim), Tensor.zeros(timesteps),
                Tensor.zeros(timesteps), Tensor.zeros(timesteps));
    }

    /// T.
    int timesteps() {
        return logProbs.size();
    }

    /// The time steps with these numbers (M), on the current tape.
    Batch select(Tensor indices) {
        return new Batch(obs.select(0, indices), acts.select(0, indices), logProbs.select(0, indices),
                rtgs.select(0, indices), advantages.select(0, indices));
    }
}
