package drl.env;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// An environment: the world an agent acts in.
///
/// ```java
/// try (Env env = Envs.make("Pendulum-v1")) {
///     float[] obs = env.reset(seed);
///     for (Step step = env.step(policy(obs)); !step.done(); step = env.step(policy(step.obs()))) { … }
/// }
/// ```
///
/// The contract is Gymnasium's, in Java's terms:
/// - Observations and actions are flat `float[]`; a discrete action is one element that holds the index.
/// - The array that `reset` and `step` return is the environment's own buffer, overwritten by the next of these calls.
///   Copy it to keep it. An environment may return a fresh array instead; callers rely on neither.
/// - An environment reads the action array during `step` only: it neither changes nor keeps it.
/// - `step` belongs between a `reset` and the end of the episode. The environments of this library refuse it elsewhere
///   with an [IllegalStateException].
/// - Two environments of one class, reset with one seed and given the same actions, agree bit for bit.
/// - There is no static state: any number of environments live side by side, each used by one thread at a time.
///
/// [EnvChecker] tests a class against all of this.
public interface Env extends AutoCloseable {

    /// The set that every observation lies in.
    Space observationSpace();

    /// The set of actions that `step` understands.
    Space actionSpace();

    /// Starts a new episode; the environment's random stream goes on where it stood. A first reset without a seed
    /// draws one from the operating system, so that its episodes cannot be repeated.
    ///
    /// @return the first observation, in the environment's own buffer
    float[] reset();

    /// Starts a new episode with a fresh random stream. Later calls of [#reset()] continue this stream, so one seed
    /// fixes the whole sequence of episodes.
    ///
    /// @param seed all 64 bits count, read as an unsigned number
    /// @return the first observation, in the environment's own buffer
    float[] reset(long seed);

    /// Lets one time step pass under `action`.
    ///
    /// @param action [Space#size()] numbers of the action space; read only during the call
    /// @throws IllegalArgumentException if the action has the wrong length or is not one the environment understands
    /// @throws IllegalStateException if no episode is running
    Step step(float[] action);

    /// The environment under all wrappers.
    default Env unwrapped() {
        return this;
    }

    /// How many time steps pass in a second of the environment's own time, as far as watching it is concerned.
    default int framesPerSecond() {
        return 30;
    }

    /// Draws the present state into the rectangle `(0, 0, width, height)`. Drawing never changes the state.
    ///
    /// This default, for environments without a picture, writes the class name.
    ///
    /// @param g where to draw; its settings are left as they were found
    /// @param width of the picture in pixels
    /// @param height of the picture in pixels
    default void render(Graphics2D g, int width, int height) {
        Graphics2D page = (Graphics2D) g.create();
        page.setColor(Color.WHITE);
        page.fillRect(0, 0, width, height);
        page.setColor(Color.DARK_GRAY);
        page.drawString(getClass().getSimpleName() + " has no picture", 8, height / 2);
        page.dispose();
    }

    /// Writes everything that the rest of the run depends on: the state, the random stream, a wrapper's counters and
    /// statistics. After [#load] of these bytes another environment of the same kind goes on bit for bit.
    ///
    /// @throws UnsupportedOperationException if the environment cannot do this; its runs then have no checkpoints
    default void save(DataOutput out) throws IOException {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " cannot be checkpointed: it does not override save and load");
    }

    /// Takes over what [#save] wrote. The next call may be `step` if an episode was running then.
    ///
    /// @throws UnsupportedOperationException if the environment cannot do this
    /// @throws IOException if the data are not what an environment of this kind wrote
    default void load(DataInput in) throws IOException {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " cannot be checkpointed: it does not override save and load");
    }

    /// Frees what the environment holds outside the heap. Closing twice does no harm.
    @Override
    default void close() {
    }
}
