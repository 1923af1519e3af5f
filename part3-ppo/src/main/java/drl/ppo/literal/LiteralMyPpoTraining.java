package drl.ppo.literal;

import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.RecordEpisodeStatistics;
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

/// Everything that a run of [LiteralMyPpo] changes as it goes: `./rl part3-ppo discrete --faithful`.
public final class LiteralMyPpoTraining implements Training {

    private static final String ENV = "myppo";

    private final LiteralMyPpo.Settings settings;
    private final RecordEpisodeStatistics env;
    private final TorchRandom random;
    private final NumpyLegacyRandom shuffles;
    private final LiteralMyPpo myPpo;
    private final long seed;

    /// Draws the weights.
    public LiteralMyPpoTraining(String envId, LiteralMyPpo.Settings settings, TrainingSetup setup) {
        this.settings = settings;
        seed = setup.seed();
        env = new RecordEpisodeStatistics(new SeededOnce(setup.camera().apply(environment(envId)), seed));
        random = new TorchRandom(seed);
        shuffles = new NumpyLegacyRandom(seed);
        myPpo = new LiteralMyPpo(env, settings, random, shuffles);
    }

    /// An environment to train or to play in.
    public static Env environment(String envId) {
        return new FlattenObservation(Envs.make(envId));
    }

    /// Each rollout of each iteration begins with a reset of its own.
    @Override
    public void begin() {
    }

    @Override
    public void learn(Recorder recorder) {
        while (myPpo.iteration() < settings.maxIterations()) {
            Latest latest = new Latest();
            double averageReward = myPpo.iterate(latest, step -> {
                if (step.done()) {
                    recorder.episode(env.lastReturn(), env.lastLength(), myPpo.globalStep());
                }
            });
            recorder.scalar("charts/learning_rate", myPpo.learningRate());
            recorder.scalar("charts/average_reward", averageReward);
            recorder.scalar("losses/policy_loss", -latest.clip);
            recorder.scalar("losses/value_loss", latest.values);
            recorder.scalar("losses/entropy", latest.entropyBonus);
            recorder.iteration(myPpo.globalStep());
        }
    }

    /// The terms of the last minibatch, which the tutorial logs, too.
    private static final class Latest implements LiteralMyPpo.Observer {
        private double clip;
        private double values;
        private double entropyBonus;

        @Override
        public void minibatch(MyPpoLosses losses, float objective) {
            clip = losses.clip().item();
            values = losses.values().item();
            entropyBonus = losses.entropyBonus().item();
        }
    }

    @Override
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", myPpo.networks());
        header.put("iterations",
                settings.maxIterations() + " of " + settings.nActors() + " × " + settings.horizon() + " steps");
        return header;
    }

    @Override
    public Policy policy() {
        return myPpo.policy(new TorchRandom(seed));
    }

    /// What was trained, from a model's file.
    ///
    /// @param env of the kind it was trained in
    /// @throws drl.nn.MalformedFileException if something is missing or of another shape
    public static Policy policy(LiteralMyPpo.Settings settings, StateDict model, Env env, long seed) {
        TorchRandom random = new TorchRandom(seed);
        LiteralMyPpo myPpo = new LiteralMyPpo(env, settings, random, new NumpyLegacyRandom(seed));
        myPpo.load(model);
        return myPpo.policy(random);
    }

    @Override
    public void saveModel(StateDict model) {
        myPpo.save(model);
    }

    @Override
    public void save(StateDict state) {
        myPpo.saveTraining(state);
        Checkpoint.put(state, "torch", random);
        Checkpoint.put(state, "shuffles", shuffles);
        Checkpoint.put(state, ENV, env);
    }

    @Override
    public void load(StateDict state) {
        myPpo.loadTraining(state);
        Checkpoint.get(state, "torch", random);
        Checkpoint.get(state, "shuffles", shuffles);
        Checkpoint.get(state, ENV, env);
    }

    @Override
    public void close() {
        env.close();
    }
}
