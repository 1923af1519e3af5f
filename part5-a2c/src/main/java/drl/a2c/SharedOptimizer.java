package drl.a2c;

import drl.nn.StateDict;

/// Changes shared parameters by the gradient of one worker, while other workers do the same.
///
/// Where all workers have the same instance they share its statistics, as Mnih et al. recommend; else each has its own.
public interface SharedOptimizer {

    /// Begins a step.
    ///
    /// @return its number, from 1 on
    long begin();

    /// Changes the parameters `from` (included) to `to` (excluded).
    ///
    /// @param t        number of the step, from [#begin]
    /// @param gradient of all parameters
    void update(long t, float[] gradient, int from, int to, double learningRate);

    /// A whole step.
    default void step(float[] gradient, double learningRate) {
        update(begin(), gradient, 0, gradient.length, learningRate);
    }

    /// Adds the statistics. No worker may be at it.
    void save(StateDict state, String prefix);

    /// Takes over what [#save] added.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another size
    void load(StateDict state, String prefix);
}
