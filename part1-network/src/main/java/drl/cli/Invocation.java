package drl.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/// How a program was started.
///
/// @param chapter   the chapter's name
/// @param program   the program's name
/// @param preset    the name of the preset the settings started from, empty for a program without presets
/// @param args      the words after `./rl`, as typed
/// @param given     the flags as typed
/// @param out       where the program prints
/// @param terminal  whether a person watches `out`, so that a line may be drawn over
public record Invocation(String chapter, String program, String preset, List<String> args, Given given, PrintStream out,
        boolean terminal) {

    /// Copies the arguments.
    public Invocation {
        args = List.copyOf(args);
    }

    /// The command as typed, quoted so that it can be pasted into a shell.
    public String commandLine() {
        StringBuilder line = new StringBuilder("./rl");
        for (String arg : args) {
            line.append(' ').append(quoted(arg));
        }
        return line.toString();
    }

    /// The same with another preset, as a resumed run has it.
    public Invocation withPreset(String other) {
        return new Invocation(chapter, program, other, args, given, out, terminal);
    }

    /// Where a program prints that obeys `--quiet`: nowhere then.
    public PrintStream out(RunOptions options) {
        return options.quiet() ? new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) : out;
    }

    /// Does something whose failure is the fault of one flag's value, and makes the refusal name the flag.
    ///
    /// @param flag the flag's main spelling, `--env-id`
    /// @throws UsageException if `action` throws an [IllegalArgumentException]
    public <T> T checking(String flag, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException refused) {
            throw new UsageException(given.spelling(flag) + ": " + refused.getMessage(), refused);
        }
    }

    private static String quoted(String arg) {
        return arg.matches("[\\w./:=,@%+-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'";
    }
}
