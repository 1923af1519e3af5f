package drl.examples;

import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Everything that a run of [Reinforce] changes as it goes, put together from its settings.
final class ReinforceTraining implements Training {

    private final Env env;
    private final Env filmed; // env, perhaps with a camera around it, which is no part of a checkpoint
    private final TorchRandom random;
    private final Reinforce reinforce;

    ReinforceTraining(ReinforceHyperparameters hp, TrainingSetup setup) {
        env = new SeededOnce(Envs.make(hp.envId()), setup.seed());
        filmed = setup.camera().apply(env);
        random = new TorchRandom(setup.seed());
        reinforce = new Reinforce(filmed, hp, random);
    }

    /// Nothing: a rollout begins with a reset of its own.
    @Override
    public void begin() {
    }

    @Override
    public void learn(Recorder recorder) {
        reinforce.learn(recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("network", reinforce.network());
        return header;
    }

    @Override
    public Policy policy() {
        return reinforce.policy();
    }

    @Override
    public void saveModel(StateDict model) {
        reinforce.saveModel(model);
    }

    @Override
    public void save(StateDict state) {
        reinforce.save(state);
        Checkpoint.put(state, "torch", random);
        Checkpoint.put(state, "0", env);
    }

    @Override
    public void load(StateDict state) {
        reinforce.load(state);
        Checkpoint.get(state, "torch", random);
        Checkpoint.get(state, "0", env);
    }

    @Override
    public void close() {
        filmed.close();
    }
}
