package drl.bench;

import drl.backend.Backend;
import drl.cli.Given;
import drl.plot.Chart;
import drl.plot.Curve;
import drl.ppo.VectorPpoHyperparameters;
import drl.ppo.VectorPpoKind;
import drl.ppo.VectorPpoProgram;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// `scaling`: how fast PPO on CartPole goes with more environments, wider layers and more threads, next to what the
/// arithmetic alone would allow at the rate of this machine's fastest product. With `--pictures` both are drawn.
final class Scaling implements Benchmark {

    private static final int[] ENVIRONMENTS = {1, 4, 16, 64, 256, 1024, 4096};
    private static final int[] WIDTHS = {64, 128, 256, 512, 1024};
    private static final int USUAL_ENVIRONMENTS = 16;
    private static final int USUAL_WIDTH = 64;
    private static final int MINIBATCHES = 4;
    private static final int EPOCHS = 4;
    private static final double WARM_UP_SECONDS = 3;

    private final VectorPpoProgram program = new VectorPpoProgram(VectorPpoKind.DISCRETE);

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public void run(Figures figures, Effort effort) throws IOException {
        sweep("environments", ENVIRONMENTS, envs -> new Point(envs, USUAL_WIDTH), figures, effort);
        sweep("units", WIDTHS, width -> new Point(USUAL_ENVIRONMENTS, width), figures, effort);
    }

    private void sweep(String what, int[] values, IntFunction<Point> point, Figures figures, Effort effort)
            throws IOException {
        Chart chart = new Chart("PPO on CartPole-v1", what + (what.equals("units") ? " in each hidden layer" : ""),
                "environment steps a second").logarithmic();
        double[] x = Arrays.stream(values).asDoubleStream().toArray();
        for (int threads : IntStream.of(1, effort.threads()).distinct().toArray()) {
            double peak = Products.peak(threads);
            figures.add(name(), threads, "fastest product beside " + what, "GFLOP/s", peak / 1e9);
            double[] medians = new double[values.length], bounds = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double[] rates = measure(point.apply(values[i]), threads, effort.rounds());
                medians[i] = Figures.median(rates);
                bounds[i] = peak / point.apply(values[i]).work().flops();
                figures.add(name(), threads, values[i] + " " + what, "steps/s", rates);
            }
            String team = threads == 1 ? "1 thread" : threads + " threads";
            chart.line(team, new Curve(x, medians)).line("fastest product, " + team, new Curve(x, bounds));
        }
        Optional<Path> folder = effort.pictures();
        if (folder.isPresent()) {
            chart.save(folder.get().resolve("scaling-" + what + ".png"));
        }
    }

    private double[] measure(Point point, int threads, int rounds) {
        Backend backend = Backend.onCpu(threads);
        Backend.setDefault(backend);
        VectorPpoHyperparameters settings = program.base("cleanrl", Given.none()).with(point.flags());
        Meter meter = new Meter(WARM_UP_SECONDS, rounds, 0, () -> {
        });
        try (Training training = program.training(settings, new TrainingSetup(1, threads))) {
            meter.measure(training);
        }
        backend.close();
        return meter.stepsPerSecond();
    }

    /// A place in the sweep.
    private record Point(int envs, int width) {

        /// 512 steps an iteration, as CleanRL has, unless that is less than 32 for each environment.
        int steps() {
            return Math.max(32, 512 / envs);
        }

        Work work() {
            return Work.actorCritic(new int[] {4, width, width, 2}, new int[] {4, width, width, 1}, EPOCHS,
                    envs * steps() / MINIBATCHES);
        }

        String[] flags() {
            return new String[] {"--total-timesteps", "1000000000", "--num-envs", String.valueOf(envs), "--num-steps",
                String.valueOf(steps()), "--num-minibatches", String.valueOf(MINIBATCHES), "--update-epochs",
                String.valueOf(EPOCHS), "--hidden", String.valueOf(width)};
        }
    }
}
