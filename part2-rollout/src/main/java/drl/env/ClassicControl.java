package drl.env;

import drl.random.NumpyRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What the textbook environments share: a small state in double precision, observations in single precision, one
/// random stream, and the rules of [Env] about episodes and checkpoints.
///
/// A subclass says where an episode starts ([#start]), what the agent sees ([#observe]) and, in `step`, how the world
/// moves; `step` begins with [#choice] or [#control], which check the action, and ends with [#next].
public abstract class ClassicControl implements Env {
    private final Space observationSpace;
    private final Space actionSpace;
    private final float[] obs;
    private NumpyRandom random;
    private boolean running;

    /// The state, as many numbers as the constructor was told; `step` works on it in place.
    protected final double[] state;

    /// @param observationSpace where the observations lie
    /// @param actionSpace which actions there are
    /// @param stateSize how many numbers the state has
    protected ClassicControl(Box observationSpace, Space actionSpace, int stateSize) {
        this.observationSpace = observationSpace;
        this.actionSpace = actionSpace;
        this.obs = new float[observationSpace.size()];
        this.state = new double[stateSize];
    }

    /// Draws the first state of an episode.
    ///
    /// @param random the environment's stream
    /// @param state where to write it
    protected abstract void start(NumpyRandom random, double[] state);

    /// Writes what the agent sees of `state` into `obs`.
    protected abstract void observe(double[] state, float[] obs);

    @Override
    public final Space observationSpace() {
        return observationSpace;
    }

    @Override
    public final Space actionSpace() {
        return actionSpace;
    }

    @Override
    public final float[] reset() {
        if (random == null) {
            return reset(RandomGenerator.getDefault().nextLong());
        }
        start(random, state);
        return begin();
    }

    @Override
    public final float[] reset(long seed) {
        random = new NumpyRandom(seed);
        return reset();
    }

    /// A copy of the state; the class comment of each environment says what the numbers are.
    public final double[] state() {
        return state.clone();
    }

    /// Puts the environment into a state of the caller's choice, in the middle of an episode. The random stream stays
    /// as it is.
    ///
    /// @return the observation of that state, in the environment's own buffer
    /// @throws IllegalArgumentException if the number of values is not that of the state, or one is not finite
    public final float[] setState(double... values) {
        if (values.length != state.length || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(name() + ": a state has " + state.length + " finite numbers, not "
                    + Arrays.toString(values));
        }
        System.arraycopy(values, 0, state, 0, state.length);
        return begin();
    }

    /// The index in `action`, once it is sure that an episode is running and that there is such an action.
    protected final int choice(float[] action) {
        requireEpisode();
        if (!actionSpace.contains(action)) {
            throw refused(action);
        }
        return (int) action[0];
    }

    /// The only number in `action`, once it is sure that an episode is running. Values outside the action space
    /// pass, because the environments clip them as Gymnasium's do; a value that is not finite does not.
    protected final double control(float[] action) {
        requireEpisode();
        if (action.length != 1 || !Float.isFinite(action[0])) {
            throw refused(action);
        }
        return action[0];
    }

    /// Refuses to go on before the first reset and after the end of an episode.
    protected final void requireEpisode() {
        if (!running) {
            throw new IllegalStateException(name() + ": step outside an episode; call reset first");
        }
    }

    /// Closes a step whose new state is in place.
    protected final Step next(double reward, boolean terminated) {
        running = !terminated;
        observe(state, obs);
        return new Step(obs, reward, terminated, false);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeBoolean(running);
        for (double value : state) {
            out.writeDouble(value);
        }
        RandomState.write(random, out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        running = in.readBoolean();
        for (int i = 0; i < state.length; i++) {
            state[i] = in.readDouble();
        }
        observe(state, obs);
        random = RandomState.read(in, name());
    }

    private float[] begin() {
        running = true;
        observe(state, obs);
        return obs;
    }

    private IllegalArgumentException refused(float[] action) {
        return new IllegalArgumentException(
                name() + ": action " + Arrays.toString(action) + " is not in " + actionSpace);
    }

    private String name() {
        return getClass().getSimpleName();
    }
}
