package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;

/// **CartPole-v0, CartPole-v1**: keep a pole upright on a moving cart.
///
/// A pole stands on a cart by a joint without friction; the cart runs on a track without friction. Pushing the cart to
/// the left or right has to keep the pole from falling over (Barto, Sutton and Anderson 1983).
///
/// | action | |
/// |---|---|
/// | 0 | push the cart to the left with 10 N |
/// | 1 | push it to the right |
///
/// | observation | | from | to | the episode ends outside |
/// |---|---|---|---|---|
/// | 0 | position of the cart x (m) | −4.8 | 4.8 | ±2.4 |
/// | 1 | its velocity (m/s) | −∞ | ∞ | |
/// | 2 | angle of the pole θ (rad), 0 upright, right positive | −0.418 | 0.418 | ±0.2095 (12°) |
/// | 3 | its angular velocity (rad/s) | −∞ | ∞ | |
///
/// **Reward** 1 for every step, the last one included.
///
/// **Start** all four uniform in −0.05 … 0.05. **End** terminated when the pole leans more than 12° or the cart is more
/// than 2.4 m from the middle; the registered time limit truncates after 200 steps (-v0) or 500 (-v1).
///
/// **Dynamics** Florian (2007) without friction, Euler steps of 0.02 s in which positions move by the velocities from
/// before the step. The [#state()] is the observation in double precision.
public final class CartPole extends ClassicControl {
    private static final double GRAVITY = 9.8;
    private static final double POLE_MASS = 0.1;
    private static final double TOTAL_MASS = 1.0 + POLE_MASS;
    private static final double HALF_LENGTH = 0.5;
    private static final double POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
    private static final double FORCE = 10;
    private static final double TAU = 0.02;
    private static final double MAX_ANGLE = 12 * 2 * Math.PI / 360;
    private static final double MAX_X = 2.4;

    /// A cart-pole without a time limit; `Envs.make` adds it.
    public CartPole() {
        super(observations(), new Discrete(2), 4);
    }

    private static Box observations() {
        float[] high = {(float) (2 * MAX_X), Float.POSITIVE_INFINITY, (float) (2 * MAX_ANGLE), Float.POSITIVE_INFINITY};
        return new Box(new float[] {-high[0], -high[1], -high[2], -high[3]}, high);
    }

    @Override
    protected void start(NumpyRandom random, double[] state) {
        for (int i = 0; i < state.length; i++) {
            state[i] = random.uniform(-0.05, 0.05);
        }
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        for (int i = 0; i < obs.length; i++) {
            obs[i] = (float) state[i];
        }
    }

    @Override
    public Step step(float[] action) {
        double force = choice(action) == 1 ? FORCE : -FORCE;
        double x = state[0];
        double xDot = state[1];
        double theta = state[2];
        double thetaDot = state[3];
        double cos = Math.cos(theta);
        double sin = Math.sin(theta);

        double temp = (force + POLE_MASS_LENGTH * (thetaDot * thetaDot) * sin) / TOTAL_MASS;
        double thetaAcc = (GRAVITY * sin - cos * temp)
                / (HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
        double xAcc = temp - POLE_MASS_LENGTH * thetaAcc * cos / TOTAL_MASS;

        state[0] = x + TAU * xDot;
        state[1] = xDot + TAU * xAcc;
        state[2] = theta + TAU * thetaDot;
        state[3] = thetaDot + TAU * thetaAcc;
        return next(1, Math.abs(state[0]) > MAX_X || Math.abs(state[2]) > MAX_ANGLE);
    }

    @Override
    public int framesPerSecond() {
        return 50;
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        CartPolePicture.draw(g, width, height, state[0], state[2]);
    }
}
