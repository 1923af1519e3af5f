package drl.nn;

import drl.plot.Band;
import drl.plot.Chart;
import drl.plot.Curve;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/// The picture of a fit: the points, the curve behind them, and the network at some moments of its training.
final class FitPicture {

    /// Where the network is asked for its height.
    static final double[] PLACES = Samples.grid(401);

    private final Chart chart;

    /// @param noise the standard deviation of the points' distances from the curve
    FitPicture(Samples samples, double noise) {
        double[] spread = new double[PLACES.length];
        Arrays.fill(spread, noise);
        chart = new Chart("A network learns a curve", "x", "y")
                .points("points", samples.x(), samples.y())
                .band("true curve ± noise", new Band(PLACES, Samples.curve(PLACES), spread));
    }

    /// Adds the network's curve.
    ///
    /// @param step    how many steps it has been trained for, another number each time
    /// @param heights at [#PLACES]
    void add(int step, double[] heights) {
        String label = step == 0 ? "untrained" : "after " + step + (step == 1 ? " step" : " steps");
        chart.line(label, new Curve(PLACES, heights));
    }

    /// Draws what was added so far.
    ///
    /// @throws IOException if the file cannot be written
    void save(Path png) throws IOException {
        chart.save(png);
    }
}
