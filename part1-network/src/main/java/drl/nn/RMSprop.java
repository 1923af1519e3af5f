package drl.nn;

import drl.backend.RmsPropStep;
import drl.backend.Storage;
import drl.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/// RMSprop (Hinton's lecture 6e, 2012): a step size for every parameter from a running mean of its squared gradient.
///
/// | | |
/// | --- | --- |
/// | v ← ρ·v + (1 − ρ)·g² | how large the gradient is, smoothed |
/// | θ ← θ − α·g / (√v + ε) | |
///
/// Mirrors `torch.optim.RMSprop`, which adds ε outside the root (TensorFlow's once stood inside, and results differ),
/// without its momentum and centring.
public final class RMSprop extends Optimizer {

    private final double smoothing;
    private final double eps;
    private final double weightDecay;
    private final Storage squares;

    /// PyTorch's constants: ρ = 0.99, ε = 1e-8, no decay.
    public RMSprop(Collection<Tensor> parameters, double learningRate) {
        this(parameters, learningRate, 0.99, 1e-8, 0);
    }

    /// @param smoothing   ρ in [0, 1), PyTorch's `alpha`
    /// @param eps         ε, keeps the division finite
    /// @param weightDecay L2 penalty, added to the gradient
    /// @throws IllegalArgumentException if a number is out of range
    public RMSprop(Collection<Tensor> parameters, double learningRate, double smoothing, double eps,
            double weightDecay) {
        super(parameters, learningRate);
        this.smoothing = inUnitInterval("smoothing", smoothing);
        this.eps = notNegative("eps", eps);
        this.weightDecay = notNegative("weightDecay", weightDecay);
        squares = backend.allocate(params.size());
    }

    @Override
    void update(long t) {
        backend.rmsprop(new RmsPropStep(learningRate(), smoothing, eps, weightDecay), params, grads, squares);
    }

    @Override
    List<Storage> blocks() {
        return List.of(params, squares);
    }

    @Override
    public void save(StateDict state, String prefix) {
        super.save(state, prefix);
        saveBlock(state, prefix + "square_avg", squares);
    }

    @Override
    public void load(StateDict state, String prefix) {
        super.load(state, prefix);
        loadBlock(state, prefix + "square_avg", squares);
    }
}
