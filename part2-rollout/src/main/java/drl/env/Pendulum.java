package drl.env;

import drl.random.NumpyRandom;
import java.awt.Graphics2D;

/// **Pendulum-v1**, and -v0 under its older name: swing a rod up and hold it there.
///
/// One end of a rod is fixed, the other swings freely. The motor at the fixed end is too weak to lift the rod at once,
/// so it has to be rocked to and fro first.
///
/// | action | | from | to |
/// |---|---|---|---|
/// | 0 | torque, counter-clockwise positive (N·m); clipped to the range | −2 | 2 |
///
/// | observation | | from | to |
/// |---|---|---|---|
/// | 0 | cos θ, with θ = 0 upright: the height of the free end | −1 | 1 |
/// | 1 | sin θ | −1 | 1 |
/// | 2 | angular velocity θ̇ (rad/s) | −8 | 8 |
///
/// **Reward** −(θ² + 0.1·θ̇² + 0.001·torque²), with θ taken to −π … π, angle and speed as they were *before* the step:
/// from −16.27 (hanging at full speed) to 0 (upright, at rest, no torque).
///
/// **Start** θ uniform in −π … π, θ̇ uniform in −1 … 1. **End** never by itself; the registered time limit truncates
/// after 200 steps.
///
/// **Dynamics** θ̇ ← clip(θ̇ + (3g/2l · sin θ + 3/(m·l²) · torque)·dt, ±8), then θ ← θ + θ̇·dt with the new speed;
/// g = 10 by default, m = l = 1, dt = 0.05 s. The [#state()] is (θ, θ̇) with θ not wrapped. Gym's old Pendulum-v0 moved
/// θ by the speed before it was clipped; here -v0 is -v1, as Gymnasium considers them the same.
public final class Pendulum extends ClassicControl {
    private static final double MAX_SPEED = 8;
    private static final double MAX_TORQUE = 2;
    private static final double DT = 0.05;
    private static final double MASS = 1;
    private static final double LENGTH = 1;

    private final double g;
    private double lastTorque;

    /// With Gymnasium's gravity of 10 m/s².
    public Pendulum() {
        this(10);
    }

    /// @param g the gravity in m/s²
    /// @throws IllegalArgumentException if `g` is not finite
    public Pendulum(double g) {
        super(new Box(new float[] {-1, -1, -8}, new float[] {1, 1, 8}), Box.of(-2, 2, 1), 2);
        if (!Double.isFinite(g)) {
            throw new IllegalArgumentException("Pendulum: gravity has to be a finite number, not " + g);
        }
        this.g = g;
    }

    @Override
    protected void start(NumpyRandom random, double[] state) {
        state[0] = random.uniform(-Math.PI, Math.PI);
        state[1] = random.uniform(-1, 1);
        lastTorque = 0;
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        obs[0] = (float) Math.cos(state[0]);
        obs[1] = (float) Math.sin(state[0]);
        obs[2] = (float) state[1];
    }

    @Override
    public Step step(float[] action) {
        return step(control(action));
    }

    /// As [#step(float[])], for a torque in full double precision.
    ///
    /// @param torque in N·m; clipped to ±2
    // exercise: Step 2, Pendulum: ω ← clip(ω + (3g/2l·sin θ + 3/(ml²)·u)·dt), θ ← θ + ω·dt, r = −(θ² + 0.1·ω² + 0.001·u²)
    public Step step(double torque) {
        requireEpisode();
        double th = state[0];
        double thdot = state[1];
        double u = Math.clamp(torque, -MAX_TORQUE, MAX_TORQUE);
        lastTorque = u;

        double angle = normalize(th);
        double cost = angle * angle + 0.1 * (thdot * thdot) + 0.001 * (u * u);

        double acceleration = 3 * g / (2 * LENGTH) * Math.sin(th) + 3.0 / (MASS * LENGTH * LENGTH) * u;
        double newThdot = Math.clamp(thdot + acceleration * DT, -MAX_SPEED, MAX_SPEED);
        state[0] = th + newThdot * DT;
        state[1] = newThdot;
        return next(-cost, false);
    }

    /// The same angle in −π … π; the remainder has Python's sign, that of the divisor. Most angles are there already, and
    /// `%` takes long to find out.
    private static double normalize(double angle) {
        double turned = angle + Math.PI;
        double remainder = turned >= 0 && turned < 2 * Math.PI ? turned : turned % (2 * Math.PI);
        return (remainder < 0 ? remainder + 2 * Math.PI : remainder) - Math.PI;
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        PendulumPicture.draw(g, width, height, state[0], lastTorque / MAX_TORQUE);
    }
}
