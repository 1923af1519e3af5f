package drl.a2c;

import static drl.a2c.Returns.computeReturns;

import drl.env.vector.VectorEnv;
import drl.nn.Optimizer;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// The advantage actor-critic, synchronous: start reading at [#learn].
///
/// All environments take n steps; what came of them makes one gradient, and one step of the optimiser. "ALG STEP n" is
/// step n of the chapter's table, after algorithm S3 of Mnih et al. (2016), *Asynchronous Methods for Deep Reinforcement
/// Learning*. Against the paper there is one learner that waits for all environments, in the place of many that wait for
/// nobody; those are A3C.
///
/// T steps of N environments make a batch; observations have O numbers. As in the tutorial, a *frame* is one step of
/// all environments together.
public final class A2C {

    private final A2cHyperparameters hp;
    private final ActorCritic model;
    private final Optimizer optimizer;
    private final NStepRollout rollout;
    private final PolicyLoss policyLoss;
    private final TestEnv tests;

    private final float[] returnsOnHost; // (T, N)
    private final Tensor returns;        // (T·N)
    private final Tape tape = new Tape();
    private ActorCriticLoss loss;        // of the latest update
    private long frame;

    /// Puts the algorithm together; [#begin] starts the environments.
    ///
    /// @param model  the networks to train
    /// @param random draws the actions
    /// @param tests  plays now and then with the policy as it is
    public A2C(ActorCritic model, VectorEnv envs, A2cHyperparameters hp, TorchRandom random, TestEnv tests) {
        this.hp = hp;
        this.model = model;
        this.tests = tests;
        optimizer = hp.optimizer().make(model.parameters().values(), hp.learningRate());               // ALG STEP 1
        rollout = new NStepRollout(model, envs, hp.numSteps(), hp.limit(model), random);
        policyLoss = hp.policyLoss();
        returnsOnHost = new float[rollout.size()];
        returns = Tensor.zeros(rollout.size());
    }

    /// Starts the environments' first episodes.
    public void begin(long seed) {
        rollout.begin(seed);
    }

    /// Trains until the run has all its steps.
    ///
    /// @param recorder is told of every episode, and every so many frames of losses and tests
    /// @throws drl.run.NotFiniteException if an observation, a reward, a loss or a gradient is not finite; the networks
    ///     are as they were before
    public void learn(Recorder recorder) {
        while (frame < hp.frames()) {                                                                  // ALG STEP 2
            iterate(recorder);
        }
    }

    /// One iteration: play, and learn from it.
    public void iterate(Recorder recorder) {
        rollout.collect(frame * hp.numEnvs());                                                         // ALG STEP 3
        rollout.report(recorder);
        frame += hp.numSteps();
        if (passed(hp.testFreq())) {
            recorder.scalar("test/episodic_return", tests.meanReturn());
        }
        update();                                                                                      // ALG STEP 4 – 6
        if (passed(hp.logFreq()) || frame == hp.frames()) {
            report(recorder);
        }
    }

    /// Whether the latest rollout reached or passed a multiple of so many frames; never for 0.
    private boolean passed(int every) {
        return every > 0 && frame / every > (frame - hp.numSteps()) / every;
    }

    /// One step of the optimiser, for the latest rollout.
    // exercise: ALG STEP 6, the update: returns, loss, backward, step
    private void update() {
        if (hp.annealLr()) {
            optimizer.learningRate(hp.learningRate() * (1 - (double) (frame - hp.numSteps()) / hp.frames()));
        }
        computeReturns(rollout.nextValue(), rollout.rewards(), rollout.masks(), (float) hp.gamma(), returnsOnHost);
        returns.set(returnsOnHost);                                                                    // ALG STEP 4

        try (var _ = tape.step()) {
            // The tutorial keeps the graphs of all T passes through the network. The policy has not changed since, so one
            // pass over the whole batch gives the same numbers, and is a product of matrices instead of T small ones.
            ActorCritic.Evaluation now = model.evaluate(rollout.batchObs(), rollout.batchActs());
            loss = ActorCriticLoss.of(now, returns, hp.numSteps(), policyLoss, hp.vfCoef(), hp.entCoef());

            optimizer.zeroGrad();
            loss.loss().backward();                                                                    // ALG STEP 5
            optimizer.clipGradNorm(hp.maxGradNorm().orElse(Float.MAX_VALUE));
            loss.check(optimizer.gradNorm().item(), frame * hp.numEnvs());
            optimizer.step();                                                                          // ALG STEP 6
        }
    }

    private void report(Recorder recorder) {
        recorder.scalar("charts/learning_rate", optimizer.learningRate());
        recorder.scalar("losses/policy_loss", loss.actorLoss().item());
        recorder.scalar("losses/value_loss", loss.criticLoss().item());
        recorder.scalar("losses/entropy", loss.entropy().item() / hp.numSteps());
        recorder.iteration(frame * hp.numEnvs());
    }

    /// The networks being trained.
    public ActorCritic model() {
        return model;
    }

    /// The loss of the latest update; its tensors stay valid until the next.
    public ActorCriticLoss loss() {
        return loss;
    }

    /// What happened before the latest update; overwritten by the next rollout.
    public NStepRollout rollout() {
        return rollout;
    }

    /// Steps of all environments together, so far.
    public long frame() {
        return frame;
    }

    /// Adds everything that the next update depends on, apart from the environments and the random stream.
    public void save(StateDict state) {
        model.save(state);
        optimizer.save(state, "optimizer.");
        rollout.save(state, "");
        state.putLongs("frame", frame);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    public void load(StateDict state) {
        model.load(state);
        optimizer.load(state, "optimizer.");
        rollout.load(state, "");
        frame = state.getLongs("frame", 1)[0];
    }
}
