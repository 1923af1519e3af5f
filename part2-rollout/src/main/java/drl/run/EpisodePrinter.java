package drl.run;

import drl.env.Step;
import drl.env.wrapper.RecordEpisodeStatistics;
import drl.env.wrapper.Wrapper;
import java.io.PrintStream;
import java.util.Locale;

/// Prints a line about each episode when it ends.
final class EpisodePrinter extends Wrapper {

    private final RecordEpisodeStatistics statistics;
    private final PrintStream out;

    EpisodePrinter(RecordEpisodeStatistics env, PrintStream out) {
        super(env);
        statistics = env;
        this.out = out;
    }

    @Override
    public Step step(float[] action) {
        Step step = env.step(action);
        if (step.done()) {
            out.printf(Locale.ROOT, "episode %4d  return %9.2f  length %5d%n", statistics.episodes(),
                    statistics.lastReturn(), statistics.lastLength());
            out.flush();
        }
        return step;
    }
}
