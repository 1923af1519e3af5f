package drl.env.mujoco;

import drl.env.Box;
import drl.env.Env;
import drl.env.RandomState;
import drl.env.Space;
import drl.env.Step;
import drl.random.NumpyRandom;
import java.awt.Graphics2D;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// What Gymnasium's robots share: a model, some time steps of the engine for each of the agent's, an action for each
/// motor, and the rules of [Env] about episodes and checkpoints. The counterpart of Gymnasium's `MujocoEnv`, version 4
/// of its environments; they compute in double precision, and the observation is rounded to single in the end.
///
/// A subclass says where an episode starts ([#start]), what the agent sees ([#observe]), what it earns ([#reward]) and
/// what ends an episode ([#healthy]).
///
/// Unlike Gymnasium, which prints the engine's warnings and goes on with a simulation that has silently been put back
/// to its beginning, a step whose simulation becomes unstable throws a [MujocoException].
public abstract class MujocoEnv implements Env {

    private final MjModel model;
    private final int frameSkip;
    private final Box observationSpace;
    private final Box actionSpace;
    private final float[] obs;
    private final double dt;
    private NumpyRandom random;
    private boolean running;
    private RobotPicture picture; // once somebody looks

    /// The simulation.
    protected final MjData data;

    /// A robot of this library; all environments of one kind share its model.
    ///
    /// @param resource the model, a file beside this class
    MujocoEnv(String resource, int frameSkip, int obsDim) {
        this(MjModel.shared(resource), frameSkip, obsDim);
    }

    /// A robot of one's own.
    ///
    /// @param model     from [MjModel#load]; the environment takes this reference over
    /// @param frameSkip time steps of the engine in one of the agent's
    /// @param obsDim    numbers in an observation
    protected MujocoEnv(MjModel model, int frameSkip, int obsDim) {
        this.model = model;
        this.frameSkip = frameSkip;
        try (model) { // the data keep a reference of their own
            data = new MjData(model);
        }
        observationSpace = Box.unbounded(obsDim);
        actionSpace = controls(model);
        obs = new float[obsDim];
        dt = frameSkip * model.array("opt.timestep")[0];
    }

    private static Box controls(MjModel model) {
        double[] range = model.array("actuator_ctrlrange");
        float[] low = new float[range.length / 2];
        float[] high = new float[low.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = (float) range[2 * i];
            high[i] = (float) range[2 * i + 1];
        }
        return new Box(low, high);
    }

    /// Draws the state an episode starts from. Positions and velocities are the model's initial ones, at first.
    ///
    /// @param random the environment's stream
    protected abstract void start(NumpyRandom random);

    /// Writes what the agent sees into `obs`.
    protected abstract void observe(float[] obs);

    /// What a step has earned. The simulation stands after the step.
    ///
    /// @param before what [#before] returned before it
    /// @param action as the agent gave it
    protected abstract double reward(double before, float[] action);

    /// What the reward has to know of the state before a step, such as where the robot was.
    protected double before() {
        return 0;
    }

    /// Whether the episode goes on.
    protected boolean healthy() {
        return true;
    }

    /// Lets the simulation run for one step of the agent's.
    protected void advance() {
        data.step(frameSkip);
    }

    /// From where a picture shows the robot: by default, following the model's first body.
    protected View view() {
        return new View(1, 0, 0, 0.5, 75, -12, 4, 1);
    }

    /// The time that passes in a step (s).
    protected final double dt() {
        return dt;
    }

    /// The simulation's model.
    public final MjModel model() {
        return model;
    }

    @Override
    public final Space observationSpace() {
        return observationSpace;
    }

    @Override
    public final Space actionSpace() {
        return actionSpace;
    }

    @Override
    public final int framesPerSecond() {
        return (int) Math.round(1 / dt);
    }

    @Override
    public final float[] reset() {
        if (random == null) {
            return reset(RandomGenerator.getDefault().nextLong());
        }
        running = false;
        data.reset();
        start(random);
        data.forward();
        running = true;
        observe(obs);
        return obs;
    }

