package drl.examples;

import drl.cli.Given;
import drl.env.Discrete;
import drl.env.Env;
import drl.env.Envs;
import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.CategoricalPolicy;
import drl.rollout.Policy;
import drl.run.Training;
import drl.run.TrainingProgram;
import drl.run.TrainingSetup;

/// `./rl reinforce`: trains [Reinforce]. Run folder, checkpoints, `--resume`, videos and `./rl enjoy` come with
/// [TrainingProgram].
final class ReinforceProgram implements TrainingProgram<ReinforceHyperparameters> {

    @Override
    public String name() {
        return "reinforce";
    }

    @Override
    public String summary() {
        return "REINFORCE, for discrete actions";
    }

    @Override
    public Class<ReinforceHyperparameters> settingsType() {
        return ReinforceHyperparameters.class;
    }

    @Override
    public ReinforceHyperparameters base(String preset, Given given) {
        return ReinforceHyperparameters.DEFAULTS;
    }

    @Override
    public String exp() {
        return "reinforce";
    }

    @Override
    public ReinforceHyperparameters defaults() {
        return ReinforceHyperparameters.DEFAULTS;
    }

    @Override
    public String envId(ReinforceHyperparameters hp) {
        return hp.envId();
    }

    @Override
    public long totalTimesteps(ReinforceHyperparameters hp) {
        return hp.totalTimesteps();
    }

    @Override
    public void requireFit(String envId, Env env) {
        TrainingProgram.requireActions(env.actionSpace() instanceof Discrete, envId, env,
                "this program needs discrete ones, as CartPole-v1 has");
    }

    @Override
    public Training training(ReinforceHyperparameters hp, TrainingSetup setup) {
        return new ReinforceTraining(hp, setup);
    }

    @Override
    public Env environment(ReinforceHyperparameters hp) {
        return Envs.make(hp.envId());
    }

    @Override
    public Policy policy(ReinforceHyperparameters hp, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        int obsDim = env.observationSpace().size(), n = ((Discrete) env.actionSpace()).n();
        FeedForwardNN actor = new FeedForwardNN(obsDim, n, random);
        actor.load(model, "actor.");
        return new CategoricalPolicy(actor, obsDim, n, random);
    }
}
