package drl.run;

import drl.cli.RunOptions;
import drl.cli.Settings;
import java.util.Map;
import java.util.SequencedMap;

/// What `config.json` says about a run.
///
/// @param run             the folder's name
/// @param program         `part3-ppo tutorial`
/// @param preset          the preset it started from, empty if the program has none
/// @param envId           the environment
/// @param exp             the program's name as it stands in the folder's
/// @param seed            the seed
/// @param commandLine     as typed
/// @param hyperparameters name to value as it would be typed, in order
/// @param options         the shared flags, likewise
/// @param versions        of the project, the JDK, the backend
public record RunConfig(String run, String program, String preset, String envId, String exp, long seed,
        String commandLine, SequencedMap<String, String> hyperparameters, SequencedMap<String, String> options,
        SequencedMap<String, String> versions) {

    /// The hyperparameters as the record they were, those it did not have yet taken from `base`.
    ///
    /// @throws drl.cli.UsageException if a value is malformed or out of range
    public <S extends Record> S settings(S base) {
        return restore(base, hyperparameters);
    }

    /// The shared flags as they were, those it did not have yet taken from `base`.
    ///
    /// @throws drl.cli.UsageException if a value is malformed or out of range
    public RunOptions options(RunOptions base) {
        return restore(base, options);
    }

    private static <S extends Record> S restore(S base, Map<String, String> texts) {
        @SuppressWarnings("unchecked")
        Class<S> type = (Class<S>) base.getClass();
        return Settings.of(type).restore(base, texts);
    }
}
