package drl.run;

import drl.cli.Given;
import drl.cli.Setting;
import drl.cli.Settings;
import drl.cli.UsageException;
import java.util.List;

/// What a command line that resumes a run may say: a run keeps the settings that its results depend on, and who types
/// others is told so.
///
/// @param folder where the run lies
/// @param config how it was begun
/// @param given  what was typed
record Resumption(RunFolder folder, RunConfig config, Given given) {

    /// Checks that nothing was typed that the run does not have.
    ///
    /// @param program  what made the run
    /// @param settings as typed, on whatever the program starts from
    /// @param kept     those of the run
    /// @throws UsageException if something was; names the flag and the run's value
    <S extends Record> void check(TrainingProgram<S> program, S settings, S kept) {
        List<Setting> typed = values(program, settings), own = values(program, kept);
        for (int i = 0; i < typed.size(); i++) {
            String flag = "--" + typed.get(i).name().replace('_', '-');
            if (given.has(flag) && !program.changeable().contains(flag)) {
                require(flag, typed.get(i).text(), own.get(i).text());
            }
        }
        given.text("--seed").ifPresent(seed -> require("--seed", seed, Long.toString(config.seed())));
        given.text("--run-name").ifPresent(name -> require("--run-name", name, folder.name()));
        if (!program.presets().isEmpty()) {
            given.text("--preset").ifPresent(preset -> require("--preset", preset, config.preset()));
            program.presets().stream().filter(preset -> preset.shortcut() && given.on(preset.flag()))
                    .forEach(preset -> require(preset.flag(), preset.name(), config.preset()));
        }
    }

    private static <S extends Record> List<Setting> values(TrainingProgram<S> program, S settings) {
        return Settings.of(program.settingsType()).values(settings);
    }

    private void require(String flag, String typed, String own) {
        if (!typed.equals(own)) {
            throw new UsageException(given.spelling(flag) + ": a resumed run keeps what it was begun with, and "
                    + folder.path() + " was begun with " + own + ", not " + typed + "; leave the flag out");
        }
    }
}
