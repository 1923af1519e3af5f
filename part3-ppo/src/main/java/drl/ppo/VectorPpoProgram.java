package drl.ppo;

import drl.cli.Given;
import drl.cli.Preset;
import drl.env.Env;
import drl.nn.StateDict;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;

/// `./rl part3-ppo continuous` and `./rl part3-ppo discrete`: trains [VectorPPO]. The two differ in the actions they take
/// on and in their presets.
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
        return kind.presets();
    }

    @Override
    public String presetFor(Given given) {
        return kind.presetFor(given.text("--env-id", kind.settings("").envId()));
    }

    @Override
    public VectorPpoHyperparameters base(String preset, Given given) {
        return kind.settings(preset);
    }

    @Override
    public String exp() {
        return kind.exp();
    }

    @Override
    public VectorPpoHyperparameters defaults() {
        return kind.settings("");
    }

    @Override
    public String envId(VectorPpoHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(VectorPpoHyperparameters settings) {
        return settings.numIterations() * settings.batchSize();
    }

    @Override
    public void requireFit(String envId, Env env) {
        if (!kind.takes(env.actionSpace())) {
            throw new IllegalArgumentException(envId + " has the actions " + env.actionSpace()
                    + ", and this program needs " + kind.needs());
        }
    }

    @Override
    public Training training(VectorPpoHyperparameters settings, TrainingSetup setup) {
        return new VectorPpoTraining(settings, setup);
    }

    @Override
    public Env environment(VectorPpoHyperparameters settings) {
        return VectorPpoTraining.environment(settings);
    }

    @Override
    public Policy policy(VectorPpoHyperparameters settings, StateDict model, Env env, long seed) {
        return VectorPpoTraining.policy(settings, model, env, seed);
    }
}
