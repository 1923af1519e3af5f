package drl.a2c;

import drl.env.Env;
import drl.env.vector.NormalizeVectorEnv;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.ThreadedVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.RunningMeanStd;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Checkpoint;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.IntFunction;

/// Everything that a run of [A2C] changes as it goes, put together from its settings.
final class A2cTraining implements Training {

    private static final String STATISTICS = "obs_rms.";
    private static final String ENVS = "env.vector";

    private final A2cHyperparameters hp;
    private final VectorEnv envs;
    private final Optional<RunningMeanStd> statistics; // of observations, where they are normalised
    private final TorchRandom random;
    private final A2C a2c;
    private final TestEnv tests;
    private final long seed;

    A2cTraining(A2cHyperparameters hp, TrainingSetup setup) {
        this.hp = hp;
        seed = setup.seed();
        VectorEnv raw = workers(hp, setup);
        if (hp.normObs() || hp.normReward()) {
            NormalizeVectorEnv normalized = new NormalizeVectorEnv(raw, hp.normObs(), hp.normReward(), hp.gamma());
            envs = normalized;
            statistics = hp.normObs() ? Optional.of(normalized.obsStatistics()) : Optional.empty();
        } else {
            envs = raw;
            statistics = Optional.empty();
        }
        random = new TorchRandom(seed);
        ActorCritic model = new ActorCritic(envs.observationSpace(), envs.actionSpace(), hp.hiddenSize(), random);
        // Tests that draw their actions draw from the same stream as training does, as in the tutorial.
        tests = new TestEnv(new ActorCriticPolicy(model, statistics, random), Playing.environment(hp.envId()),
                hp.testEpisodes(), seed, hp.greedyTests());
        a2c = new A2C(model, envs, hp, random, tests);
    }

    /// The environments, on as many threads as were asked for. The tutorial has a process for each, since Python runs
    /// one thread at a time.
    private static VectorEnv workers(A2cHyperparameters hp, TrainingSetup setup) {
        IntFunction<Env> make = i -> i == 0 ? setup.camera().apply(Playing.world(hp.envId()))
                : Playing.world(hp.envId());
        return setup.threads() > 1
                ? new ThreadedVectorEnv(hp.numEnvs(), make, Playing::clipped, setup.threads())
                : new SyncVectorEnv(hp.numEnvs(), make, Playing::clipped);
    }

    @Override
    public void begin() {
        a2c.begin(seed);
    }

    @Override
    public void learn(Recorder recorder) {
        a2c.learn(recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", a2c.model().toString());
        header.put("updates", hp.frames() / hp.numSteps() + " of " + hp.numEnvs() + " × " + hp.numSteps() + " steps");
        return header;
    }

    @Override
    public Policy policy() {
        return new ActorCriticPolicy(a2c.model(), statistics, new TorchRandom(seed));
    }

    /// What was trained, from a model's file.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another shape
    static Policy policy(A2cHyperparameters hp, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        ActorCritic networks = new ActorCritic(env.observationSpace(), env.actionSpace(), hp.hiddenSize(), random);
        networks.load(model);
        Optional<RunningMeanStd> statistics = hp.normObs()
                ? Optional.of(RunningMeanStd.of(model, STATISTICS, networks.obsDim()))
                : Optional.empty();
        return new ActorCriticPolicy(networks, statistics, random);
    }

    @Override
    public void saveModel(StateDict model) {
        a2c.model().save(model);
        statistics.ifPresent(s -> s.save(model, STATISTICS));
    }

    @Override
    public void save(StateDict state) {
        a2c.save(state);
        Checkpoint.put(state, "torch", random);
        Checkpoint.put(state, ENVS, envs);
    }

    @Override
    public void load(StateDict state) {
        a2c.load(state);
        Checkpoint.get(state, "torch", random);
        Checkpoint.get(state, ENVS, envs);
    }

    @Override
    public void close() {
        envs.close();
        tests.close();
    }
}
