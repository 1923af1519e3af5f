import drl.ddpg.OrnsteinUhlenbeckProcess;
import drl.plot.Chart;
import drl.plot.Curve;
import drl.random.NumpyLegacyRandom;

void main() throws IOException {
    new Chart("Exploration noise over three episodes of 200 steps", "time step", "noise")
            .line("dt = 1, anew in each episode", noise(1, true))
            .line("dt = 0.01, never anew", noise(0.01, false))
            .save(Path.of("noise.png"));
}

Curve noise(double dt, boolean anew) {
    var settings = new OrnsteinUhlenbeckProcess.Settings(0.15, 0, 0.2, dt, 0, OptionalDouble.empty(), 1);
    var process = new OrnsteinUhlenbeckProcess(1, settings, new NumpyLegacyRandom(1));
    double[] steps = new double[600], x = new double[600], out = new double[1];
    for (int t = 0; t < 600; t++) {
        if (anew && t % 200 == 0) {
            process.reset();
        }
        process.sample(out);
        steps[t] = t;
        x[t] = out[0];
    }
    return new Curve(steps, x);
}
