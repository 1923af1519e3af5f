package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;

/// **Acrobot-v1**: swing the free end of a two-link pendulum above a line.
///
/// Two links hang from a fixed point; only the joint between them has a motor, like a gymnast on the bar who moves by
/// the hips (Sutton 1996; "book" dynamics of Sutton and Barto).
///
/// | action | |
/// |---|---|
/// | 0 | torque −1 N·m on the joint between the links |
/// | 1 | none |
/// | 2 | torque +1 N·m |
///
/// | observation | | from | to |
/// |---|---|---|---|
/// | 0, 1 | cos θ₁, sin θ₁ of the first link, θ₁ = 0 hanging down | −1 | 1 |
/// | 2, 3 | cos θ₂, sin θ₂ of the second link relative to the first | −1 | 1 |
/// | 4 | angular velocity of θ₁ (rad/s) | −4π | 4π |
/// | 5 | angular velocity of θ₂ (rad/s) | −9π | 9π |
///
/// **Reward** −1 for every step until the line is reached, 0 for the one that reaches it.
///
/// **Start** all four state numbers uniform in −0.1 … 0.1. **End** terminated when the free end is one link's length
/// above the fixed point, −cos θ₁ − cos(θ₁ + θ₂) > 1; the registered time limit truncates after 500 steps.
///
/// **Dynamics** one Runge-Kutta step of fourth order over 0.2 s, then the angles are wrapped to −π … π and the
/// velocities clipped. Links of length 1 m and mass 1 kg, centre of mass in the middle, moment of inertia 1, g = 9.8. The
/// [#state()] is (θ₁, θ₂, θ̇₁, θ̇₂).
public final class Acrobot extends ClassicControl {
    private static final double DT = 0.2;
    private static final double LENGTH_1 = 1;
    private static final double CENTRE = 0.5;
    private static final double MASS = 1;
    private static final double INERTIA = 1;
    private static final double GRAVITY = 9.8;
    private static final double MAX_VELOCITY_1 = 4 * Math.PI;
    private static final double MAX_VELOCITY_2 = 9 * Math.PI;

    private final double[] probe = new double[4];
    private final double[][] k = new double[4][4];    // the four slopes of a Runge-Kutta step
    private double lastTorque;

    /// An acrobot without a time limit; `Envs.make` adds it.
    public Acrobot() {
        super(observations(), new Discrete(3), 4);
    }

    private static Box observations() {
        float[] high = {1, 1, 1, 1, (float) MAX_VELOCITY_1, (float) MAX_VELOCITY_2};
        float[] low = {-1, -1, -1, -1, (float) -MAX_VELOCITY_1, (float) -MAX_VELOCITY_2};
        return new Box(low, high);
    }

    /// The numbers are rounded to single precision here, though not later, because Gymnasium does so.
    @Override
    protected void start(NumpyRandom random, double[] state) {
        for (int i = 0; i < state.length; i++) {
            state[i] = (float) random.uniform(-0.1, 0.1);
        }
        lastTorque = 0;
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        obs[0] = (float) Math.cos(state[0]);
        obs[1] = (float) Math.sin(state[0]);
        obs[2] = (float) Math.cos(state[1]);
        obs[3] = (float) Math.sin(state[1]);
        obs[4] = (float) state[2];
        obs[5] = (float) state[3];
    }

    @Override
    public Step step(float[] action) {
        lastTorque = choice(action) - 1;
        rungeKutta(lastTorque);
        state[0] = wrap(state[0]);
        state[1] = wrap(state[1]);
        state[2] = Math.clamp(state[2], -MAX_VELOCITY_1, MAX_VELOCITY_1);
        state[3] = Math.clamp(state[3], -MAX_VELOCITY_2, MAX_VELOCITY_2);
        boolean reached = -Math.cos(state[0]) - Math.cos(state[1] + state[0]) > 1;
        return next(reached ? 0 : -1, reached);
    }

    /// Moves the state over one time step; the torque is constant meanwhile.
    private void rungeKutta(double torque) {
        slope(state, torque, k[0]);
        slope(along(k[0], DT / 2), torque, k[1]);
        slope(along(k[1], DT / 2), torque, k[2]);
        slope(along(k[2], DT), torque, k[3]);
        for (int i = 0; i < state.length; i++) {
            state[i] += DT / 6 * (k[0][i] + 2 * k[1][i] + 2 * k[2][i] + k[3][i]);
        }
    }

    private double[] along(double[] slope, double time) {
        for (int i = 0; i < probe.length; i++) {
            probe[i] = state[i] + time * slope[i];
        }
        return probe;
    }

    /// The derivative of the state with respect to time: Sutton and Barto's equations of motion.
    private static void slope(double[] s, double torque, double[] out) {
        double theta1 = s[0];
        double theta2 = s[1];
        double dtheta1 = s[2];
        double dtheta2 = s[3];
        double cos2 = Math.cos(theta2);
        double sin2 = Math.sin(theta2);

        double d1 = MASS * CENTRE * CENTRE
                + MASS * (LENGTH_1 * LENGTH_1 + CENTRE * CENTRE + 2 * LENGTH_1 * CENTRE * cos2) + INERTIA + INERTIA;
        double d2 = MASS * (CENTRE * CENTRE + LENGTH_1 * CENTRE * cos2) + INERTIA;
        double phi2 = MASS * CENTRE * GRAVITY * Math.cos(theta1 + theta2 - Math.PI / 2);
        double phi1 = -MASS * LENGTH_1 * CENTRE * (dtheta2 * dtheta2) * sin2
                - 2 * MASS * LENGTH_1 * CENTRE * dtheta2 * dtheta1 * sin2
                + (MASS * CENTRE + MASS * LENGTH_1) * GRAVITY * Math.cos(theta1 - Math.PI / 2)
                + phi2;
        double ddtheta2 = (torque + d2 / d1 * phi1 - MASS * LENGTH_1 * CENTRE * (dtheta1 * dtheta1) * sin2 - phi2)
                / (MASS * CENTRE * CENTRE + INERTIA - d2 * d2 / d1);

        out[0] = dtheta1;
        out[1] = dtheta2;
        out[2] = -(d2 * ddtheta2 + phi1) / d1;
        out[3] = ddtheta2;
    }

    private static double wrap(double angle) {
        while (angle > Math.PI) {
            angle -= 2 * Math.PI;
        }
        while (angle < -Math.PI) {
            angle += 2 * Math.PI;
        }
        return angle;
    }

    @Override
    public int framesPerSecond() {
        return 15;
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        AcrobotPicture.draw(g, width, height, state[0], state[1], lastTorque);
    }
}
