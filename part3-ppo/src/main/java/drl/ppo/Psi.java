package drl.ppo;

/// What the gradient of the log probability of an action is weighted with: the Ψ of the policy gradient
/// g = E\[Σ Ψ(t)·∇log π(a(t) | s(t))\], in its six forms (Schulman et al. 2016, equation 1), and the estimator of the
/// fifth that everybody uses.
///
/// Rewards are discounted by γ throughout. What follows the last step of a rollout, or a time limit, is not known; its
/// value stands in for it, in all of them. The trajectory of the first form is therefore the part of an episode that
/// lies within the rollout. γ is the discount factor, λ that of [#GAE].
///
/// The critic learns what the form takes for the return: all rewards to come, or their mixture with its own values.
public enum Psi {
    /// The return of the whole trajectory, for every step in it: an action is praised for what came before it, too.
    TOTAL_REWARD {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, 1);
                for (int i = 0; i < rollout.size(); i++) {
                    boolean first = i < rollout.numEnvs || rollout.done(i - rollout.numEnvs);
                    rollout.advantages[i] = first ? rollout.returns[i] : rollout.advantages[i - rollout.numEnvs];
                }
            };
        }
    },
    /// The return from the action on: what came before is no merit of it.
    REWARDS_TO_GO {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, 1);
                System.arraycopy(rollout.returns, 0, rollout.advantages, 0, rollout.size());
            };
        }
    },
    /// The same minus what the critic had expected, V: nor is a good situation a merit of the action.
    BASELINE {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, 1);
                subtractValues(rollout);
            };
        }
    },
    /// The value of the action, Q(s, a), estimated by the λ-return: less noise than the rewards alone, and what the
    /// critic is wrong by.
    Q {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, lambda);
                System.arraycopy(rollout.returns, 0, rollout.advantages, 0, rollout.size());
            };
        }
    },
    /// The advantage by its definition, A = Q − V, with that estimate of Q. Up to rounding the same as [#GAE].
    ADVANTAGE {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, lambda);
                subtractValues(rollout);
            };
        }
    },
    /// The error of the critic over one step, δ = r + γ·V(s′) − V(s): hardly any noise, and all of the critic's errors.
    TD_RESIDUAL {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return rollout -> {
                LambdaReturns.compute(rollout, gamma, 0);
                subtractValues(rollout);
            };
        }
    },
    /// Generalised advantage estimation, A = δ + γλ·A′.
    GAE {
        @Override
        AdvantageEstimator estimator(double gamma, double lambda) {
            return AdvantageEstimator.gae(gamma, lambda);
        }
    };

    /// The estimator.
    abstract AdvantageEstimator estimator(double gamma, double lambda);

    private static void subtractValues(RolloutStorage rollout) {
        for (int i = 0; i < rollout.size(); i++) {
            rollout.advantages[i] = rollout.returns[i] - rollout.values[i];
        }
    }
}
