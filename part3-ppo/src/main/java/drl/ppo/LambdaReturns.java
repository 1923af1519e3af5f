package drl.ppo;

/// The λ-return (Sutton and Barto 2018, equation 12.2), a mixture of all ways to estimate a return from some of the
/// rewards to come and the critic's value behind them: from all rewards (λ = 1) to the next one alone (λ = 0).
final class LambdaReturns {

    private LambdaReturns() {
    }

    /// G = r + γ·((1 − λ)·V(s′) + λ·G′), backwards, into the rollout's returns (T, N). Nothing follows where the task
    /// terminated; the value of the final observation follows where a time limit cut it short.
    static void compute(RolloutStorage rollout, double gamma, double lambda) {
        for (int n = 0; n < rollout.numEnvs; n++) {
            double nextValue = rollout.nextValues[n], next = nextValue;
            for (int i = (rollout.numSteps - 1) * rollout.numEnvs + n; i >= 0; i -= rollout.numEnvs) {
                if (rollout.done(i)) {
                    nextValue = rollout.terminated[i] ? 0 : rollout.finalValues[i];
                    next = nextValue; // what comes after belongs to another episode
                }
                next = rollout.rewards[i] + gamma * ((1 - lambda) * nextValue + lambda * next);
                rollout.returns[i] = (float) next;
                nextValue = rollout.values[i];
            }
        }
    }
}
