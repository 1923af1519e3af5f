package drl.cli;

import java.util.List;

/// Something that `./rl` can start, with its own settings: `tutorial` of `part3-ppo`, say.
///
/// The command line is read in two phases, because defaults may depend on what was typed: first the flags as given,
/// then [#base] for those flags, last the given values on top. The record that results is complete and has passed its
/// own validation.
///
/// @param <S> the record of settings; its annotated components are the program's flags
public interface Program<S extends Record> {

    /// The word after the chapter's name; a chapter's only program may use the chapter's own.
    String name();

    /// One line for the help.
    String summary();

    /// The class of the settings.
    Class<S> settingsType();

    /// The named sets of settings, empty if there are none (and then no `--preset` flag).
    default List<Preset> presets() {
        return List.of();
    }

    /// The name of the preset to start from when none was typed, which may depend on `--env-id` or on a switch.
    default String presetFor(Given given) {
        return presets().isEmpty() ? "" : presets().getFirst().name();
    }

    /// The settings before the typed flags are applied.
    ///
    /// @param preset the name typed or else [#presetFor], empty without presets
    /// @param given  the flags as typed
    S base(String preset, Given given);

    /// The shared flags' values before the typed ones are applied.
    default RunOptions options(Given given) {
        return RunOptions.DEFAULTS;
    }

    /// Checks that everything asked for is possible, and says what to do then. A run folder is created last, so that a
    /// refusal leaves nothing behind.
    ///
    /// @throws UsageException           if something is not possible; exit status 2
    /// @throws IllegalArgumentException the same, from a library; exit status 2
    Job prepare(S settings, RunOptions options, Invocation invocation);
}
