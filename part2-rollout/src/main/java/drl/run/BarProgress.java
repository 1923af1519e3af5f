package drl.run;

import java.io.PrintStream;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressState;

/// A bar on a terminal: share done, steps, steps per second, time left, latest mean return. A thread of its own draws
/// it, so that a training loop only counts.
final class BarProgress implements Progress {

    private static final int UPDATE_MILLIS = 200;
    private static final int LONGEST_BAR = 40;

    private final Iteration iteration;
    private final ProgressBar bar;
    private final char full;
    private final char empty;

    /// @param iteration      where the latest mean return is read
    /// @param fromTimesteps  steps done before, by a run that is resumed
    /// @param totalTimesteps 0 if unknown
    BarProgress(PrintStream out, Iteration iteration, long fromTimesteps, long totalTimesteps) {
        this.iteration = iteration;
        CharsetEncoder encoder = out.charset().newEncoder();
        boolean blocks = encoder.canEncode('█') && encoder.canEncode('░');
        full = blocks ? '█' : '#';
        empty = blocks ? '░' : '.';
        bar = new ProgressBarBuilder().setInitialMax(totalTimesteps > 0 ? totalTimesteps : -1)
                .startsFrom(fromTimesteps, Duration.ZERO).setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(out)).setRenderer(this::render).build();
    }

    @Override
    public void iteration(Iteration ended, Rows rows) {
        bar.stepTo(ended.globalStep());
    }

    @Override
    public void close() {
        bar.close();
    }

    private String render(ProgressState state, int width) {
        double seconds = Math.max(1e-3, state.getElapsedAfterStart().toNanos() / 1e9);
        double speed = (state.getCurrent() - state.getStart()) / seconds;
        return line(state.getCurrent(), state.isIndefinite() ? 0 : state.getMax(), speed, iteration.latestMeanReturn(),
                width);
    }

    /// The line as it stands on the terminal, at most `width` characters long.
    String line(long steps, long total, double speed, double meanReturn, int width) {
        String figures = compact(steps) + (total > 0 ? "/" + compact(total) : "") + " steps  " + compact(speed)
                + " steps/s";
        if (total > 0 && speed > 0) {
            figures += "  " + clock((long) Math.ceil(Math.max(0, total - steps) / speed)) + " left";
        }
        if (!Double.isNaN(meanReturn)) {
            figures += String.format(Locale.ROOT, "  return %.1f", meanReturn);
        }
        String line = total > 0 ? withBar(figures, Math.min(1.0, (double) steps / total), width) : figures;
        return line.length() > width ? line.substring(0, Math.max(0, width)) : line;
    }

    private String withBar(String figures, double share, int width) {
        String percent = String.format(Locale.ROOT, "%3d%% ", (int) (100 * share));
        int length = Math.min(LONGEST_BAR, width - percent.length() - figures.length() - 1);
        if (length < 5) {
            return percent + figures;
        }
        int filled = (int) (share * length);
        return percent + String.valueOf(full).repeat(filled) + String.valueOf(empty).repeat(length - filled) + " "
                + figures;
    }

    /// Short enough to leave room for a bar on 80 columns.
    private static String compact(double count) {
        if (count < 10_000) {
            return String.format(Locale.ROOT, "%.0f", count);
        }
        return count < 999_500
                ? String.format(Locale.ROOT, "%.0fk", count / 1e3)
                : String.format(Locale.ROOT, "%.2fM", count / 1e6);
    }

    private static String clock(long seconds) {
        return seconds >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
}
