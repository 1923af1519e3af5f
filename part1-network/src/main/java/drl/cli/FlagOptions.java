package drl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A program's flags as picocli's options: its own, and those that every program takes.
///
/// @param <S> the program's settings
final class FlagOptions<S extends Record> {

    static final String HELP = "--help";
    static final String PRESET = "--preset";

    private final Program<S> program;
    private final Settings<S> settings;
    private final Settings<RunOptions> shared = Settings.of(RunOptions.class);

    FlagOptions(Program<S> program) {
        this.program = program;
        this.settings = Settings.of(program.settingsType());
    }

    Settings<S> settings() {
        return settings;
    }

    Settings<RunOptions> shared() {
        return shared;
    }

    /// What each flag takes, as it reads after "takes", by every spelling.
    Map<String, String> allowed() {
        Map<String, String> allowed = new TreeMap<>();
        allowed.put(HELP, "no value");
        if (!program.presets().isEmpty()) {
            allowed.put(PRESET, ValueType.either(program.presets().stream().map(Preset::name).toList()));
        }
        program.presets().stream().filter(Preset::shortcut)
                .forEach(preset -> allowed.put(preset.flag(), "true or false"));
        for (Settings<?> part : List.of(settings, shared)) {
            for (SettingsFlag flag : part.flags()) {
                flag.names().forEach(name -> allowed.put(name, flag.type().allowed()));
                if (flag.isSwitch()) {
                    allowed.put(ProgramLine.negated(flag.name()), flag.type().allowed());
                }
            }
        }
        return allowed;
    }

    /// The options of the program itself.
    ///
    /// @param help the help text of a flag
    List<OptionSpec> own(Function<SettingsFlag, String> help) {
        List<OptionSpec> options = new ArrayList<>();
        if (!program.presets().isEmpty()) {
            List<String> names = program.presets().stream().map(Preset::name).toList();
            options.add(OptionSpec.builder(PRESET).type(String.class).paramLabel("NAME")
                    .description("settings to start from: " + ValueType.either(names)).build());
        }
        for (Preset preset : program.presets()) {
            if (preset.shortcut()) {
                options.add(onOff(OptionSpec.builder(preset.flag()))
                        .description("short for " + PRESET + " " + preset.name()).build());
            }
        }
        options.addAll(of(settings, help));
        return options;
    }

    /// The options that every program takes, `--help` last.
    ///
    /// @param help the help text of a flag
    List<OptionSpec> shared(Function<SettingsFlag, String> help) {
        List<OptionSpec> options = of(shared, help);
        options.add(OptionSpec.builder(HELP, "-h").usageHelp(true).description("show this text").build());
        return options;
    }

    /// The arguments that belong to no flag; they are counted later, by [SettingsFlag#convertOperands].
    ///
    /// @param help the help text of the operands
    List<PositionalParamSpec> operands(Function<SettingsFlag, String> help) {
        return settings.flags().stream().filter(SettingsFlag::isOperands)
                .map(flag -> PositionalParamSpec.builder().type(List.class).auxiliaryTypes(String.class).arity("0..*")
                        .hideParamSyntax(true).paramLabel(flag.operands().orElseThrow().label())
                        .description(help.apply(flag)).build())
                .toList();
    }

    private static List<OptionSpec> of(Settings<?> settings, Function<SettingsFlag, String> help) {
        List<OptionSpec> options = new ArrayList<>();
        for (SettingsFlag flag : settings.flags()) {
            if (!flag.isOperands()) {
                options.add(option(flag, help.apply(flag)));
            }
        }
        return options;
    }

    private static OptionSpec option(SettingsFlag flag, String help) {
        OptionSpec.Builder option = OptionSpec.builder(flag.names().toArray(String[]::new)).description(help);
        if (flag.isSwitch()) {
            return onOff(option).negatable(true).build();
        }
        return option.type(String.class).arity("1").paramLabel(flag.type().label()).build();
    }

    /// Takes `--flag` alone and `--flag true|false`, as CleanRL's parser does.
    private static OptionSpec.Builder onOff(OptionSpec.Builder option) {
        return option.type(boolean.class).arity("0..1").fallbackValue("true");
    }
}
