package drl.a2c;

import drl.nn.Adam;
import drl.nn.Optimizer;
import drl.nn.RMSprop;
import drl.tensor.Tensor;
import java.util.Collection;

/// What turns gradients into steps.
public enum OptimizerKind {
    /// The tutorial's choice, with PyTorch's constants.
    ADAM {
        @Override
        Optimizer make(Collection<Tensor> parameters, double learningRate) {
            return new Adam(parameters, learningRate);
        }

        @Override
        SharedOptimizer shared(SharedFloats parameters) {
            return new SharedAdam(parameters);
        }
    },
    /// The paper's choice, with its decay of 0.99 and the ε of 1e-5 that OpenAI's baselines gave it.
    RMSPROP {
        @Override
        Optimizer make(Collection<Tensor> parameters, double learningRate) {
            return new RMSprop(parameters, learningRate, SMOOTHING, EPS, 0);
        }

        @Override
        SharedOptimizer shared(SharedFloats parameters) {
            return new SharedRmsProp(parameters, SMOOTHING, EPS);
        }
    };

    private static final double SMOOTHING = 0.99;
    private static final double EPS = 1e-5;

    /// For one learner.
    abstract Optimizer make(Collection<Tensor> parameters, double learningRate);

    /// For many, on parameters that they share.
    abstract SharedOptimizer shared(SharedFloats parameters);
}
