package drl.a2c;

import drl.cli.Given;
import drl.cli.Preset;
import drl.env.Env;
import drl.nn.StateDict;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;
import java.util.List;

/// `./rl part5-a2c a2c`: trains [A2C].
public final class A2cProgram implements TrainingProgram<A2cHyperparameters> {

    @Override
    public String name() {
        return "a2c";
    }

    @Override
    public String summary() {
        return "A2C: all environments step together, one learner waits for them";
    }

    @Override
    public Class<A2cHyperparameters> settingsType() {
        return A2cHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return A2cPreset.all();
    }

    @Override
    public String presetFor(Given given) {
        return given.on("--faithful") ? A2cPreset.NONE : A2cPreset.forEnv(given.text("--env-id", defaults().envId()));
    }

    @Override
    public A2cHyperparameters base(String preset, Given given) {
        A2cHyperparameters settings = A2cPreset.settings(preset);
        return given.on("--faithful") ? settings.literal() : settings;
    }

    @Override
    public String exp() {
        return "a2c";
    }

    @Override
    public A2cHyperparameters defaults() {
        return A2cHyperparameters.tutorial();
    }

    @Override
    public String envId(A2cHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(A2cHyperparameters settings) {
        return settings.frames() * settings.numEnvs();
    }

    /// Both kinds of actions fit.
    @Override
    public void requireFit(String envId, Env env) {
    }

    @Override
    public Training training(A2cHyperparameters settings, TrainingSetup setup) {
        return new A2cTraining(settings, setup);
    }

    @Override
    public Env environment(A2cHyperparameters settings) {
        return Playing.environment(settings.envId());
    }

    @Override
    public Policy policy(A2cHyperparameters settings, StateDict model, Env env, long seed) {
        return A2cTraining.policy(settings, model, env, seed);
    }
}
