package drl.ppo;

import drl.env.Space;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.nn.Adam;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.run.FiniteGuard;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// PPO as practitioners run it, for continuous and discrete actions: start reading at [#learn].
///
/// Against the tutorial's [PPO] it plays many environments at once for a fixed number of steps instead of whole
/// episodes, and has what years of experiments added to the paper (Huang et al. 2022, *The 37 Implementation Details of
/// PPO*): orthogonal weights, GAE, minibatches in a new order each epoch, advantages normalised in each of them,
/// clipped values, an entropy bonus, one Adam for both networks, a falling learning rate and a limit on the gradient's
/// length. Names and order are CleanRL's; with the same seed the numbers are, too. All of that are settings: with others
/// it is the "MyPPO" of the third tutorial, its mistakes corrected.
///
/// T steps of N environments make an iteration, M a minibatch; observations have O numbers, actions A.
public final class VectorPPO {

    private final VectorPpoHyperparameters hp;
    private final Rollouts rollouts;
    private final Agent agent;
    private final Adam optimizer;
    private final AdvantageEstimator advantages;
    private final double maxGradNorm;
    private PpoLoss.Weights lossWeights;
    private final TorchRandom random;

    private final RolloutStorage storage;                // the running iteration
    private final StepTensors batch;                     // the same as tensors
    private final RolloutEvaluation evaluation;
    private final Permutation permutation;
    private final UpdateLog updateLog;
    private final EpisodeLog episodes;
    private final Tape tape = new Tape();                // updates are recorded here
    private final Tape criticTape = new Tape();          // and the critic's half here, where it is on its own
    private final Tape noGrad = Tape.withoutGradients(); // acting: plain numbers

    private final Tensor nextObs;                        // (N, O), what the next action is for
    private final Tensor action;                         // (N, A) or (N)
    private final Tensor finalObs;                       // (N, O), where episodes were cut
    private final float[] actions;                       // (N, A)
    private final float[] observations;                  // (N, O), nextObs on the host
    private final Runnable actorHalf = this::learnActor; // kept, so that an update makes no new objects
    private final Runnable criticHalf = this::learnCritic;
    private Tensor minibatch;                            // (M), numbers of the running update's steps
    private PolicyLoss policyLoss;                       // of that update
    private ValueLoss valueLoss;
    private long globalStep;
    private long iteration;                              // finished ones

    /// Draws the networks' weights; [#begin] starts the environments.
    ///
    /// @param random   draws the weights, then the actions
    /// @param shuffles orders minibatches
    public VectorPPO(VectorEnv envs, VectorPpoHyperparameters hp, TorchRandom random, NumpyLegacyRandom shuffles) {
        this(envs, hp, hp.advantages(), random, shuffles);
    }

    /// The same with another way to judge actions than the settings name.
    public VectorPPO(VectorEnv envs, VectorPpoHyperparameters hp, AdvantageEstimator advantages, TorchRandom random,
            NumpyLegacyRandom shuffles) {
        this(new Here(envs), envs.observationSpace(), envs.actionSpace(), hp, advantages, random, shuffles);
    }

    /// The same with steps from elsewhere.
    ///
    /// @param observations as the agent sees them
    public VectorPPO(Rollouts rollouts, Space observations, Space actions, VectorPpoHyperparameters hp,
            AdvantageEstimator advantages, TorchRandom random, NumpyLegacyRandom shuffles) {
        this.hp = hp;
        this.rollouts = rollouts;
        this.random = random;
        int obsDim = observations.size(), actDim = actions.size(), n = hp.numEnvs();
        agent = hp.agent(observations, actions, random);
        Adam.Options adam = Adam.Options.DEFAULT.withEps(hp.adamEps());
        optimizer = new Adam(agent.parameters().values(), hp.learningRate(), adam);
        this.advantages = advantages;
        lossWeights = hp.lossWeights(hp.clipCoef());
        maxGradNorm = hp.maxGradNorm().orElse(Double.POSITIVE_INFINITY); // measured then, but not cut
        storage = new RolloutStorage(hp.numSteps(), n, obsDim, actDim);
        batch = StepTensors.allocate(storage.size(), obsDim, agent);
        evaluation = new RolloutEvaluation(agent, storage, batch);
        permutation = new Permutation(storage.size(), hp.numMinibatches(), shuffles);
        episodes = new EpisodeLog(n);
        nextObs = Tensor.zeros(n, obsDim);
        finalObs = Tensor.zeros(n, obsDim);
        action = agent.actions(n);
        this.actions = new float[n * actDim];
        this.observations = new float[n * obsDim];
        updateLog = new UpdateLog(hp.updateEpochs() * permutation.parts(), permutation.largest());
    }

