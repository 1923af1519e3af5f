package drl.env.vector;

import drl.env.Space;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// N environments of one kind that step side by side, with *same-step autoreset*: in the step in which an episode ends,
/// the next one begins. [VectorStep#obs] then holds the first observation of the new episode and [VectorStep#finalObs]
/// the last one of the old, which a learner needs where a time limit cut the episode short.
///
/// (Gymnasium 1.x resets one step later unless told otherwise; a learner that does not know trains on a step that never
/// happened. Here there is this one mode only.)
public interface VectorEnv extends AutoCloseable {

    /// N, the number of environments.
    int numEnvs();

    /// The set that every single environment's observations lie in.
    Space observationSpace();

    /// The set of actions that every single environment understands.
    Space actionSpace();

    /// Starts all environments over: environment i with the seed `seed + i`.
    ///
    /// @return the first observations; nothing else in it has a meaning yet
    /// @throws EnvironmentFailure if an environment throws
    VectorStep reset(long seed);

    /// Lets one time step pass everywhere.
    ///
    /// @param actions one row of [Space#size()] numbers an environment (N, A); read only during the call
    /// @throws IllegalArgumentException if there are more or fewer
    /// @throws EnvironmentFailure if an environment throws; names the one with the lowest index
    VectorStep step(float[] actions);

    /// Writes everything that the rest of the run depends on, as [drl.env.Env#save] does.
    ///
    /// @throws UnsupportedOperationException if an environment cannot do this
    void save(DataOutput out) throws IOException;

    /// Takes over what [#save] wrote for as many environments of the same kind. The observations on which [#save] was
    /// called are not part of it: the learner has them.
    void load(DataInput in) throws IOException;

    /// Closes all environments.
    @Override
    void close();
}
