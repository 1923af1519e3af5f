package drl.run;

import drl.plot.Statistics;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/// What standard output says before and after a run.
final class RunReport {

    private final PrintStream out;

    RunReport(PrintStream out) {
        this.out = out;
    }

    /// What is going to run.
    void header(RunFolder folder, RunDescription run) {
        SequencedMap<String, String> lines = new LinkedHashMap<>();
        lines.put("program", run.program());
        lines.put("environment", run.envId());
        lines.putAll(run.header());
        lines.put("threads", String.valueOf(run.options().threads()));
        lines.put("seed", String.valueOf(run.options().seed()));
        if (!run.invocation().preset().isEmpty()) {
            lines.put("preset", run.invocation().preset());
        }
        lines.put("folder", folder.path().toString());
        int width = lines.keySet().stream().mapToInt(String::length).max().orElseThrow();
        for (Map.Entry<String, String> line : lines.entrySet()) {
            print(line.getKey(), line.getValue(), width);
        }
        out.println();
        out.flush();
    }

    /// What has come of it.
    ///
    /// @param returns of the evaluation's episodes, empty if there was none
    /// @param files   what lies in the run's folder
    /// @param trouble what could not be done, empty if everything could
    /// @param command what `--track` asked for, empty otherwise
    void end(double[] returns, List<Path> files, String trouble, String command) {
        int width = "evaluation".length();
        out.println();
        if (returns.length > 0) {
            print("evaluation", String.format(Locale.ROOT, "%.2f ± %.2f over %d episode%s", Statistics.mean(returns),
                    Statistics.std(returns), returns.length, returns.length == 1 ? "" : "s"), width);
        }
        String label = "files";
        for (Path file : files) {
            print(label, file.toString(), width);
            label = "";
        }
        if (!trouble.isEmpty()) {
            print("missing", trouble, width);
        }
        if (!command.isEmpty()) {
            print("track", command, width);
        }
        out.flush();
    }

    private void print(String label, String text, int width) {
        out.println(label + " ".repeat(width - label.length() + 2) + text);
    }
}