    /// The usual case: environments in this process.
    private record Here(VectorEnv envs) implements Rollouts {

        @Override
        public float[] begin(long seed) {
            return envs.reset(seed).obs();
        }

        @Override
        public void play(VectorPPO learner) {
            learner.play(envs);
        }
    }

    /// Starts the environments' first episodes.
    public void begin(long seed) {
        observe(rollouts.begin(seed));
    }

    /// Trains until the run has all its iterations.
    ///
    /// @param recorder is told of every episode and every iteration
    /// @throws NotFiniteException if an observation, a reward, a loss or a gradient is not finite; the networks are as
    ///     they were before the iteration
    public void learn(Recorder recorder) {
        while (iteration < hp.numIterations()) {
            iterate(recorder);
        }
    }

    /// One iteration: play, estimate, update.
    public void iterate(Recorder recorder) {
        double left = 1 - (double) iteration / hp.numIterations(); // from 1, and never 0: the last iteration learns, too
        if (hp.annealLr()) {
            optimizer.learningRate(left * hp.learningRate());
        }
        if (hp.annealClip()) {
            lossWeights = hp.lossWeights(left * hp.clipCoef());
        }
        rollout();
        estimateAdvantages();

        permutation.begin();
        updateLog.begin();
        optimizer.keep();
        for (int epoch = 0; epoch < hp.updateEpochs(); epoch++) {
            permutation.shuffle();
            for (int part = 0; part < permutation.parts(); part++) {
                update(part);
            }
            if (hp.targetKl().isPresent() && policyLoss.approxKl().item() > hp.targetKl().getAsDouble()) {
                break; // the policy has moved as far as these steps can be trusted
            }
        }
        requireFinite();
        iteration++;
        report(recorder);
    }

    /// Looks at all updates at once, behind the last of them: a GPU works on while nobody asks.
    private void requireFinite() {
        updateLog.read();
        try {
            updateLog.requireFinite(lossWeights, permutation.parts(), globalStep);
        } catch (NotFiniteException stop) {
            optimizer.goBack();
            throw stop;
        }
    }

    /// Plays T steps in all environments with the current policy.
    ///
    /// @return what happened; overwritten by the next rollout
    public RolloutStorage rollout() {
        episodes.clear();
        evaluation.begin();
        rollouts.play(this);
        globalStep += storage.size();
        evaluation.valueObs();
        return storage;
    }

    private void play(VectorEnv envs) {
        for (int t = 0; t < hp.numSteps(); t++) {
            long step = globalStep + (t + 1L) * hp.numEnvs();
            act(t);
            VectorStep happened = envs.step(actions);
            FiniteGuard.check(happened, nextObs.shape().cols(), step);
            storage.addStep(t, happened);
            valueFinalObs(t, happened);
            episodes.add(happened, step);
            observe(happened.obs());
            evaluation.valueMeanwhile((t + 1) * hp.numEnvs());
        }
        evaluation.judgeActions();
    }

    /// Step t's row of the storage, up to the actions.
    private void act(int t) {
        int row = t * hp.numEnvs();
        System.arraycopy(observations, 0, storage.obs, t * observations.length, observations.length);
        System.arraycopy(storage.nextDones, 0, storage.dones, row, hp.numEnvs());
        try (var _ = noGrad.step()) {
            Tensor outputs = agent.getAction(nextObs, random, action);
            noGrad.backend().copyToRow(outputs.data(), batch.outputs().data(), t, outputs.size(), 0);
        }
        action.get(0, actions, 0, actions.length);
        System.arraycopy(actions, 0, storage.actions, t * actions.length, actions.length);
    }

    /// V of the observations at which episodes were cut in this step. They are gone with it: the environments have
    /// started new episodes.
    private void valueFinalObs(int t, VectorStep step) {
        boolean cut = false;
        for (boolean truncated : step.truncated()) {
            cut |= truncated;
        }
        if (cut) {
            finalObs.set(step.finalObs());
            try (var _ = noGrad.step()) {
                agent.getValue(finalObs).get(0, storage.finalValues, t * hp.numEnvs(), hp.numEnvs());
            }
        }
    }

    /// Keeps an episode that ended during [Rollouts#play].
    ///
    /// @param globalStep at its end
    public void endEpisode(double episodicReturn, int episodicLength, long globalStep) {
        episodes.add(episodicReturn, episodicLength, globalStep);
    }

