package drl.env.mujoco;

/// **Walker2d-v4**: walk to the right on two legs, without falling.
///
/// | action | torque, −1 … 1, times 100 N·m |
/// |---|---|
/// | 0, 1, 2 | right thigh, leg, foot |
/// | 3, 4, 5 | left thigh, leg, foot |
///
/// | observation | |
/// |---|---|
/// | 0, 1 | height (m) and angle (rad) of the torso |
/// | 2–7 | angles of the joints, in the order of the actions (rad) |
/// | 8–16 | velocities: forward, up, of the angle, of the joints (m/s, rad/s), clipped to ±10 |
///
/// **Reward** forward speed, plus 1 for being up, minus 0.001 × the sum of the squared actions.
///
/// **Start** positions and velocities ±0.005 uniform around standing still. **End** terminated when the torso is not
/// between 0.8 and 2 m high, or its angle not within ±1; the registered time limit truncates after 1000 steps.
///
/// **Dynamics** four of the engine's steps of 0.002 s. The model is [Hopper]'s with a second leg, as Gymnasium has it;
/// version 4 has less friction under the right foot (0.9) than under the left (1.9), and so has this.
public final class Walker2d extends Runner {
    private static final double MIN_HEIGHT = 0.8;
    private static final double MAX_HEIGHT = 2;
    private static final double MAX_ANGLE = 1;

    /// The robot of Gymnasium.
    public Walker2d() {
        super("walker2d.xml", 17);
    }

    @Override
    protected boolean healthy() {
        return height() > MIN_HEIGHT && height() < MAX_HEIGHT && Math.abs(angle()) < MAX_ANGLE;
    }
}
