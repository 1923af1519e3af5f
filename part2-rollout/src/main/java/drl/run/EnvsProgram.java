package drl.run;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.RunOptions;
import drl.env.Env;
import drl.env.EnvSpec;
import drl.env.Envs;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/// `./rl envs`: the environments that `--env-id` takes.
final class EnvsProgram implements Program<EnvsProgram.Settings> {

    private static final List<String> HEAD = List.of("environment", "observations", "actions", "step limit", "engine");

    /// What to list.
    ///
    /// @param installed whether environments that cannot be made here are left out
    record Settings(@Flag("list only the environments whose engine is installed") boolean installed) {
    }

    @Override
    public String name() {
        return "envs";
    }

    @Override
    public String summary() {
        return "lists the environments: observation and action space, step limit, whether their engine is installed";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(false);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        return () -> {
            if (!options.quiet()) {
                print(table(Envs.specs(), settings.installed), invocation.out());
            }
            return 0;
        };
    }

    private static List<List<String>> table(List<EnvSpec> specs, boolean onlyInstalled) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        for (EnvSpec spec : specs) {
            String limit = spec.maxEpisodeSteps() == EnvSpec.NO_LIMIT ? "none" : String.valueOf(spec.maxEpisodeSteps());
            String missing = spec.obstacle().get().orElse("");
            if (missing.isEmpty()) {
                try (Env env = spec.make()) {
                    rows.add(List.of(spec.id(), SpaceText.of(env.observationSpace()),
                            SpaceText.of(env.actionSpace()), limit, "installed"));
                }
            } else if (!onlyInstalled) {
                rows.add(List.of(spec.id(), "-", "-", limit, "missing: " + missing));
            }
        }
        return rows;
    }

    private static void print(List<List<String>> rows, PrintStream out) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < HEAD.size(); column++) {
                int at = column;
                int width = rows.stream().mapToInt(other -> other.get(at).length()).max().orElseThrow();
                line.append(row.get(column)).repeat(" ", width - row.get(column).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
