package drl.ddpg;

import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.RescaleObservation;
import drl.env.wrapper.SeededOnce;
import drl.nn.StateDict;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Everything that a run of [DDPG] changes as it goes, put together from its settings.
final class DdpgTraining implements Training {

    private final DdpgHyperparameters hp;
    private final Env env;
    private final Env filmed; // env, perhaps with a camera around it, which is no part of a checkpoint
    private final Streams streams;
    private final DDPG ddpg;

    DdpgTraining(DdpgHyperparameters hp, TrainingSetup setup) {
        this.hp = hp;
        env = new SeededOnce(environment(hp), setup.seed());
        filmed = setup.camera().apply(env);
        streams = Streams.of(setup.seed());
        ddpg = new DDPG(filmed, hp, streams);
    }

    /// The environment that the settings name, as the networks see it.
    static Env environment(DdpgHyperparameters hp) {
        Env env = new FlattenObservation(Envs.make(hp.envId()));
        return hp.rescaleObs() ? new RescaleObservation(env) : env;
    }

    @Override
    public void begin() {
        ddpg.begin();
    }

    @Override
    public void learn(Recorder recorder) {
        ddpg.learn(hp.totalTimesteps(), recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", ddpg.networks());
        header.put("memory", ddpg.replayBuffer().toString());
        return header;
    }

    @Override
    public Policy policy() {
        return ddpg.policy();
    }

    @Override
    public void saveModel(StateDict model) {
        ddpg.save(model);
    }

    @Override
    public void save(StateDict state) {
        ddpg.saveTraining(state);
        streams.save(state);
        Checkpoint.put(state, "0", env);
    }

    @Override
    public void load(StateDict state) {
        ddpg.loadTraining(state);
        streams.load(state);
        Checkpoint.get(state, "0", env);
    }

    @Override
    public void close() {
        filmed.close();
    }
}
