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
    },
    /// The paper's choice, with its decay of 0.99 and the ε of 1e-5 that OpenAI's baselines gave it.
    RMSPROP {
        @Override
        Optimizer make(Collection<Tensor> parameters, double learningRate) {
            return new RMSprop(parameters, learningRate, RMSPROP_SMOOTHING, RMSPROP_EPS, 0);
        }
    };

    static final double RMSPROP_SMOOTHING = 0.99;
    static final double RMSPROP_EPS = 1e-5;

    abstract Optimizer make(Collection<Tensor> parameters, double learningRate);
}
