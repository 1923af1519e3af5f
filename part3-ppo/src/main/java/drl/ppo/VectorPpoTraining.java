package drl.ppo;

import drl.env.Box;
import drl.env.Env;
import drl.env.Envs;
import drl.env.vector.NormalizeVectorEnv;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.RunningMeanStd;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Everything that a run of [VectorPPO] changes as it goes, put together from its settings.
final class VectorPpoTraining implements Training {

    private static final String ENVS = "envs";

    /// Fewer simple environments than this for each thread are stepped sooner than threads are told to start.
    private static final int ENVS_PER_THREAD = 512;

    private final VectorPpoHyperparameters hp;
    private final VectorPPO ppo;
    private final VectorEnv envs;
    private final Optional<RunningMeanStd> statistics; // of observations, where all environments share them
    private final TorchRandom random;
    private final NumpyLegacyRandom shuffles;
    private final long seed;

    VectorPpoTraining(VectorPpoHyperparameters hp, TrainingSetup setup) {
        this.hp = hp;
        seed = setup.seed();
        IntFunction<Env> make = i -> {
            Env env = new FlattenObservation(Envs.make(hp.envId()));
            return i == 0 ? setup.camera().apply(env) : env;
        };
        UnaryOperator<Env> wrappers = env -> hp.faithful() ? CleanRlEnvs.forTraining(env, hp) : clipped(env);
        int team = Math.min(setup.threads(), hp.numEnvs() / ENVS_PER_THREAD);
        VectorEnv raw = team > 1 ? new ThreadedVectorEnv(hp.numEnvs(), make, wrappers, team)
                : new SyncVectorEnv(hp.numEnvs(), make, wrappers);
        if (!hp.faithful() && (hp.normObs() || hp.normReward())) {
            NormalizeVectorEnv normalized = new NormalizeVectorEnv(raw, hp.normObs(), hp.normReward(), hp.gamma());
            envs = normalized;
            statistics = hp.normObs() ? Optional.of(normalized.obsStatistics()) : Optional.empty();
        } else {
            envs = raw;
            statistics = Optional.empty();
        }
        random = new TorchRandom(seed);
        shuffles = new NumpyLegacyRandom(seed);
        ppo = new VectorPPO(envs, hp, random, shuffles);
    }

    private static Env clipped(Env env) {
        return env.actionSpace() instanceof Box ? new ClipAction(env) : env;
    }

    /// An environment to play in, with the environment's own rewards; [#policy] looks through the statistics itself.
    static Env environment(VectorPpoHyperparameters hp) {
        Env env = new FlattenObservation(Envs.make(hp.envId()));
        return hp.faithful() ? CleanRlEnvs.forPlaying(env, hp) : clipped(env);
    }

    @Override
    public void begin() {
        ppo.begin(seed);
    }

    @Override
    public void learn(Recorder recorder) {
        ppo.learn(recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        return ppo.header();
    }

    @Override
    public AgentPolicy policy() {
        return new AgentPolicy(ppo.agent(), envs.observationSpace().size(), statistics, new TorchRandom(seed));
    }

    /// What was trained, from a model's file.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another shape
    static Policy policy(VectorPpoHyperparameters hp, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        Agent agent = Agent.of(env.observationSpace(), env.actionSpace(), hp.networks(), random);
        return AgentPolicy.load(model, agent, env.observationSpace().size(), hp.normObs() && !hp.faithful(), random);
    }

    @Override
    public void saveModel(StateDict model) {
        policy().save(model);
    }

    @Override
    public void save(StateDict state) {
        ppo.saveTraining(state);
        Checkpoint.put(state, "torch", random);
        Checkpoint.put(state, "shuffles", shuffles);
        Checkpoint.put(state, ENVS, envs);
    }

    @Override
    public void load(StateDict state) {
        ppo.loadTraining(state);
        Checkpoint.get(state, "torch", random);
        Checkpoint.get(state, "shuffles", shuffles);
        Checkpoint.get(state, ENVS, envs);
    }

    @Override
    public void close() {
        envs.close();
    }
}
