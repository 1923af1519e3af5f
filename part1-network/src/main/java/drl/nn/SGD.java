package drl.nn;

import drl.backend.SgdStep;
import drl.backend.Storage;
import drl.tensor.Tensor;
import java.util.Collection;
import java.util.List;

/// Stochastic gradient descent: θ ← θ − α·g, or with momentum v ← μ·v + g, θ ← θ − α·v (PyTorch's form, in which the
/// learning rate stands outside the velocity).
public final class SGD extends Optimizer {

    private final double momentum;
    private final double weightDecay;
    private final boolean maximize;
    private final Storage velocity; // null without momentum

    /// Plain descent.
    public SGD(Collection<Tensor> parameters, double learningRate) {
        this(parameters, learningRate, 0, 0, false);
    }

    /// @param momentum    μ in [0, 1)
    /// @param weightDecay L2 penalty, added to the gradient
    /// @param maximize    climbs instead of descending
    /// @throws IllegalArgumentException if a number is out of range
    public SGD(Collection<Tensor> parameters, double learningRate, double momentum, double weightDecay,
            boolean maximize) {
        super(parameters, learningRate);
        this.momentum = inUnitInterval("momentum", momentum);
        this.weightDecay = notNegative("weightDecay", weightDecay);
        this.maximize = maximize;
        velocity = momentum == 0 ? null : backend.allocate(params.size());
    }

    @Override
    void update(long t) {
        backend.sgd(new SgdStep(learningRate(), momentum, weightDecay, maximize, t == 1), params, grads, velocity);
    }

    @Override
    List<Storage> blocks() {
        return velocity == null ? List.of(params) : List.of(params, velocity);
    }

    @Override
    public void save(StateDict state, String prefix) {
        super.save(state, prefix);
        if (velocity != null) {
            saveBlock(state, prefix + "momentum_buffer", velocity);
        }
    }

    @Override
    public void load(StateDict state, String prefix) {
        super.load(state, prefix);
        if (velocity != null) {
            loadBlock(state, prefix + "momentum_buffer", velocity);
        }
    }
}
