package drl.run;

import drl.plot.Chart;
import drl.plot.Curve;
import java.io.IOException;
import java.nio.file.Path;

/// The picture at the end of a run: the return of every episode over the steps, and its mean over many; where the program
/// tests its policy now and then, the tests as well.
final class LearningCurve {

    static final String RETURN = "charts/episodic_return";
    private static final String TEST = "test/episodic_return";
    static final String X_TITLE = "environment steps";

    private static final int WIDEST_WINDOW = 100;

    private LearningCurve() {
    }

    /// How many episodes to average: 100, as is usual, but no more than a tenth of them, or a short run would be
    /// smoothed away.
    static int window(int episodes) {
        return Math.clamp(episodes / 10, 1, WIDEST_WINDOW);
    }

    /// Whether the picture shows what is logged under a name.
    static boolean shows(String name) {
        return name.equals(RETURN) || name.equals(TEST);
    }

    /// @param logged has [#RETURN]
    /// @throws IOException if the picture cannot be written
    static void draw(Metrics logged, String title, Path png) throws IOException {
        Curve returns = logged.curve(RETURN);
        Chart chart = new Chart(title, X_TITLE, "episodic return").rawAndSmoothed("return", returns,
                window(returns.size()));
        if (logged.has(TEST)) {
            chart.line("test", logged.curve(TEST));
        }
        chart.save(png);
    }
}
