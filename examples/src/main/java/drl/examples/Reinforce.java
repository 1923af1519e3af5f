package drl.examples;

import drl.env.Discrete;
import drl.env.Env;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.rollout.CategoricalPolicy;
import drl.rollout.Episodes;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// REINFORCE (Williams 1992, "Simple statistical gradient-following algorithms for connectionist reinforcement
/// learning"): an action's log probability is raised in proportion to what came after it. No critic, no clip, and one
/// step of the optimiser for each batch.
///
/// T time steps make a batch; observations have O numbers.
public final class Reinforce {

    private final ReinforceHyperparameters hp;
    private final FeedForwardNN actor;
    private final Adam optimizer;
    private final CategoricalPolicy policy;
    private final Rollout rollout;
    private final Tensor batchObs;    // (T, O)
    private final Tensor batchActs;   // (T)
    private final Tensor weights;     // (T)
    private final double[] batchRtgs; // (T)
    private final float[] rounded;    // (T)
    private final Tape tape = new Tape();

    private double averageReward;
    private double loss;
    private long tSoFar;

    /// @param env    seeded by its maker; with discrete actions
    /// @param random draws the weights, then the actions
    public Reinforce(Env env, ReinforceHyperparameters hp, TorchRandom random) {
        this.hp = hp;
        int obsDim = env.observationSpace().size(), T = hp.timestepsPerBatch();
        int n = ((Discrete) env.actionSpace()).n();
        actor = new FeedForwardNN(obsDim, n, random);                                                  // ALG STEP 1
        optimizer = new Adam(actor.parameters().values(), hp.learningRate());
        policy = new CategoricalPolicy(actor, obsDim, n, random);
        rollout = new Rollout(env, policy, T, Integer.MAX_VALUE, Rollout.Ending.EXACT, this::valueOfRest);
        batchObs = Tensor.zeros(T, obsDim);
        batchActs = Tensor.zeros(T);
        weights = Tensor.zeros(T);
        batchRtgs = new double[T];
        rounded = new float[T];
    }

    /// Trains to the end of the run.
    public void learn(Recorder recorder) {
        while (tSoFar < hp.totalTimesteps()) {                                                         // ALG STEP 2
            Episodes batch = rollout.rollout();                                                        // ALG STEP 3
            tSoFar += batch.timesteps();
            RewardsToGo.computeRtgs(batch, hp.gamma(), batchRtgs);                                     // ALG STEP 4
            weigh(batch);
            update();                                                                                  // ALG STEP 5
            report(batch, recorder);
        }
    }

    /// Without a critic the best guess of what follows where an episode was cut is the average reward, for ever.
    private double valueOfRest(float[] obs) {
        return averageReward / (1 - hp.gamma());
    }

    /// The weight of each action is its reward-to-go with mean 0 and standard deviation 1: the mean is the baseline.
    private void weigh(Episodes batch) {
        int T = batchRtgs.length;
        double mean = 0, squares = 0, rewards = 0;
        for (int t = 0; t < T; t++) {
            mean += batchRtgs[t] / T;
            rewards += batch.rews()[t] / T;
        }
        for (int t = 0; t < T; t++) {
            squares += (batchRtgs[t] - mean) * (batchRtgs[t] - mean);
        }
        double deviation = Math.sqrt(squares / (T - 1)) + 1e-8;
        for (int t = 0; t < T; t++) {
            rounded[t] = (float) ((batchRtgs[t] - mean) / deviation);
        }
        averageReward = rewards;
        weights.set(rounded);
        batchObs.set(0, batch.obs(), 0, batchObs.size());
        batchActs.set(0, batch.acts(), 0, T);
    }

    /// One step up the gradient of E[log π(a | s)·weight].
    private void update() {
        try (var _ = tape.step()) {
            Tensor objective = policy.distribution(batchObs).logProb(batchActs).mul(weights).mean();
            Tensor descended = objective.neg();
            loss = descended.item();

            optimizer.zeroGrad();
            descended.backward();
            optimizer.step();
        }
    }

    private void report(Episodes batch, Recorder recorder) {
        long step = tSoFar - batch.timesteps();
        for (int i = 0, from = 0; i < batch.count(); from += batch.len(i++)) {
            step += batch.len(i);
            if (batch.whole(i)) {
                recorder.episode(batch.episodicReturn(from, batch.len(i)), batch.len(i), step);
            }
        }
        recorder.scalar("losses/policy_loss", loss);
        recorder.iteration(tSoFar);
    }

    /// The policy being trained.
    public CategoricalPolicy policy() {
        return policy;
    }

    /// The network's size, for a run's header.
    public String network() {
        return "actor " + actor;
    }

    /// Adds the network to `model`.
    public void saveModel(StateDict model) {
        actor.save(model, "actor.");
    }

    /// Adds everything that the next iteration depends on, apart from the environment and the random stream.
    public void save(StateDict state) {
        saveModel(state);
        optimizer.save(state, "optimizer.");
        state.putLongs("progress", tSoFar);
        state.putDoubles("average_reward", averageReward);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    public void load(StateDict state) {
        actor.load(state, "actor.");
        optimizer.load(state, "optimizer.");
        tSoFar = state.getLongs("progress", 1)[0];
        averageReward = state.getDoubles("average_reward", 1)[0];
    }
}
