package drl.ddpg;

import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import java.util.Arrays;
import java.util.OptionalDouble;

/// Noise with memory (Uhlenbeck and Ornstein 1930): a particle that normal pushes drive about and a spring pulls back to
/// μ, so that one step's noise is much like the last one's. A torque that keeps its sign for a while gets a pendulum
/// moving; one that alternates shakes it on the spot.
///
/// x ← x + θ·(μ − x)·dt + σ·√dt·N(0, 1)
public final class OrnsteinUhlenbeckProcess implements Noise {

    /// The constants.
    ///
    /// @param theta           θ, how strongly x is pulled back, in a unit of time
    /// @param mu              μ, where it is pulled to
    /// @param sigma           σ, how strongly it is pushed
    /// @param dt              units of time in a step: the paper's recursion has no dt, which is 1
    /// @param x0              where it starts
    /// @param sigmaMin        what σ falls to; empty keeps it as it is
    /// @param nStepsAnnealing over how many steps of the run it falls there, in a straight line
    public record Settings(double theta, double mu, double sigma, double dt, double x0, OptionalDouble sigmaMin,
            long nStepsAnnealing) {
    }

    private final Settings settings;
    private final NumpyLegacyRandom random;
    private final double[] x; // (A)
    private final double slope;
    private long numSteps;

    /// @param size   numbers in an action (A), each with a process of its own
    /// @param random where the pushes come from
    public OrnsteinUhlenbeckProcess(int size, Settings settings, NumpyLegacyRandom random) {
        this.settings = settings;
        this.random = random;
        x = new double[size];
        Arrays.fill(x, settings.x0);
        slope = settings.sigmaMin.isPresent()
                ? -(settings.sigma - settings.sigmaMin.getAsDouble()) / settings.nStepsAnnealing
                : 0;
    }

    /// σ as it is now.
    public double currentSigma() {
        return Math.max(settings.sigmaMin.orElse(settings.sigma), slope * numSteps + settings.sigma);
    }

    // exercise: ALG STEP 4, noise with memory: x ← x + θ·(μ − x)·dt + σ·√dt·N(0, 1)
    @Override
    public void sample(double[] out) {
        double push = currentSigma() * Math.sqrt(settings.dt);
        for (int i = 0; i < x.length; i++) {
            x[i] = x[i] + settings.theta * (settings.mu - x[i]) * settings.dt + push * random.standardNormal();
            out[i] = x[i];
        }
        numSteps++;
    }

    /// Back to the start: each episode has a process of its own (Algorithm 1 of the paper). σ goes on falling over the whole run.
    @Override
    public void reset() {
        Arrays.fill(x, settings.x0);
    }

    @Override
    public void save(StateDict state, String prefix) {
        state.putDoubles(prefix + "x", x.clone());
        state.putLongs(prefix + "num_steps", numSteps);
    }

    @Override
    public void load(StateDict state, String prefix) {
        System.arraycopy(state.getDoubles(prefix + "x", x.length), 0, x, 0, x.length);
        numSteps = state.getLongs(prefix + "num_steps", 1)[0];
    }
}
