package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;

/// **MountainCarContinuous-v0**: [MountainCar] with a throttle, and a price for using it.
///
/// | action | | from | to |
/// |---|---|---|---|
/// | 0 | force on the car, right positive; the force is clipped to the range | −1 | 1 |
///
/// | observation | | from | to |
/// |---|---|---|---|
/// | 0 | position of the car | −1.2 | 0.6 |
/// | 1 | its velocity, per step | −0.07 | 0.07 |
///
/// **Reward** −0.1·action² with the action as given, *before* clipping; 100 more when the goal is reached. Doing
/// nothing earns 0, which is what a learner finds first.
///
/// **Start** position uniform in −0.6 … −0.4, at rest. **End** terminated when the position reaches 0.45; the
/// registered time limit truncates after 999 steps.
///
/// **Dynamics** velocity ← velocity + 0.0015·force − 0.0025·cos(3·position), then as in [MountainCar]. As in Gymnasium,
/// the new state is rounded to single precision after every step, the arithmetic between is double; the
/// [#state()] is (position, velocity).
public final class MountainCarContinuous extends ClassicControl {
    private static final double GOAL = 0.45;
    private static final double POWER = 0.0015;
    private static final double GRAVITY = 0.0025;

    /// A mountain car without a time limit; `Envs.make` adds it.
    public MountainCarContinuous() {
        super(MountainCar.observations(), Box.of(-1, 1, 1), 2);
    }

    @Override
    protected void start(NumpyRandom random, double[] state) {
        MountainCar.startInTheValley(random, state);
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        obs[0] = (float) state[0];
        obs[1] = (float) state[1];
    }

    @Override
    public Step step(float[] action) {
        double throttle = control(action);
        double position = state[0];
        double velocity = state[1];
        velocity += Math.clamp(throttle, -1.0, 1.0) * POWER - GRAVITY * Math.cos(3 * position);
        velocity = Math.clamp(velocity, -MountainCar.MAX_SPEED, MountainCar.MAX_SPEED);
        position = Math.clamp(position + velocity, MountainCar.MIN_POSITION, MountainCar.MAX_POSITION);
        if (position == MountainCar.MIN_POSITION && velocity < 0) {
            velocity = 0;
        }
        boolean arrived = position >= GOAL;
        state[0] = (float) position;
        state[1] = (float) velocity;
        return next((arrived ? 100 : 0) - throttle * throttle * 0.1, arrived);
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        MountainCarPicture.draw(g, width, height, state[0], GOAL);
    }
}
