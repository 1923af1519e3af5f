package drl.cli;

/// A named set of settings, chosen by `--preset NAME`.
///
/// @param name     the name on the command line, such as `pendulum`
/// @param summary  the help text
/// @param shortcut whether `--name` alone chooses it as well, as `--optimized` does
public record Preset(String name, String summary, boolean shortcut) {

    /// A preset without a flag of its own.
    public Preset(String name, String summary) {
        this(name, summary, false);
    }

    /// The flag of a shortcut.
    public String flag() {
        return "--" + name;
    }
}
