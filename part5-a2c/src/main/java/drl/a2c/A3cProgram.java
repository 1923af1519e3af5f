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

/// `./rl part5-a2c a3c`: trains [A3C].
public final class A3cProgram implements TrainingProgram<A3cHyperparameters> {

    @Override
    public String name() {
        return "a3c";
    }

    @Override
    public String summary() {
        return "A3C: workers change shared parameters, and none waits for another";
    }

    @Override
    public Class<A3cHyperparameters> settingsType() {
        return A3cHyperparameters.class;
    }

    @Override
    public List<Preset> presets() {
        return A3cPreset.all();
    }

    @Override
    public String presetFor(Given given) {
        return A3cPreset.forEnv(given.text("--env-id", defaults().envId()));
    }

    @Override
    public A3cHyperparameters base(String preset, Given given) {
        return A3cPreset.settings(preset);
    }

    @Override
    public String exp() {
        return "a3c";
    }

    @Override
    public A3cHyperparameters defaults() {
        return A3cHyperparameters.defaults();
    }

    @Override
    public String envId(A3cHyperparameters settings) {
        return settings.envId();
    }

    @Override
    public long totalTimesteps(A3cHyperparameters settings) {
        return settings.steps();
    }

    /// Both kinds of actions fit.
    @Override
    public void requireFit(String envId, Env env) {
    }

    @Override
    public boolean rescalesObs(A3cHyperparameters settings) {
        return settings.rescaleObs();
    }

    @Override
    public Training training(A3cHyperparameters settings, TrainingSetup setup) {
        return new A3cTraining(settings, setup);
    }

    @Override
    public Env environment(A3cHyperparameters settings) {
        return A3cTraining.environment(settings);
    }

    @Override
    public Policy policy(A3cHyperparameters settings, StateDict model, Env env, long seed) {
        return A3cTraining.policy(settings, model, env, seed);
    }
}
