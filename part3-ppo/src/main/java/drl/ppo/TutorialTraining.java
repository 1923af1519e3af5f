package drl.ppo;

import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Everything that a run of [PPO] changes as it goes, put together from its settings.
final class TutorialTraining implements Training {

    private final PpoHyperparameters hp;
    private final Env env;
    private final Env filmed; // env, perhaps with a camera around it, which is no part of a checkpoint
    private final TorchRandom random;
    private final NumpyLegacyRandom shuffles;
    private final PPO ppo;

    TutorialTraining(PpoHyperparameters hp, TrainingSetup setup) {
        this.hp = hp;
        env = new SeededOnce(Envs.make(hp.envId()), setup.seed());
        filmed = setup.camera().apply(env);
        random = new TorchRandom(setup.seed());
        shuffles = new NumpyLegacyRandom(setup.seed());
        ppo = new PPO(filmed, hp, random, shuffles);
    }

    /// Nothing: a rollout begins with a reset of its own.
    @Override
    public void begin() {
    }

    @Override
    public void learn(Recorder recorder) {
        ppo.learn(hp.totalTimesteps(), recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", ppo.networks());
        return header;
    }

    @Override
    public Policy policy() {
        return ppo.policy();
    }

    @Override
    public void saveModel(StateDict model) {
        ppo.save(model);
    }

    @Override
    public void save(StateDict state) {
        ppo.saveTraining(state);
        Checkpoint.put(state, "torch", random);
        Checkpoint.put(state, "shuffles", shuffles);
        Checkpoint.put(state, "0", env);
    }

    @Override
    public void load(StateDict state) {
        ppo.loadTraining(state);
        Checkpoint.get(state, "torch", random);
        Checkpoint.get(state, "shuffles", shuffles);
        Checkpoint.get(state, "0", env);
    }

    @Override
    public void close() {
        filmed.close();
    }
}
