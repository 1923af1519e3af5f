package drl.nn;

import drl.backend.Backend;
import drl.cli.Devices;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.NewFolder;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.random.NumpyRandom;
import drl.random.TorchRandom;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/// `./rl part1-network`: fits a curve, shows how the loss falls, saves the network and a picture of how it learned.
final class FitProgram implements Program<FitSettings> {

    @Override
    public String name() {
        return "part1-network";
    }

    @Override
    public String summary() {
        return "fits a curve with the network: prints the loss, saves the network and a picture of how it learned";
    }

    @Override
    public Class<FitSettings> settingsType() {
        return FitSettings.class;
    }

    @Override
    public FitSettings base(String preset, Given given) {
        return FitSettings.DEFAULTS;
    }

    @Override
    public Job prepare(FitSettings settings, RunOptions options, Invocation invocation) {
        if (options.resume().isPresent()) {
            throw new UsageException("--resume: a curve fit takes seconds and cannot be resumed; leave the flag out");
        }
        Backend backend = Devices.choose(options);
        PrintStream out = invocation.out(options);
        Path folder = NewFolder.create(options, "curve", "fit");
        return () -> {
            header(out, settings, options, backend, folder);
            fit(settings, options, folder, out);
            return 0;
        };
    }

    private static void header(PrintStream out, FitSettings settings, RunOptions options, Backend backend,
            Path folder) {
        print(out, "program", "part1-network");
        print(out, "data", settings.points() + " points of a curve, with noise of standard deviation "
                + settings.noise());
        print(out, "network", "1-%d-%d-1, %s", settings.hidden(), settings.hidden(),
                settings.activation().name().toLowerCase(Locale.ROOT));
        print(out, "device", Devices.reason(options));
        print(out, "backend", backend.description());
        print(out, "seed", Long.toString(options.seed()));
        print(out, "folder", folder.toString());
        out.println();
        out.flush();
    }

    private static void fit(FitSettings settings, RunOptions options, Path folder, PrintStream out)
            throws IOException {
        Path picture = folder.resolve("curve-fit.png"), model = folder.resolve("model.safetensors");
        Samples samples = Samples.draw(settings.points(), settings.noise(), new NumpyRandom(options.seed()));
        FitPicture drawing = new FitPicture(samples, settings.noise());
        CurveFit fit = new CurveFit(settings, samples, new TorchRandom(options.seed()));
        Milestones milestones = new Milestones(settings.steps());
        long start = System.nanoTime();
        for (int step : milestones.steps()) {
            fit.train(step);
            out.printf(Locale.ROOT, "step %7d  loss %.6f%n", step, fit.loss());
            out.flush();
            if (milestones.pictured(step)) {
                drawing.add(step, fit.predict(FitPicture.PLACES));
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (options.saveModel()) {
            fit.save(model);
        }
        drawing.save(picture);

        out.println();
        print(out, "fit", "mean squared error %.5f to the points, %.5f to the curve behind them", fit.loss(),
                distance(fit));
        print(out, "time", "%.2f s, %.0f steps/s", seconds, settings.steps() / seconds);
        print(out, "files", picture.toString());
        if (options.saveModel()) {
            print(out, "", model.toString());
        }
    }

    /// The mean squared error to the curve without noise, all along it. What the network has learned of the noise it
    /// has to pay for here.
    private static double distance(CurveFit fit) {
        double[] predicted = fit.predict(FitPicture.PLACES), truth = Samples.curve(FitPicture.PLACES);
        double sum = 0;
        for (int i = 0; i < truth.length; i++) {
            sum += (predicted[i] - truth[i]) * (predicted[i] - truth[i]);
        }
        return sum / truth.length;
    }

    private static void print(PrintStream out, String label, String text, Object... numbers) {
        String line = numbers.length == 0 ? text : String.format(Locale.ROOT, text, numbers);
        out.println(label + " ".repeat(9 - label.length()) + line);
    }
}
