package drl.a2c;

import drl.env.Env;
import drl.rollout.Evaluation;
import drl.rollout.Policy;

/// Plays a few episodes, between updates, to see what the policy is worth by now: always from the same first states, so
/// that tests can be compared.
///
/// @param policy        of the networks in training
/// @param env           of its own
/// @param episodes      to average over
/// @param seed          the run's seed
/// @param deterministic whether the policy takes its best action. The tutorial draws one instead, and so measures what
///                      the policy earns while it explores
public record TestEnv(Policy policy, Env env, int episodes, long seed, boolean deterministic) implements AutoCloseable {

    /// The mean undiscounted return.
    public double meanReturn() {
        double sum = 0;
        for (double episodicReturn : Evaluation.play(policy, env, episodes, seed, deterministic)) {
            sum += episodicReturn;
        }
        return sum / episodes;
    }

    @Override
    public void close() {
        env.close();
    }
}
