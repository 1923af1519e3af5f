package drl.run;

import drl.plot.Chart;
import drl.plot.Curve;
import java.io.IOException;
import java.nio.file.Path;

/// The picture at the end of a run: the return of every episode over the steps, and its mean over many.
final class LearningCurve {

    static final String RETURN = "charts/episodic_return";
    static final String X_TITLE = "environment steps";

    private static final int WIDEST_WINDOW = 100;

    private LearningCurve() {
    }

    /// How many episodes to average: 100, as is usual, but no more than a tenth of them, or a short run would be
    /// smoothed away.
    static int window(int episodes) {
        return Math.clamp(episodes / 10, 1, WIDEST_WINDOW);
    }

    /// @throws IOException if the picture cannot be written
    static void draw(Curve returns, String title, Path png) throws IOException {
        new Chart(title, X_TITLE, "episodic return").rawAndSmoothed("return", returns, window(returns.size()))
                .save(png);
    }
}
