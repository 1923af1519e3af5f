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
import java.util.ArrayList;
import java.util.List;

/// `./rl envs`: the environments by name, with their spaces, their step limits and whether their engine is installed.
final class EnvsProgram implements Program<EnvsProgram.Settings> {

    private static final List<String> TITLES = List.of("environment", "step limit", "engine", "action", "observation");

    /// What to list.
    ///
    /// @param installed whether environments whose engine is missing are left out
    record Settings(@Flag("list only the environments whose engine is installed") boolean installed) {
    }

    @Override
    public String name() {
        return "envs";
    }

    @Override
    public String summary() {
        return "lists the environments";
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
            List<List<String>> table = new ArrayList<>();
            table.add(TITLES);
            for (EnvSpec spec : Envs.specs()) {
                if (!settings.installed || spec.obstacle().get().isEmpty()) {
                    table.add(row(spec));
                }
            }
            if (!options.quiet()) {
                lines(table).forEach(invocation.out()::println);
            }
            return 0;
        };
    }

    private static List<String> row(EnvSpec spec) {
        String limit = spec.maxEpisodeSteps() == EnvSpec.NO_LIMIT ? "none" : String.valueOf(spec.maxEpisodeSteps());
        String obstacle = spec.obstacle().get().orElse("");
        if (!obstacle.isEmpty()) {
            return List.of(spec.id(), limit, "missing", "-", obstacle);
        }
        try (Env env = spec.make()) {
            return List.of(spec.id(), limit, "installed", env.actionSpace().toString(),
                    env.observationSpace().toString());
        }
    }

    private static List<String> lines(List<List<String>> table) {
        int[] widths = new int[TITLES.size()];
        for (List<String> row : table) {
            for (int i = 0; i < widths.length - 1; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length() + 2);
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : table) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(" ", Math.max(0, widths[i] - row.get(i).length()));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
