package drl.run;

import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.env.Env;
import drl.env.Envs;
import drl.nn.StateDict;
import drl.rollout.Policy;
import java.nio.file.Path;
import java.util.Set;

/// A program that trains: what [TrainingRun] has to know about it to give it a run's folder, records, checkpoints,
/// `--resume`, videos, an evaluation, and a place in `./rl enjoy`.
///
/// @param <S> the record of settings
public interface TrainingProgram<S extends Record> extends Program<S>, Playable {

    /// The program's name as it stands in the folders' names, CleanRL's `exp_name`.
    String exp();

    /// Settings that those of a run's config.json are read onto, for what an older run did not have yet.
    S defaults();

    /// The environment that the settings name.
    String envId(S settings);

    /// The environment steps that the whole run takes.
    long totalTimesteps(S settings);

    /// Looks at an environment before anything starts.
    ///
    /// @throws IllegalArgumentException if this program cannot be trained on it; names what would fit
    void requireFit(String envId, Env env);

    /// Whether `--rescale-obs` is on. Observations without bounds, which cannot be rescaled, are refused then.
    default boolean rescalesObs(S settings) {
        return false;
    }

    /// The flags, `--num-partitions` say, that a resumed run may be given anew: those that no result depends on.
    default Set<String> changeable() {
        return Set.of();
    }

    /// Refuses an environment that is not there or does not fit, before anything starts.
    ///
    /// @throws drl.cli.UsageException if so; names `--env-id`
    default void requireFit(S settings, Invocation invocation) {
        String envId = envId(settings);
        invocation.checking("--env-id", () -> {
            try (Env env = Envs.make(envId)) {
                requireFit(envId, env);
                return envId;
            }
        });
    }

    /// For [#requireFit]: refuses an environment whose actions do not fit.
    ///
    /// @param needs who needs which actions, and where they are found
    /// @throws IllegalArgumentException unless `fits`
    static void requireActions(boolean fits, String envId, Env env, String needs) {
        Require.that(fits, envId + " has the actions " + env.actionSpace() + ", and " + needs);
    }

    /// Puts together what is trained.
    Training training(S settings, TrainingSetup setup);

    /// The environment as the policy expects it, with its own rewards.
    Env environment(S settings);

    /// The trained policy.
    ///
    /// @param model the run's `model.safetensors`
    /// @param env   from [#environment]
    /// @param seed  of the actions, where they are drawn
    /// @throws drl.nn.MalformedFileException if the model is not one of this program's
    Policy policy(S settings, StateDict model, Env env, long seed);

    /// A resumed run keeps the shared flags it had, but for those typed anew.
    @Override
    default RunOptions options(Given given) {
        return given.text("--resume").map(run -> RunFolder.open(Path.of(run)).readConfig().options(RunOptions.DEFAULTS))
                .orElse(RunOptions.DEFAULTS);
    }

    @Override
    default Job prepare(S settings, RunOptions options, Invocation invocation) {
        return new TrainingRun<>(this, options, invocation).prepare(settings);
    }

    @Override
    default Env environment(RunConfig config) {
        return environment(config.settings(defaults()));
    }

    @Override
    default Policy policy(RunConfig config, StateDict model, Env env, long seed) {
        return policy(config.settings(defaults()), model, env, seed);
    }
}
