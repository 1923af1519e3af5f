package drl.ddpg;

import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;

/// Noise without memory: a normal for each number of an action, drawn anew at each step. Simpler than an
/// Ornstein–Uhlenbeck process and, as later work found, usually no worse (Fujimoto et al. 2018).
public final class GaussianNoise implements Noise {

    private final double sigma;
    private final NumpyLegacyRandom random;

    /// @param sigma standard deviation, in units of half the range of an action
    public GaussianNoise(double sigma, NumpyLegacyRandom random) {
        this.sigma = sigma;
        this.random = random;
    }

    @Override
    public void sample(double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = random.normal(0, sigma);
        }
    }

    @Override
    public void reset() {
        // nothing is remembered
    }

    @Override
    public void save(StateDict state, String prefix) {
        // nothing is remembered
    }

    @Override
    public void load(StateDict state, String prefix) {
        // nothing is remembered
    }
}
