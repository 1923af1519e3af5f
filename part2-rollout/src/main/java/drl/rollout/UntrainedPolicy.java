package drl.rollout;

import drl.distribution.Covariance;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Env;
import drl.nn.FeedForwardNN;
import drl.random.TorchRandom;

/// The tutorial's policy before it has learned anything: a network of random weights, for whatever actions there are.
///
/// @param policy      what acts
/// @param description its distribution and its network's widths
record UntrainedPolicy(Policy policy, String description) {

    /// The variance of the noise around each action; the tutorial's comment calls it a standard deviation.
    private static final float VARIANCE = 0.5f;

    /// @param random draws the weights, then the actions
    static UntrainedPolicy of(Env env, TorchRandom random) {
        int obsDim = env.observationSpace().size();
        return switch (env.actionSpace()) {
            case Box box -> {
                FeedForwardNN actor = new FeedForwardNN(obsDim, box.size(), random);
                Covariance noise = Covariance.diagonal(box.size(), VARIANCE);
                yield new UntrainedPolicy(new GaussianPolicy(actor, noise, obsDim, random),
                        "MultivariateNormal(actor " + actor + ", variance " + VARIANCE + ")");
            }
            case Discrete(int n) -> {
                FeedForwardNN actor = new FeedForwardNN(obsDim, n, random);
                yield new UntrainedPolicy(new CategoricalPolicy(actor, obsDim, n, random),
                        "Categorical(actor " + actor + ")");
            }
        };
    }
}
