package drl.env.mujoco;

/// **Hopper-v4**: hop to the right on one leg, without falling.
///
/// | action | torque, −1 … 1, times 200 N·m |
/// |---|---|
/// | 0, 1, 2 | thigh, leg, foot |
///
/// | observation | |
/// |---|---|
/// | 0, 1 | height (m) and angle (rad) of the torso |
/// | 2–4 | angles of the joints, in the order of the actions (rad) |
/// | 5–10 | velocities: forward, up, of the angle, of the joints (m/s, rad/s), clipped to ±10 |
///
/// **Reward** forward speed, plus 1 for being up, minus 0.001 × the sum of the squared actions.
///
/// **Start** positions and velocities ±0.005 uniform around standing still. **End** terminated when the torso is not
/// above 0.7 m, its angle not within ±0.2, or any other position or velocity not within ±100; the registered time limit
/// truncates after 1000 steps.
///
/// **Dynamics** four of the engine's steps of 0.002 s. The model is from T. Erez, Y. Tassa and E. Todorov,
/// "Infinite-horizon model predictive control for periodic tasks with contacts" (2011), as Gymnasium has it.
public final class Hopper extends Runner {
    private static final double MIN_HEIGHT = 0.7;
    private static final double MAX_ANGLE = 0.2;
    private static final double MAX_STATE = 100;

    /// The robot of Gymnasium.
    public Hopper() {
        super("hopper.xml", 11);
    }

    @Override
    protected boolean healthy() {
        return height() > MIN_HEIGHT && Math.abs(angle()) < MAX_ANGLE && within(data.qpos(), 2)
                && within(data.qvel(), 0);
    }

    private static boolean within(Doubles values, int from) {
        for (int i = from; i < values.size(); i++) {
            if (!(Math.abs(values.get(i)) < MAX_STATE)) {
                return false;
            }
        }
        return true;
    }
}
