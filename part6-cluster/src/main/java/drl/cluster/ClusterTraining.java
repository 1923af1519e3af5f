package drl.cluster;

import drl.env.Env;
import drl.env.Envs;
import drl.env.Space;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.RunningMeanStd;
import drl.nn.StateDict;
import drl.ppo.AgentPolicy;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import java.util.Optional;
import java.util.SequencedMap;

/// A run of [VectorPPO] with rollouts from a cluster, put together from its settings.
final class ClusterTraining implements Training {

    private final VectorPpoHyperparameters hp;
    private final Cluster cluster;
    private final ClusterRollouts rollouts;
    private final VectorPPO ppo;
    private final NumpyLegacyRandom shuffles;
    private final int obsDim;
    private final long seed;

    /// @param cluster remains its caller's to close
    ClusterTraining(ClusterHyperparameters settings, long seed, Cluster cluster) {
        hp = settings.ppo();
        this.seed = seed;
        this.cluster = cluster;
        Space observations, actions;
        try (Env env = new FlattenObservation(Envs.make(hp.envId()))) {
            observations = env.observationSpace();
            actions = env.actionSpace();
        }
        obsDim = observations.size();
        shuffles = new NumpyLegacyRandom(seed);
        rollouts = new ClusterRollouts(cluster, hp, settings.numPartitions(), obsDim);
        ppo = new VectorPPO(rollouts, observations, actions, hp, hp.advantages(), new TorchRandom(seed), shuffles);
    }

    @Override
    public void begin() {
        ppo.begin(seed);
    }

    @Override
    public void learn(Recorder recorder) {
        ppo.learn(recorder);
    }

    /// The algorithm.
    VectorPPO ppo() {
        return ppo;
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = ppo.header();
        header.put("cluster", cluster.description());
        return header;
    }

    @Override
    public AgentPolicy policy() {
        Optional<RunningMeanStd> statistics =
                hp.normObs() ? Optional.of(rollouts.obsStatistics()) : Optional.empty();
        return new AgentPolicy(ppo.agent(), obsDim, statistics, new TorchRandom(seed));
    }

    @Override
    public void saveModel(StateDict model) {
        policy().save(model);
    }

    @Override
    public void save(StateDict state) {
        ppo.saveTraining(state);
        Checkpoint.put(state, "shuffles", shuffles);
        rollouts.save(state);
    }

    @Override
    public void load(StateDict state) {
        ppo.loadTraining(state);
        Checkpoint.get(state, "shuffles", shuffles);
        rollouts.load(state);
    }

    /// Its environments are the cluster's.
    @Override
    public void close() {}
}
