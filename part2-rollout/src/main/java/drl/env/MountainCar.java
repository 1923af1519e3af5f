package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;

/// **MountainCar-v0**: drive out of a valley with too weak an engine.
///
/// The hill on the right is too steep for the car, which has to gather speed by going up the other side first
/// (Moore 1990). The valley is sin(3·position).
///
/// | action | |
/// |---|---|
/// | 0 | accelerate to the left |
/// | 1 | do nothing |
/// | 2 | accelerate to the right |
///
/// | observation | | from | to |
/// |---|---|---|---|
/// | 0 | position of the car | −1.2 | 0.6 |
/// | 1 | its velocity, per step | −0.07 | 0.07 |
///
/// **Reward** −1 for every step, the last one included.
///
/// **Start** position uniform in −0.6 … −0.4, at rest. **End** terminated when the position reaches 0.5; the registered
/// time limit truncates after 200 steps.
///
/// **Dynamics** velocity ← velocity + 0.001·(action − 1) − 0.0025·cos(3·position), then position ← position + velocity,
/// both clipped to their range; the wall on the left stops the car. The [#state()] is the observation in double
/// precision.
public final class MountainCar extends ClassicControl {
    static final double MIN_POSITION = -1.2;
    static final double MAX_POSITION = 0.6;
    static final double MAX_SPEED = 0.07;
    private static final double GOAL = 0.5;
    private static final double FORCE = 0.001;
    private static final double GRAVITY = 0.0025;

    /// A mountain car without a time limit; `Envs.make` adds it.
    public MountainCar() {
        super(observations(), new Discrete(3), 2);
    }

    static Box observations() {
        return new Box(new float[] {(float) MIN_POSITION, (float) -MAX_SPEED},
                new float[] {(float) MAX_POSITION, (float) MAX_SPEED});
    }

    /// Where an episode starts, here and in [MountainCarContinuous].
    static void startInTheValley(NumpyRandom random, double[] state) {
        state[0] = random.uniform(-0.6, -0.4);
        state[1] = 0;
    }

    @Override
    protected void start(NumpyRandom random, double[] state) {
        startInTheValley(random, state);
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        obs[0] = (float) state[0];
        obs[1] = (float) state[1];
    }

    @Override
    public Step step(float[] action) {
        double position = state[0];
        double velocity = state[1];
        velocity += (choice(action) - 1) * FORCE + Math.cos(3 * position) * -GRAVITY;
        velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
        position = Math.clamp(position + velocity, MIN_POSITION, MAX_POSITION);
        if (position == MIN_POSITION && velocity < 0) {
            velocity = 0;
        }
        state[0] = position;
        state[1] = velocity;
        return next(-1, position >= GOAL);
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        MountainCarPicture.draw(g, width, height, state[0], GOAL);
    }
}