    @Override
    public final float[] reset(long seed) {
        random = new NumpyRandom(seed);
        return reset();
    }

    @Override
    public final Step step(float[] action) {
        requireEpisode();
        requireAction(action);
        double before = before();
        for (int i = 0; i < action.length; i++) {
            data.ctrl().set(i, action[i]);
        }
        running = false; // should the simulation become unstable
        advance();
        boolean terminated = !healthy();
        running = !terminated;
        observe(obs);
        return new Step(obs, reward(before, action), terminated, false);
    }

    private void requireEpisode() {
        if (!running) {
            throw new IllegalStateException(name() + ": step outside an episode; call reset first");
        }
    }

    /// Values outside the range pass, because the engine clips them; a value that is not finite does not.
    private void requireAction(float[] action) {
        boolean fits = action.length == actionSpace.size();
        for (int i = 0; fits && i < action.length; i++) {
            fits = Float.isFinite(action[i]);
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    name() + ": action " + Arrays.toString(action) + " is not in " + actionSpace);
        }
    }

    /// Adds noise to a joint's initial position, uniform in ±`scale`; all joints in turn, as Gymnasium draws them.
    protected final void jitterPositions(NumpyRandom random, double scale) {
        for (int i = 0; i < data.qpos().size(); i++) {
            data.qpos().set(i, data.qpos().get(i) + random.uniform(-scale, scale));
        }
    }

    /// The same for velocities.
    protected final void jitterVelocities(NumpyRandom random, double scale) {
        for (int i = 0; i < data.qvel().size(); i++) {
            data.qvel().set(i, data.qvel().get(i) + random.uniform(-scale, scale));
        }
    }

    /// Adds normal noise of standard deviation `scale` to the velocities.
    protected final void shakeVelocities(NumpyRandom random, double scale) {
        for (int i = 0; i < data.qvel().size(); i++) {
            data.qvel().set(i, data.qvel().get(i) + scale * random.standardNormal());
        }
    }

    /// The sum of the squares of an action, what the motors' effort is measured by.
    protected static double effort(float[] action) {
        double sum = 0;
        for (float torque : action) {
            sum += (double) torque * torque;
        }
        return sum;
    }

    /// Positions, then velocities of all joints.
    public final double[] state() {
        int nq = data.qpos().size();
        double[] state = new double[nq + data.qvel().size()];
        for (int i = 0; i < state.length; i++) {
            state[i] = i < nq ? data.qpos().get(i) : data.qvel().get(i - nq);
        }
        return state;
    }

    /// Puts the robot into a state of the caller's choice, in the middle of an episode. The random stream stays as it
    /// is, and so does the solver's starting point, which the engine keeps from step to step.
    ///
    /// @param state as [#state] returns it
    /// @return the observation of that state, in the environment's own buffer
    /// @throws IllegalArgumentException if the number of values is not that of the state, or one is not finite
    public final float[] setState(double... state) {
        int nq = data.qpos().size();
        if (state.length != nq + data.qvel().size() || !Arrays.stream(state).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(name() + ": a state has " + (nq + data.qvel().size())
                    + " finite numbers, not " + Arrays.toString(state));
        }
        for (int i = 0; i < state.length; i++) {
            if (i < nq) {
                data.qpos().set(i, state[i]);
            } else {
                data.qvel().set(i - nq, state[i]);
            }
        }
        data.forward();
        running = true;
        observe(obs);
        return obs;
    }

    @Override
    public final void render(Graphics2D g, int width, int height) {
        if (picture == null) {
            picture = new RobotPicture(data, view());
        }
        picture.draw(g, width, height);
    }

    @Override
    public final void save(DataOutput out) throws IOException {
        out.writeBoolean(running);
        RandomState.write(random, out);
        data.save(out);
    }

    @Override
    public final void load(DataInput in) throws IOException {
        running = in.readBoolean();
        random = RandomState.read(in, name());
        data.load(in);
        observe(obs);
    }

    private String name() {
        return getClass().getSimpleName();
    }

    @Override
    public final void close() {
        data.close();
    }
}
