package drl.ppo;

import drl.env.Box;
import drl.env.Env;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.ClipObservation;
import drl.env.wrapper.ClipReward;
import drl.env.wrapper.NormalizeObservation;
import drl.env.wrapper.NormalizeReward;
import drl.env.wrapper.NormalizeReward.ReturnConvention;
import drl.env.wrapper.RunningMeanStd;
import drl.env.wrapper.RunningMeanStd.Precision;

/// What CleanRL puts around each environment: the literal behaviour of `--faithful`, a part to be chosen when a program
/// is put together. The default shares its statistics, see [drl.env.vector.NormalizeVectorEnv].
public final class CleanRlEnvs {

    private static final float LIMIT = 10;

    private CleanRlEnvs() {
    }

    /// Clipped actions; normalised and clipped observations and rewards, with statistics of this environment alone,
    /// kept as Gymnasium 1.x keeps them: in float32 for observations, and a running return that goes on over a time
    /// limit.
    public static Env forTraining(Env env, VectorPpoHyperparameters hp) {
        Env stack = forPlaying(env, hp);
        if (!hp.normReward()) {
            return stack;
        }
        stack = new NormalizeReward(stack, hp.gamma(), ReturnConvention.GYMNASIUM, new RunningMeanStd(1));
        return new ClipReward(stack, -LIMIT, LIMIT);
    }

    /// The same with the environment's own rewards. CleanRL evaluates with statistics that start from nothing and go on
    /// changing, which the policy was not trained with.
    public static Env forPlaying(Env env, VectorPpoHyperparameters hp) {
        Env stack = env.actionSpace() instanceof Box ? new ClipAction(env) : env;
        if (!hp.normObs()) {
            return stack;
        }
        stack = new NormalizeObservation(stack, new RunningMeanStd(env.observationSpace().size(), Precision.SINGLE));
        return new ClipObservation(stack, -LIMIT, LIMIT);
    }
}
