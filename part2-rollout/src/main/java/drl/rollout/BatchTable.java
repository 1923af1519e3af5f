package drl.rollout;

import drl.env.Discrete;
import drl.env.Env;
import java.io.PrintStream;
import java.util.Locale;
import java.util.stream.IntStream;

/// Shows a batch: the shapes of its parts, as the tutorial lists them, and its first time steps.
final class BatchTable {

    private static final int ROWS = 6;
    private static final int WIDEST = 6;

    private final Episodes batch;
    private final double[] batchRtgs;
    private final int obsDim;
    private final int actDim;
    private final boolean discrete;

    /// @param batchRtgs rewards-to-go (T)
    /// @param env       where the batch comes from
    BatchTable(Episodes batch, double[] batchRtgs, Env env) {
        this.batch = batch;
        this.batchRtgs = batchRtgs;
        obsDim = env.observationSpace().size();
        actDim = env.actionSpace().size();
        discrete = env.actionSpace() instanceof Discrete;
    }

    void print(PrintStream out) {
        int T = batch.timesteps(), episodes = batch.count();
        out.println();
        shape(out, "batch", "shape", "");
        shape(out, "batchObs", "(" + T + ", " + obsDim + ")", "observations");
        shape(out, "batchActs", "(" + T + ", " + actDim + ")", discrete ? "actions, by their number" : "actions");
        shape(out, "batchLogProbs", "(" + T + ")", "log probability of each action when it was drawn");
        shape(out, "batchRews", "(" + episodes + ", " + lengths() + ")", "rewards, a row an episode");
        shape(out, "batchRtgs", "(" + T + ")", "rewards-to-go: what each episode still brought, discounted");
        shape(out, "batchLens", "(" + episodes + ")", "time steps of each episode");
        out.println();

        int obsWidth = Math.max(3, vector(batch.obs(), 0, obsDim).length());
        int actWidth = Math.max(3, action(0).length());
        out.printf(Locale.ROOT, "%5s  %-" + obsWidth + "s  %-" + actWidth + "s  %8s  %9s  %9s%n", "t", "obs", "act",
                "logProb", "rew", "rtg");
        for (int t = 0; t < Math.min(ROWS, T); t++) {
            out.printf(Locale.ROOT, "%5d  %-" + obsWidth + "s  %-" + actWidth + "s  %8.4f  %9.4f  %9.4f%n", t,
                    vector(batch.obs(), t * obsDim, obsDim), action(t), batch.logProbs()[t], batch.rews()[t],
                    batchRtgs[t]);
        }
        if (T > ROWS) {
            out.printf("%5s%n", "…");
        }
    }

    private static void shape(PrintStream out, String name, String shape, String meaning) {
        out.println(String.format("%-15s%-17s%s", name, shape, meaning).stripTrailing());
    }

    /// How long the episodes are: one number, or from … to.
    private String lengths() {
        int least = IntStream.range(0, batch.count()).map(batch::len).min().orElseThrow();
        int most = IntStream.range(0, batch.count()).map(batch::len).max().orElseThrow();
        return least == most ? String.valueOf(least) : least + " … " + most;
    }

    private String action(int t) {
        return discrete ? String.valueOf((int) batch.acts()[t]) : vector(batch.acts(), t * actDim, actDim);
    }

    /// `[ 0.123 -4.500]`, the end of a long one left out.
    private static String vector(float[] values, int from, int length) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < Math.min(length, WIDEST); i++) {
            text.append(String.format(Locale.ROOT, i == 0 ? "%7.3f" : " %7.3f", values[from + i]));
        }
        return text.append(length > WIDEST ? " …]" : "]").toString();
    }
}
