package drl.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/// One line an iteration, for logs and pipes.
final class LineProgress implements Progress {

    private static final String LOSSES = "losses/";

    private final PrintStream out;
    private final TextBuffer line = new TextBuffer();

    LineProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void iteration(Iteration iteration, Rows rows) {
        line.append("iteration ");
        int number = line.length();
        line.append(iteration.number()).padFrom(number, 4).append("  steps ");
        int steps = line.length();
        line.append(iteration.globalStep()).padFrom(steps, 8);
        if (iteration.episodes() > 0) {
            line.append("  return ").fixed(iteration.meanReturn(), 2).append("  length ")
                    .fixed(iteration.meanLength(), 1)
                    .append("  episodes ").append((long) iteration.episodes());
        } else {
            line.append("  no episode ended");
        }
        for (int i = 0; i < rows.count(); i++) {
            String name = rows.name(i);
            if (name.startsWith(LOSSES)) {
                line.append("  ").append(name, LOSSES.length()).append(' ').rounded(rows.value(i));
            }
        }
        line.append("  ").fixed(iteration.stepsPerSecond(), 0).append(" steps/s\n");
        try {
            line.writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("a PrintStream throws nothing", impossible);
        }
    }

    @Override
    public void close() {
        // Every line is complete as it is.
    }
}
