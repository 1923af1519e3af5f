package drl.a2c;

import drl.env.Env;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.wrapper.RescaleObservation;
import drl.env.wrapper.ScaleReward;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.Policy;
import drl.run.Recorder;
import drl.run.Training;
import drl.run.TrainingSetup;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Everything that a run of [A3C] changes as it goes, put together from its settings.
final class A3cTraining implements Training {

    private final A3cHyperparameters hp;
    private final A3C a3c;
    private final TestEnv tests;
    private final long seed;

    A3cTraining(A3cHyperparameters hp, TrainingSetup setup) {
        this.hp = hp;
        seed = setup.seed();
        Env world = environment(hp);
        TorchRandom random = new TorchRandom(seed);
        ActorCritic model = new ActorCritic(world.observationSpace(), world.actionSpace(), hp.hiddenSize(), random);
        tests = new TestEnv(new ActorCriticPolicy(model, Optional.empty(), random), world, hp.testEpisodes(), seed,
                true);
        a3c = new A3C(model, i -> environmentOf(i, setup), hp, seed, tests);
    }

    /// The environment of worker i. Its returns are recorded before rewards are scaled.
    private VectorEnv environmentOf(int i, TrainingSetup setup) {
        Env world = Playing.world(hp.envId());
        Env seen = i == 0 ? setup.camera().apply(world) : world;
        return new SyncVectorEnv(1, _ -> seen, env -> new ScaleReward(asSeen(env, hp), hp.rewardScale()));
    }

    private static Env asSeen(Env world, A3cHyperparameters hp) {
        Env clipped = Playing.clipped(world);
        return hp.rescaleObs() ? new RescaleObservation(clipped) : clipped;
    }

    /// A world to play in with its own rewards, seen as the workers see theirs.
    static Env environment(A3cHyperparameters hp) {
        return asSeen(Playing.world(hp.envId()), hp);
    }

    @Override
    public void begin() {
        a3c.begin(seed);
    }

    @Override
    public void learn(Recorder recorder) {
        a3c.learn(recorder);
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", a3c.model().toString());
        header.put("workers", hp.numWorkers() + ", " + hp.numSteps() + " steps an update");
        return header;
    }

    @Override
    public Policy policy() {
        return new ActorCriticPolicy(a3c.model(), Optional.empty(), new TorchRandom(seed));
    }

    /// What was trained, from a model's file.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another shape
    static Policy policy(A3cHyperparameters hp, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        ActorCritic networks = new ActorCritic(env.observationSpace(), env.actionSpace(), hp.hiddenSize(), random);
        networks.load(model);
        return new ActorCriticPolicy(networks, Optional.empty(), random);
    }

    @Override
    public void saveModel(StateDict model) {
        a3c.model().save(model);
    }

    @Override
    public void save(StateDict state) {
        a3c.save(state);
    }

    @Override
    public void load(StateDict state) {
        a3c.load(state);
    }

    /// Threads run as the operating system lets them, and updates land in that order.
    @Override
    public boolean deterministic() {
        return hp.numWorkers() == 1;
    }

    @Override
    public void close() {
        a3c.close();
        tests.close();
    }
}
