package drl.cli;

import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The text of `--help`: every flag with its meaning and its default, the program's own before the shared ones.
final class HelpText {

    private static final int WIDTH = 110;
    private static final int FLAG_WIDTH = 36;

    private HelpText() {}

    /// @param title  how the user starts the program
    /// @param preset the preset whose values are shown as defaults, empty without presets
    /// @param others the chapter's other programs
    static <S extends Record> String of(String title, Program<S> program, FlagOptions<S> options, String preset, S base,
            RunOptions baseOptions, List<Program<?>> others) {
        CommandSpec spec = CommandSpec.create().name(title);
        options.operands(flag -> escape(flag.help())).forEach(spec::addPositional);
        List<OptionSpec> own = options.own(withDefault(base));
        if (!own.isEmpty()) {
            spec.addArgGroup(group(program.name() + (preset.isEmpty() ? "" : ", preset " + preset), 1, own));
        }
        spec.addArgGroup(group("every program", 2, options.shared(withDefault(baseOptions))));
        spec.parser().separator(" ");
        spec.usageMessage().width(WIDTH).longOptionsMaxWidth(FLAG_WIDTH).sortOptions(false)
                .description("%n" + escape(program.summary())).synopsisHeading("").footer(footer(program, others));
        spec.usageMessage().customSynopsis(title + operands(options) + " [flags]");
        return new CommandLine(spec).setInterpolateVariables(false).getUsageMessage(Ansi.OFF);
    }

    private static ArgGroupSpec group(String heading, int order, List<OptionSpec> options) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).order(order)
                .heading("%nFlags of " + escape(heading) + ":%n");
        for (OptionSpec option : options) {
            boolean onOff = option.type() == boolean.class;
            group.addArg(onOff ? OptionSpec.builder(option).arity("0").build() : option);
        }
        return group.build();
    }

    private static Function<SettingsFlag, String> withDefault(Record base) {
        return flag -> escape(flag.help() + " (default: " + flag.type().show().apply(flag.read(base)) + ")");
    }

    private static String operands(FlagOptions<?> options) {
        StringBuilder labels = new StringBuilder();
        for (SettingsFlag flag : options.settings().flags()) {
            flag.operands().ifPresent(rule -> labels.append(rule.min() > 0 ? " " : " [").append(rule.label())
                    .append(rule.max() > 1 ? "..." : "").append(rule.min() > 0 ? "" : "]"));
        }
        return labels.toString();
    }

    private static String[] footer(Program<?> program, List<Program<?>> others) {
        StringBuilder footer = new StringBuilder();
        if (!program.presets().isEmpty()) {
            footer.append("%nPresets:%n");
            program.presets().forEach(preset -> footer.append(line(preset.name(), preset.summary())));
        }
        if (!others.isEmpty()) {
            footer.append("%nOther programs of the chapter:%n");
            others.forEach(other -> footer.append(line(other.name(), other.summary())));
        }
        return footer.isEmpty() ? new String[0] : new String[] {footer.toString()};
    }

    private static String line(String name, String summary) {
        return escape("  " + name + " ".repeat(Math.max(1, 14 - name.length())) + summary) + "%n";
    }

    /// picocli takes its texts for format strings.
    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
