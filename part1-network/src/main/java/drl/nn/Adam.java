package drl.nn;

import drl.backend.AdamStep;
import drl.backend.Storage;
import drl.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/// Adam (Kingma and Ba 2015): a step size for every parameter from running means of the gradient and of its square.
///
/// | | |
/// | --- | --- |
/// | m ← β₁·m + (1 − β₁)·g | where the gradient points, smoothed |
/// | v ← β₂·v + (1 − β₂)·g² | how large it is, smoothed |
/// | θ ← θ − α·m̂ / (√v̂ + ε) | with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ), which undo the start from zero |
public final class Adam extends Optimizer {

    /// The constants of Adam beside the learning rate.
    ///
    /// @param beta1       decay of the first moment, in [0, 1)
    /// @param beta2       decay of the second moment, in [0, 1)
    /// @param eps         ε, keeps the division finite; PPO implementations use 1e-5
    /// @param weightDecay L2 penalty added to the gradient (not AdamW's decay)
    /// @param maximize    climbs instead of descending
    public record Options(double beta1, double beta2, double eps, double weightDecay, boolean maximize) {

        /// The paper's constants, which are PyTorch's too: 0.9, 0.999, 1e-8, no decay.
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, 0, false);

        /// @throws IllegalArgumentException if a number is out of range
        public Options {
            inUnitInterval("beta1", beta1);
            inUnitInterval("beta2", beta2);
            notNegative("eps", eps);
            notNegative("weightDecay", weightDecay);
        }

        /// These with another ε.
        public Options withEps(double eps) {
            return new Options(beta1, beta2, eps, weightDecay, maximize);
        }

        /// These with an L2 penalty.
        public Options withWeightDecay(double weightDecay) {
            return new Options(beta1, beta2, eps, weightDecay, maximize);
        }

        /// These, climbing: for objectives such as MyPPO's that are written to be maximised.
        public Options maximizing() {
            return new Options(beta1, beta2, eps, weightDecay, true);
        }
    }

    private final Options options;
    private final Storage m;
    private final Storage v;

    /// Adam with the paper's constants.
    public Adam(Collection<Tensor> parameters, double learningRate) {
        this(parameters, learningRate, Options.DEFAULT);
    }

    /// Adam with constants of one's own.
    public Adam(Collection<Tensor> parameters, double learningRate, Options options) {
        super(parameters, learningRate);
        this.options = options;
        m = backend.allocate(params.size());
        v = backend.allocate(params.size());
    }

    @Override
    void update(long t) {
        backend.adam(new AdamStep(learningRate(), options.beta1, options.beta2, options.eps, options.weightDecay,
                options.maximize, t), params, grads, m, v);
    }

    @Override
    List<Storage> blocks() {
        return List.of(params, m, v);
    }

    @Override
    public void save(StateDict state, String prefix) {
        super.save(state, prefix);
        saveBlock(state, prefix + "exp_avg", m);
        saveBlock(state, prefix + "exp_avg_sq", v);
    }

    @Override
    public void load(StateDict state, String prefix) {
        super.load(state, prefix);
        loadBlock(state, prefix + "exp_avg", m);
        loadBlock(state, prefix + "exp_avg_sq", v);
    }
}
