package drl.run;

import drl.cli.Chapter;
import drl.cli.Program;
import drl.cli.Rl;
import drl.cli.UsageException;
import drl.env.Env;
import drl.nn.StateDict;
import drl.rollout.Policy;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A run that has left a policy: where it lies, how it was made, and the environment and policy to play.
///
/// @param env    as the policy expects it
/// @param policy as the run left it
record TrainedRun(RunFolder folder, RunConfig config, Env env, Policy policy) {

    /// Puts environment and policy together again.
    ///
    /// @param best whether the best model is to play, not the last
    /// @param seed of the actions, where they are drawn
    /// @throws UsageException if the run has left nothing that can be played here; says why
    static TrainedRun open(RunFolder folder, boolean best, long seed) {
        RunConfig config = folder.readConfig();
        Playable program = program(folder, config);
        Path file = best ? folder.bestModel() : folder.model();
        if (!Files.isRegularFile(file)) {
            boolean unsaved = "false".equals(config.options().get("save_model"));
            throw new UsageException(folder.path() + " has no " + file.getFileName() + ": "
                    + (unsaved ? "the run was made with --no-save-model" : "the run ended before it saved one"));
        }
        try {
            StateDict model = StateDict.read(file);
            Env env = program.environment(config);
            return new TrainedRun(folder, config, env, program.policy(config, model, env, seed));
        } catch (IllegalArgumentException | UncheckedIOException unfit) {
            throw new UsageException(unfit.getMessage(), unfit);
        }
    }

    private static Playable program(RunFolder folder, RunConfig config) {
        for (Chapter chapter : Rl.installed()) {
            for (Program<?> program : chapter.programs()) {
                boolean same = program.name().equals(chapter.name());
                if (config.program().equals(chapter.name() + (same ? "" : " " + program.name()))) {
                    if (program instanceof Playable playable) {
                        return playable;
                    }
                    throw new UsageException(folder.path() + " was made by " + config.program()
                            + ", which trains no policy that could be played; part3-ppo trains one");
                }
            }
        }
        throw new UsageException(folder.path() + " was made by " + config.program()
                + ", and there is no such program here (./rl lists them all)");
    }
}
