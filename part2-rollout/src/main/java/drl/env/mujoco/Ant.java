package drl.env.mujoco;

import drl.random.NumpyRandom;

/// **Ant-v4**: run to the right on four legs.
///
/// | action | torque, −1 … 1, times 150 N·m |
/// |---|---|
/// | 0, 1 | hip and ankle of the right back leg |
/// | 2, 3 | of the left front leg |
/// | 4, 5 | of the right front leg |
/// | 6, 7 | of the left back leg |
///
/// | observation | |
/// |---|---|
/// | 0 | height of the torso (m) |
/// | 1–4 | its orientation, a quaternion |
/// | 5–12 | angles of hip and ankle: left front, right front, left back, right back (rad) |
/// | 13–18 | velocity of the torso along and about x, y, z (m/s, rad/s) |
/// | 19–26 | angular velocities of the joints (rad/s) |
///
/// **Reward** speed along x, plus 1 for being healthy, minus 0.5 × the sum of the squared actions. As Gymnasium's
/// version 4 does by default, contact forces are neither seen nor punished.
///
/// **Start** positions ±0.1 uniform, velocities normal with deviation 0.1, around standing still. **End** terminated when
/// the torso is not between 0.2 and 1 m high, or the state is not finite; the registered time limit truncates after 1000
/// steps.
///
/// **Dynamics** five of the engine's steps of 0.01 s. The model is from J. Schulman et al., "High-dimensional continuous
/// control using generalized advantage estimation" (2016), as Gymnasium has it.
public final class Ant extends MujocoEnv {
    private static final double CONTROL_COST = 0.5;
    private static final double ALIVE = 1;
    private static final double MIN_HEIGHT = 0.2;
    private static final double MAX_HEIGHT = 1;
    private static final double NOISE = 0.1;

    private final Doubles xpos;
    private final int torso;

    /// The robot of Gymnasium.
    public Ant() {
        super("ant.xml", 5, 27);
        xpos = data.doubles("xpos");
        torso = model().body("torso");
    }

    @Override
    protected void start(NumpyRandom random) {
        jitterPositions(random, NOISE);
        shakeVelocities(random, NOISE);
    }

    @Override
    protected void observe(float[] obs) {
        int next = data.qpos().copyTo(obs, 2, 0);
        data.qvel().copyTo(obs, 0, next);
    }

    /// Where the engine last computed the torso to be, which is a fraction of a step ago; so does Gymnasium.
    @Override
    protected double before() {
        return xpos.get(3 * torso);
    }

    @Override
    protected double reward(double before, float[] action) {
        double speed = (xpos.get(3 * torso) - before) / dt();
        return speed + ALIVE - CONTROL_COST * effort(action);
    }

    @Override
    protected boolean healthy() {
        double height = data.qpos().get(2);
        return height >= MIN_HEIGHT && height <= MAX_HEIGHT && finite(data.qpos()) && finite(data.qvel());
    }

    private static boolean finite(Doubles values) {
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    protected View view() {
        return new View(1, 0, 0, 0.35, 65, -22, 4.2, 1);
    }
}
