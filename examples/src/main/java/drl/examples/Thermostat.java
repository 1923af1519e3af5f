package drl.examples;

import drl.env.Box;
import drl.env.ClassicControl;
import drl.env.Step;
import drl.random.NumpyRandom;

/// **Thermostat-v0**: observation: the room's and the outside temperature, as (°C − 20)/10. Action: heating, or cooling
/// below 0, within ±3 kW. Reward: minus the square of the first observation. Terminated when the room freezes.
public final class Thermostat extends ClassicControl {

    /// A room without a time limit.
    public Thermostat() {
        super(Box.unbounded(2), Box.of(-3, 3, 1), 2);
    }

    @Override
    protected void start(NumpyRandom random, double[] state) {
        state[0] = random.uniform(10, 25);    // the room
        state[1] = random.uniform(-10, 10);   // outside
    }

    @Override
    protected void observe(double[] state, float[] obs) {
        obs[0] = (float) ((state[0] - 20) / 10);
        obs[1] = (float) ((state[1] - 20) / 10);
    }

    @Override
    public Step step(float[] action) {
        double power = Math.clamp(control(action), -3, 3);
        state[0] += 0.6 * power - 0.03 * (state[0] - state[1]);
        double deviation = (state[0] - 20) / 10;
        return next(-deviation * deviation, state[0] < 0);
    }
}
