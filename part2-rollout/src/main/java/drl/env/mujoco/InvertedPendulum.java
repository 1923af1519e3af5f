package drl.env.mujoco;

import drl.random.NumpyRandom;

/// **InvertedPendulum-v4**: CartPole with a real engine and a continuous force. Balance a pole on a cart.
///
/// | action | | from | to |
/// |---|---|---|---|
/// | 0 | force on the cart, times 100 N | −3 | 3 |
///
/// | observation | |
/// |---|---|
/// | 0, 1 | position of the cart (m), angle of the pole (rad) |
/// | 2, 3 | their velocities (m/s, rad/s) |
///
/// **Reward** 1 a step, the last one included.
///
/// **Start** everything ±0.01 uniform. **End** terminated when the pole leans by more than 0.2 rad; the registered time
/// limit truncates after 1000 steps.
///
/// **Dynamics** two of the engine's steps of 0.02 s.
public final class InvertedPendulum extends MujocoEnv {
    private static final double MAX_ANGLE = 0.2;
    private static final double NOISE = 0.01;

    /// The robot of Gymnasium.
    public InvertedPendulum() {
        super("inverted_pendulum.xml", 2, 4);
    }

    @Override
    protected void start(NumpyRandom random) {
        jitterPositions(random, NOISE);
        jitterVelocities(random, NOISE);
    }

    @Override
    protected void observe(float[] obs) {
        int next = data.qpos().copyTo(obs, 0, 0);
        data.qvel().copyTo(obs, 0, next);
    }

    @Override
    protected double reward(double before, float[] action) {
        return 1;
    }

    @Override
    protected boolean healthy() {
        return Math.abs(data.qpos().get(1)) <= MAX_ANGLE;
    }

    @Override
    protected View view() {
        return new View(0, 0, 0, 0.2, 80, -12, 2.9, 1);
    }
}
