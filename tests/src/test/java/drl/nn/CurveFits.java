package drl.nn;

import drl.random.NumpyRandom;
import drl.random.TorchRandom;

/// The fit of chapter 1 without its files and pictures.
public final class CurveFits {

    private CurveFits() {
    }

    /// The losses of a fit before its first and after its last step, with the chapter's settings.
    public static double[] losses(int steps) {
        FitSettings settings = FitSettings.DEFAULTS;
        CurveFit fit = new CurveFit(settings, Samples.draw(settings.points(), settings.noise(), new NumpyRandom(1)),
                new TorchRandom(1));
        double first = fit.loss();
        fit.train(steps);
        return new double[] {first, fit.loss()};
    }
}
