package drl.env.mujoco;

import drl.random.NumpyRandom;

/// **HalfCheetah-v4**: run to the right, as fast as possible.
///
/// A cheetah cut in half, in two dimensions: a torso with a head, a leg at each end, six motors. It cannot fall over to
/// the side, and may tumble as it likes.
///
/// | action | torque, −1 … 1 | times (N·m) |
/// |---|---|---|
/// | 0, 1, 2 | back thigh, shin, foot | 120, 90, 60 |
/// | 3, 4, 5 | front thigh, shin, foot | 120, 60, 30 |
///
/// | observation | |
/// |---|---|
/// | 0 | height of the torso above its initial one (m) |
/// | 1 | its angle (rad) |
/// | 2–7 | angles of the joints, in the order of the actions (rad) |
/// | 8, 9 | velocity of the torso, forward and up (m/s) |
/// | 10 | its angular velocity (rad/s) |
/// | 11–16 | angular velocities of the joints (rad/s) |
///
/// **Reward** forward speed, the distance of the step over its time, minus 0.1 × the sum of the squared actions.
///
/// **Start** positions ±0.1 uniform, velocities normal with deviation 0.1, around standing still. **End** never by
/// itself; the registered time limit truncates after 1000 steps.
///
/// **Dynamics** five of the engine's steps of 0.01 s. The model is from P. Wawrzyński, "A cat-like robot real-time
/// learning to run" (2009), as Gymnasium has it.
public final class HalfCheetah extends MujocoEnv {
    private static final double CONTROL_COST = 0.1;
    private static final double NOISE = 0.1;

    /// The robot of Gymnasium.
    public HalfCheetah() {
        super("half_cheetah.xml", 5, 17);
    }

    @Override
    protected void start(NumpyRandom random) {
        jitterPositions(random, NOISE);
        shakeVelocities(random, NOISE);
    }

    @Override
    protected void observe(float[] obs) {
        int next = data.qpos().copyTo(obs, 1, 0);
        data.qvel().copyTo(obs, 0, next);
    }

    @Override
    protected double before() {
        return data.qpos().get(0);
    }

    @Override
    protected double reward(double before, float[] action) {
        double speed = (data.qpos().get(0) - before) / dt();
        return speed - CONTROL_COST * effort(action);
    }

    @Override
    protected View view() {
        return new View(1, 0, 0, 0.5, 78, -12, 2.9, 1);
    }
}
