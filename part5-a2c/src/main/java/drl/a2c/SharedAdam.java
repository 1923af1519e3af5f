package drl.a2c;

import drl.nn.Adam;
import drl.nn.StateDict;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// [drl.nn.Adam] on shared parameters, rounding for rounding: one worker alone takes the same steps.
public final class SharedAdam implements SharedOptimizer {

    private static final float BETA1 = (float) Adam.Options.DEFAULT.beta1();
    private static final float BETA2 = (float) Adam.Options.DEFAULT.beta2();
    private static final float REST1 = (float) (1 - Adam.Options.DEFAULT.beta1());
    private static final float REST2 = (float) (1 - Adam.Options.DEFAULT.beta2());
    private static final float EPS = (float) Adam.Options.DEFAULT.eps();

    private final SharedFloats parameters;
    private final SharedFloats m;
    private final SharedFloats v;
    private final AtomicLong steps = new AtomicLong();

    /// With the paper's constants.
    public SharedAdam(SharedFloats parameters) {
        this.parameters = parameters;
        m = new SharedFloats(parameters.size());
        v = new SharedFloats(parameters.size());
    }

    @Override
    public long begin() {
        return steps.incrementAndGet();
    }

    @Override
    public void update(long t, float[] gradient, int from, int to, double learningRate) {
        float stepSize = (float) (learningRate / (1 - Math.pow(Adam.Options.DEFAULT.beta1(), t)));
        float root2 = (float) Math.sqrt(1 - Math.pow(Adam.Options.DEFAULT.beta2(), t));
        for (int i = from; i < to; i++) {
            float g = gradient[i];
            float first = m.get(i) * BETA1 + REST1 * g;
            float second = v.get(i) * BETA2 + REST2 * g * g;
            m.set(i, first);
            v.set(i, second);
            parameters.set(i, parameters.get(i) - stepSize * (first / ((float) Math.sqrt(second) / root2 + EPS)));
        }
    }

    @Override
    public void save(StateDict state, String prefix) {
        float[] copy = new float[m.size()];
        m.copyTo(copy);
        state.put(prefix + "exp_avg", copy, copy.length);
        copy = new float[v.size()];
        v.copyTo(copy);
        state.put(prefix + "exp_avg_sq", copy, copy.length);
        state.putLongs(prefix + "steps", steps.get());
    }

    @Override
    public void load(StateDict state, String prefix) {
        m.copyFrom(state.get(prefix + "exp_avg", List.of(m.size())));
        v.copyFrom(state.get(prefix + "exp_avg_sq", List.of(v.size())));
        steps.set(state.getLongs(prefix + "steps", 1)[0]);
    }
}
