package drl.cluster;

/// What an iteration takes on a cluster of any size, from what was measured on a small one:
///
/// t = a + b·E + B·n·E/w + c·T·n + u·T·n·E
///
/// for E executors with n environments each, which play T steps. The learner has one link to the cluster and learns on
/// one machine, so that bytes and learning add up over all executors; only playing is divided.
///
/// @param fixed     a, seconds of an iteration, however small
/// @param perTask   b, seconds of each task
/// @param bytes     B, of an environment's steps and state
/// @param bandwidth w, bytes a second
/// @param step      c, seconds of an environment's step, the policy's share of it included
/// @param learn     u, seconds that the learner takes for each step
record CostModel(double fixed, double perTask, double bytes, double bandwidth, double step, double learn) {

    /// Seconds of an iteration.
    double iteration(int executors, int envs, int numSteps) {
        return rollout(executors, envs, numSteps) + learn * numSteps * envs * executors;
    }

    /// Seconds of its rollout.
    double rollout(int executors, int envs, int numSteps) {
        return fixed + perTask * executors + bytes * envs * executors / bandwidth + step * numSteps * envs;
    }

    /// Seconds of an iteration of one thread without a cluster, with as many environments.
    double alone(int executors, int envs, int numSteps) {
        return (step + learn) * numSteps * envs * executors;
    }

    /// The same for another environment.
    ///
    /// @param otherStep its c
    CostModel with(double otherStep) {
        return new CostModel(fixed, perTask, bytes, bandwidth, otherStep, learn);
    }

    /// How long a step has to take for a rollout to be as fast on executors as on one thread: where the cluster begins to
    /// pay, in seconds.
    double crossing(int executors, int envs, int numSteps) {
        return with(0).rollout(executors, envs, numSteps) / ((executors - 1.0) * envs * numSteps);
    }
}
