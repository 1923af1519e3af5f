package drl.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// Reads what was typed behind a program's name.
///
/// picocli splits the words; values stay text, because a default may depend on them, and because [Settings] refuses bad
/// ones in the same words wherever they come from.
///
/// @param <S> the program's settings
final class ProgramLine<S extends Record> {

    private final Program<S> program;
    private final FlagOptions<S> options;
    private final String title;

    /// @param title how the user starts the program: `./rl part3-ppo tutorial`
    ProgramLine(Program<S> program, FlagOptions<S> options, String title) {
        this.program = program;
        this.options = options;
        this.title = title;
    }

    /// What was typed, unchecked.
    ///
    /// @throws UsageException for unknown, repeated and incomplete flags
    Given parse(List<String> args) {
        CommandSpec spec = CommandSpec.create().name(title);
        options.own(SettingsFlag::help).forEach(option -> add(spec, option));
        options.shared(SettingsFlag::help).forEach(option -> add(spec, option));
        options.operands(SettingsFlag::help).forEach(spec::addPositional);
        CommandLine line = new CommandLine(spec).setExpandAtFiles(false).setPosixClusteredShortOptionsAllowed(false)
                .setInterpolateVariables(false);
        try {
            return given(line.parseArgs(args.toArray(String[]::new)), args);
        } catch (CommandLine.ParameterException refused) {
            throw Refusals.of(refused, options.allowed(), title);
        }
    }

    /// Adds an option; a switch gets a twin `--no-x` of its own, because picocli reads `--no-x=false` as `--x=false`.
    private static void add(CommandSpec spec, OptionSpec option) {
        if (option.negatable()) {
            spec.addOption(OptionSpec.builder(negated(option.names()[0])).type(boolean.class).arity(option.arity())
                    .fallbackValue("true").build());
        }
        spec.addOption(OptionSpec.builder(option).negatable(false).build());
    }

    static String negated(String flag) {
        return flag.replaceFirst("^--", "--no-");
    }

    private Given given(ParseResult parsed, List<String> args) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> spellings = new HashMap<>();
        for (OptionSpec option : parsed.matchedOptionsSet()) {
            String flag = option.names()[0];
            values.put(flag, option.<Object>getValue().toString());
            for (String name : option.names()) {
                if (args.stream().anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "="))) {
                    spellings.put(flag, name);
                }
            }
        }
        List<String> switches = Stream.of(options.settings(), options.shared()).flatMap(part -> part.flags().stream())
                .filter(SettingsFlag::isSwitch).map(SettingsFlag::name).toList();
        for (String flag : switches) {
            String off = values.remove(negated(flag));
            if (off != null && values.put(flag, String.valueOf(off.equals("false"))) != null) {
                throw new UsageException(flag + " and " + negated(flag) + " contradict each other");
            }
        }
        List<String> operands = new ArrayList<>();
        for (PositionalParamSpec positional : parsed.matchedPositionalsSet()) {
            operands.addAll(positional.originalStringValues());
        }
        return new Given(options.allowed().keySet(), values, spellings, operands);
    }

    /// The preset typed, as `--preset NAME` or by its shortcut, or else the program's choice.
    ///
    /// @throws UsageException if there is no such preset, or two are asked for
    String preset(Given given) {
        if (program.presets().isEmpty()) {
            return "";
        }
        List<String> typed = new ArrayList<>();
        given.text(FlagOptions.PRESET).ifPresent(typed::add);
        program.presets().stream().filter(preset -> preset.shortcut() && given.on(preset.flag()))
                .forEach(preset -> typed.add(preset.name()));
        if (typed.stream().distinct().count() > 1) {
            throw new UsageException("a run has one preset, got " + String.join(" and ", typed));
        }
        List<String> names = program.presets().stream().map(Preset::name).toList();
        String name = typed.isEmpty() ? program.presetFor(given) : typed.getFirst();
        if (!names.contains(name)) {
            throw new UsageException(FlagOptions.PRESET + " takes " + ValueType.either(names) + ", got " + name
                    + "; the nearest is " + Nearest.to(name, names));
        }
        return name;
    }
}
