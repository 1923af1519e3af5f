package drl.env.wrapper;

import drl.env.Env;
import drl.env.Step;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Divides the reward by the running standard deviation of the discounted return, so that values are of one size
/// whatever the environment's unit: reward / √(variance + 1e-8).
///
/// The mean is left alone: subtracting it would change which policy is best. The "return" is a running sum over the
/// *past*, R ← γ·R + reward, which is cheap and about as spread as the return that a critic predicts. What becomes of R
/// at the end of an episode is a [ReturnConvention].
public final class NormalizeReward extends Wrapper {
    private static final double EPSILON = 1e-8;

    private final double gamma;
    private final ReturnConvention convention;
    private final RunningMeanStd statistics;
    private double discountedReturn;

    /// What becomes of the running sum R where an episode ends.
    public enum ReturnConvention {
        /// The last reward counts like any other, and the next episode starts from 0 however this one ended: OpenAI
        /// baselines, Stable-Baselines3. The default.
        BASELINES {
            @Override
            double updated(double sum, double gamma, Step step) {
                return sum * gamma + step.reward();
            }

            @Override
            double atReset(double sum) {
                return 0;
            }
        },
        /// A terminal step forgets the past, so that its sum is the last reward alone; a truncated episode runs on into
        /// the next one: Gymnasium, and so CleanRL.
        GYMNASIUM {
            @Override
            double updated(double sum, double gamma, Step step) {
                return sum * gamma * (step.terminated() ? 0 : 1) + step.reward();
            }

            @Override
            double atReset(double sum) {
                return sum;
            }
        };

        abstract double updated(double sum, double gamma, Step step);

        abstract double atReset(double sum);
    }

    /// With statistics of its own and [ReturnConvention#BASELINES].
    ///
    /// @param env the environment inside
    /// @param gamma the learner's discount factor
    /// @throws IllegalArgumentException if `gamma` is not in 0 … 1
    public NormalizeReward(Env env, double gamma) {
        this(env, gamma, ReturnConvention.BASELINES, new RunningMeanStd(1));
    }

    /// With statistics that others may share.
    ///
    /// @param env the environment inside
    /// @param gamma the learner's discount factor
    /// @param convention what happens where an episode ends
    /// @param statistics of one number
    /// @throws IllegalArgumentException if `gamma` is not in 0 … 1, or the statistics are of more numbers
    public NormalizeReward(Env env, double gamma, ReturnConvention convention, RunningMeanStd statistics) {
        super(env);
        if (!(gamma >= 0 && gamma <= 1)) {
            throw new IllegalArgumentException("NormalizeReward: gamma has to be in 0 … 1, not " + gamma);
        }
        if (statistics.size() != 1) {
            throw new IllegalArgumentException("NormalizeReward: a reward is 1 number, the statistics are of "
                    + statistics.size());
        }
        this.gamma = gamma;
        this.convention = convention;
        this.statistics = statistics;
    }

    /// The statistics in use.
    public RunningMeanStd statistics() {
        return statistics;
    }

    @Override
    public float[] reset() {
        discountedReturn = convention.atReset(discountedReturn);
        return env.reset();
    }

    @Override
    public float[] reset(long seed) {
        discountedReturn = convention.atReset(discountedReturn);
        return env.reset(seed);
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        discountedReturn = convention.updated(discountedReturn, gamma, step);
        statistics.update(discountedReturn);
        double reward = step.reward() / statistics.standardDeviation(0, EPSILON);
        return new Step(step.obs(), reward, step.terminated(), step.truncated());
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(discountedReturn);
        statistics.save(out);
        super.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        discountedReturn = in.readDouble();
        statistics.load(in);
        super.load(in);
    }
}
