package drl.a2c;

import drl.nn.StateDict;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// [drl.nn.RMSprop] on shared parameters, rounding for rounding: one worker alone takes the same steps.
///
/// v ← ρ·v + (1 − ρ)·g² and θ ← θ − α·g/(√v + ε), each element read and written once. (The paper has ε under the root.)
public final class SharedRmsProp implements SharedOptimizer {

    private final SharedFloats parameters;
    private final SharedFloats squares;
    private final float smoothing;
    private final float rest;
    private final float eps;
    private final AtomicLong steps = new AtomicLong();

    /// @param smoothing ρ
    /// @param eps       ε
    public SharedRmsProp(SharedFloats parameters, double smoothing, double eps) {
        this.parameters = parameters;
        this.smoothing = (float) smoothing;
        rest = (float) (1 - smoothing);
        this.eps = (float) eps;
        squares = new SharedFloats(parameters.size());
    }

    @Override
    public long begin() {
        return steps.incrementAndGet();
    }

    @Override
    public void update(long t, float[] gradient, int from, int to, double learningRate) {
        float lr = (float) learningRate;
        for (int i = from; i < to; i++) {
            float g = gradient[i];
            float square = squares.get(i) * smoothing + rest * g * g;
            squares.set(i, square);
            parameters.set(i, parameters.get(i) - lr * g / ((float) Math.sqrt(square) + eps));
        }
    }

    @Override
    public void save(StateDict state, String prefix) {
        float[] copy = new float[squares.size()];
        squares.copyTo(copy);
        state.put(prefix + "square_avg", copy, copy.length);
        state.putLongs(prefix + "steps", steps.get());
    }

    @Override
    public void load(StateDict state, String prefix) {
        squares.copyFrom(state.get(prefix + "square_avg", List.of(squares.size())));
        steps.set(state.getLongs(prefix + "steps", 1)[0]);
    }
}
