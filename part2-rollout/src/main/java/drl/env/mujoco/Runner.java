package drl.env.mujoco;

import drl.random.NumpyRandom;

/// What the two runners on legs share, [Hopper] and [Walker2d]: they earn for running and for staying up, and what
/// they see of velocities is clipped to ±10.
abstract class Runner extends MujocoEnv {
    private static final double CONTROL_COST = 1e-3;
    private static final double ALIVE = 1;
    private static final double NOISE = 5e-3;
    private static final double MAX_VELOCITY = 10;

    Runner(String resource, int obsDim) {
        super(resource, 4, obsDim);
    }

    @Override
    protected final void start(NumpyRandom random) {
        jitterPositions(random, NOISE);
        jitterVelocities(random, NOISE);
    }

    @Override
    protected final void observe(float[] obs) {
        int next = data.qpos().copyTo(obs, 1, 0);
        for (int i = 0; i < data.qvel().size(); i++) {
            obs[next + i] = (float) Math.clamp(data.qvel().get(i), -MAX_VELOCITY, MAX_VELOCITY);
        }
    }

    @Override
    protected final double before() {
        return data.qpos().get(0);
    }

    @Override
    protected final double reward(double before, float[] action) {
        double speed = (data.qpos().get(0) - before) / dt();
        return speed + ALIVE - CONTROL_COST * effort(action);
    }

    /// Height of the torso (m).
    final double height() {
        return data.qpos().get(1);
    }

    /// Angle of the torso (rad).
    final double angle() {
        return data.qpos().get(2);
    }

    @Override
    protected View view() {
        return new View(1, 0, 0, 0.7, 75, -10, 3.2, 1);
    }
}