    /// Takes over the observations (N, O) that the next actions are for.
    public void observe(float[] obs) {
        System.arraycopy(obs, 0, observations, 0, observations.length);
        nextObs.set(observations);
    }

    /// How good each action of the rollout was, and what the critic is to learn.
    public void estimateAdvantages() {
        try (var _ = noGrad.step()) {
            agent.getValue(nextObs).get(0, storage.nextValues, 0, hp.numEnvs());
        }
        advantages.estimate(storage);
        batch.fill(storage);
    }

    /// One step of the optimiser on a minibatch.
    private void update(int part) {
        minibatch = permutation.indices(part);
        optimizer.zeroGrad();
        if (agent.sharesBackbone() || !tape.backend().runsSideBySide()) {
            learnTogether();
        } else {
            tape.backend().sideBySide(criticHalf, actorHalf); // in the order of their parameters, as the optimiser steps
        }
        optimizer.clipGradNorm(maxGradNorm);
        updateLog.add(new PpoLoss(policyLoss, valueLoss), optimizer.gradNorm());
        optimizer.step();
    }

    /// The gradient of the minibatch's whole loss.
    private void learnTogether() {
        try (var _ = tape.step()) {
            Tensor features = agent.features(batch.obs().select(0, minibatch));
            policyLoss = policyLoss(features);
            valueLoss = valueLoss(features);
            new PpoLoss(policyLoss, valueLoss).sum().backward();
        }
    }

    /// The actor's half of it. Without shared layers the halves have nothing in common, and two threads compute the same
    /// numbers as one.
    private void learnActor() {
        try (var _ = tape.step()) {
            policyLoss = policyLoss(batch.obs().select(0, minibatch));
            policyLoss.loss().backward();
        }
    }

    /// The critic's half.
    private void learnCritic() {
        try (var _ = criticTape.step()) {
            valueLoss = valueLoss(batch.obs().select(0, minibatch));
            valueLoss.loss().backward();
        }
    }

    private PolicyLoss policyLoss(Tensor features) {
        Agent.Opinion now = agent.judge(features, batch.actions().select(0, minibatch));
        Tensor A = batch.advantages().select(0, minibatch);
        return PolicyLoss.of(now.logProb(), batch.logProbs().select(0, minibatch), hp.normAdv() ? normalized(A) : A,
                now.entropy(), lossWeights);
    }

    private ValueLoss valueLoss(Tensor features) {
        return ValueLoss.of(agent.value(features), batch.values().select(0, minibatch),
                batch.returns().select(0, minibatch), lossWeights);
    }

    /// Mean 0 and standard deviation 1, so that step sizes are alike whatever the scale of rewards.
    private static Tensor normalized(Tensor advantages) {
        return advantages.sub(advantages.mean()).div(advantages.std(1).add(1e-8f));
    }

    /// Hands the iteration's episodes and figures on. Losses are those of the last minibatch.
    private void report(Recorder recorder) {
        episodes.report(recorder);
        recorder.scalar("charts/learning_rate", optimizer.learningRate());
        updateLog.report(lossWeights, recorder);
        recorder.scalar("losses/explained_variance", ExplainedVariance.of(storage.values, storage.returns));
        recorder.iteration(globalStep);
    }

    /// What happened in the latest iteration; overwritten by the next.
    public RolloutStorage storage() {
        return storage;
    }

    /// The networks being trained.
    public Agent agent() {
        return agent;
    }

    /// What a run's header shows of this, label to text, in order: the caller's own, to add to.
    public SequencedMap<String, String> header() {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("networks", agent.toString());
        header.put("iterations", hp.numIterations() + " of " + hp.numEnvs() + " × " + hp.numSteps() + " steps");
        return header;
    }

    /// Environment steps so far.
    public long globalStep() {
        return globalStep;
    }

    /// Adds everything that the next iteration depends on, apart from the environments and the random streams.
    public void saveTraining(StateDict state) {
        agent.save(state);
        optimizer.save(state, "optimizer.");
        state.put("next_obs", observations, observations.length);
        state.put("next_done", storage.nextDones, storage.nextDones.length);
        state.putLongs("progress", globalStep, iteration);
    }

    /// Continues where [#saveTraining] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    public void loadTraining(StateDict state) {
        agent.load(state);
        optimizer.load(state, "optimizer.");
        observe(state.get("next_obs", List.of(observations.length)));
        float[] nextDone = state.get("next_done", List.of(storage.nextDones.length));
        System.arraycopy(nextDone, 0, storage.nextDones, 0, nextDone.length);
        long[] progress = state.getLongs("progress", 2);
        globalStep = progress[0];
        iteration = progress[1];
    }
}
