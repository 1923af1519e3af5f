package drl.env.vector;

import drl.env.Box;
import drl.env.Space;
import drl.env.wrapper.RunningMeanStd;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// Brings observations and rewards of all environments to one size, with one set of statistics for all of them:
/// observations to mean 0 and standard deviation 1, rewards to a discounted return of standard deviation 1; both are
/// clipped to ±10 then, so that a rare outlier does not swamp a network.
///
/// CleanRL gives every environment statistics of its own, so that the network sees one state in as many ways as there
/// are environments, and loses them when training ends. Shared ones learn N times as fast, can be saved with the model,
/// and used, frozen, where it is evaluated.
///
/// As in OpenAI's baselines, the running return of an environment ends with its episode, however that ended, and its
/// last reward counts; see [drl.env.wrapper.NormalizeReward] for the other convention. The final observation of an
/// episode is normalised, but adds nothing to the statistics.
public final class NormalizeVectorEnv implements VectorEnv {

    /// What normalised observations and rewards are clipped to, from −10 to 10.
    public static final float LIMIT = 10;

    /// Added to variances, against dividing by zero.
    public static final double EPSILON = 1e-8;

    private final VectorEnv env;
    private final RunningMeanStd obsStatistics;
    private final RunningMeanStd returnStatistics;
    private final boolean normObs;
    private final boolean normReward;
    private final double gamma;
    private final double[] discountedReturns; // (N)
    private final float[] obs;                // (N, O)
    private final float[] finalObs;           // (N, O)
    private final double[] rewards;           // (N)
    private VectorStep normalised;

    /// @param env        the environments inside; their observations are numbers in a [Box]
    /// @param normObs    whether observations are normalised
    /// @param normReward whether rewards are
    /// @param gamma      the learner's discount factor
    /// @throws IllegalArgumentException if the observations are not a [Box] or `gamma` is not in 0 … 1
    public NormalizeVectorEnv(VectorEnv env, boolean normObs, boolean normReward, double gamma) {
        if (!(env.observationSpace() instanceof Box)) {
            throw new IllegalArgumentException("NormalizeVectorEnv needs observations from a Box, not from "
                    + env.observationSpace());
        }
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("NormalizeVectorEnv: gamma has to be in 0 … 1, not " + gamma);
        }
        this.env = env;
        this.normObs = normObs;
        this.normReward = normReward;
        this.gamma = gamma;
        int obsDim = env.observationSpace().size();
        obsStatistics = new RunningMeanStd(obsDim);
        returnStatistics = new RunningMeanStd(1);
        discountedReturns = new double[env.numEnvs()];
        obs = new float[env.numEnvs() * obsDim];
        finalObs = new float[env.numEnvs() * obsDim];
        rewards = new double[env.numEnvs()];
    }

    /// Mean and variance of the observations, which belong to the model.
    public RunningMeanStd obsStatistics() {
        return obsStatistics;
    }

    /// Mean and variance of the discounted returns.
    public RunningMeanStd returnStatistics() {
        return returnStatistics;
    }

    /// Normalises and clips one observation.
    ///
    /// @param statistics of as many numbers as an observation has
    /// @param source     holds the observation from `from` on; not changed
    /// @param target     receives it at the same place
    public static void normalize(RunningMeanStd statistics, float[] source, int from, float[] target) {
        for (int i = 0; i < statistics.size(); i++) {
            float x = (float) statistics.normalize(i, source[from + i], EPSILON);
            target[from + i] = Math.clamp(x, -LIMIT, LIMIT);
        }
    }

    @Override
    public VectorStep reset(long seed) {
        Arrays.fill(discountedReturns, 0);
        VectorStep raw = env.reset(seed);
        if (!finite(raw)) {
            return raw;
        }
        observe(raw);
        return over(raw);
    }

    @Override
    public VectorStep step(float[] actions) {
        VectorStep raw = env.step(actions);
        if (!finite(raw)) {
            return raw;
        }
        observe(raw);
        if (normReward) {
            reward(raw);
        }
        return over(raw);
    }

    /// Whether a step can be normalised. One that cannot passes by as it is: taken into the statistics, a number that is not
    /// finite would spoil those that are saved with the model, and come out of every environment. Whoever watches the run
    /// could not tell from which it came.
    private static boolean finite(VectorStep raw) {
        for (float x : raw.obs()) {
            if (!Float.isFinite(x)) {
                return false;
            }
        }
        for (double reward : raw.rewards()) {
            if (!Double.isFinite(reward)) {
                return false;
            }
        }
        return true;
    }

    private void observe(VectorStep raw) {
        if (normObs) {
            obsStatistics.update(raw.obs(), env.numEnvs());
            for (int i = 0; i < env.numEnvs(); i++) {
                normalize(obsStatistics, raw.obs(), i * obsStatistics.size(), obs);
                if (raw.done(i)) {
                    normalize(obsStatistics, raw.finalObs(), i * obsStatistics.size(), finalObs);
                }
            }
        }
    }

    private void reward(VectorStep raw) {
        for (int i = 0; i < rewards.length; i++) {
            discountedReturns[i] = discountedReturns[i] * gamma + raw.rewards()[i];
            returnStatistics.update(discountedReturns[i]);
            if (raw.done(i)) {
                discountedReturns[i] = 0;
            }
        }
        double deviation = returnStatistics.standardDeviation(0, EPSILON);
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = Math.clamp(raw.rewards()[i] / deviation, -LIMIT, LIMIT);
        }
    }

    /// The arrays inside, with this one's own where they were changed.
    private VectorStep over(VectorStep raw) {
        if (normalised == null) {
            normalised = new VectorStep(normObs ? obs : raw.obs(), normReward ? rewards : raw.rewards(),
                    raw.terminated(), raw.truncated(), normObs ? finalObs : raw.finalObs(), raw.episodicReturns(),
                    raw.episodicLengths());
        }
        return normalised;
    }

    @Override
    public int numEnvs() {
        return env.numEnvs();
    }

    @Override
    public Space observationSpace() {
        return normObs ? Box.of(-LIMIT, LIMIT, obsStatistics.size()) : env.observationSpace();
    }

    @Override
    public Space actionSpace() {
        return env.actionSpace();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        obsStatistics.save(out);
        returnStatistics.save(out);
        for (double discountedReturn : discountedReturns) {
            out.writeDouble(discountedReturn);
        }
        env.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        obsStatistics.load(in);
        returnStatistics.load(in);
        for (int i = 0; i < discountedReturns.length; i++) {
            discountedReturns[i] = in.readDouble();
        }
        env.load(in);
    }

    @Override
    public void close() {
        env.close();
    }
}
