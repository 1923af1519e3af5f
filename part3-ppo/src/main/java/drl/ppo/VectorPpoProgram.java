package drl.ppo;

import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Preset;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.env.Env;
import drl.nn.StateDict;
import drl.ppo.literal.LiteralMyPpoTraining;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;

/// `./rl part3-ppo continuous` and `./rl part3-ppo discrete`: trains [VectorPPO]. The two differ in the actions they take
/// on and in their presets. The settings of MyPPO together with `--faithful` give the program that its tutorial printed
/// instead.
public final class VectorPpoProgram implements TrainingProgram<VectorPpoHyperparameters> {

    private final VectorPpoKind kind;

    /// @param kind of actions
    public VectorPpoProgram(VectorPpoKind kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind.program();
    }

    @Override
    public String summary() {
        return kind.summary();
    }

    @Override
    public Class<VectorPpoHyperparameters> settingsType() {
        return VectorPpoHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return kind.presets().stream().map(VectorPpoPreset::shown).toList();
    }

    @Override
    public String presetFor(Given given) {
        return kind.presetFor(given.text("--env-id").orElseGet(() -> kind.defaults().envId())).name();
    }

    @Override
    public VectorPpoHyperparameters base(String preset, Given given) {
        return VectorPpoWords.check(kind.preset(preset).settings().get(), given);
    }

    /// MyPPO comes with a seed of its own.
    @Override
    public RunOptions options(Given given) {
        return given.has("--resume") ? TrainingProgram.super.options(given)
                : kind.preset(given.text("--preset", presetFor(given))).options();
    }

    @Override
    public Job prepare(VectorPpoHyperparameters settings, RunOptions options, Invocation invocation) {
        Require.that(kind == VectorPpoKind.DISCRETE || !settings.isLiteralMyPpo(),
                "network must be cleanrl with --faithful, because MyPPO has no continuous actions");
        return TrainingProgram.super.prepare(settings, options, invocation);
    }

    @Override
    public String exp() {
        return kind.exp();
    }

    @Override
    public VectorPpoHyperparameters defaults() {
        return kind.defaults();
    }

    @Override
    public String envId(VectorPpoHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(VectorPpoHyperparameters settings) {
        return settings.numIterations() * settings.stepsPerIteration();
    }

    @Override
    public void requireFit(String envId, Env env) {
        TrainingProgram.requireActions(kind.takes(env.actionSpace()), envId, env,
                "this program needs " + kind.needs());
    }

    @Override
    public Training training(VectorPpoHyperparameters settings, TrainingSetup setup) {
        return settings.isLiteralMyPpo() ? new LiteralMyPpoTraining(settings.envId(), settings.literalMyPpo(), setup)
                : new VectorPpoTraining(settings, setup);
    }

    @Override
    public Env environment(VectorPpoHyperparameters settings) {
        return settings.isLiteralMyPpo() ? LiteralMyPpoTraining.environment(settings.envId())
                : VectorPpoTraining.environment(settings);
    }

    @Override
    public Policy policy(VectorPpoHyperparameters settings, StateDict model, Env env, long seed) {
        return settings.isLiteralMyPpo()
                ? LiteralMyPpoTraining.policy(settings.literalMyPpo(), model, env, seed)
                : VectorPpoTraining.policy(settings, model, env, seed);
    }
}
