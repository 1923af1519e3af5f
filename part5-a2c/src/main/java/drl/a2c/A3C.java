package drl.a2c;

import static drl.a2c.Returns.computeReturns;

import drl.env.vector.VectorEnv;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.run.Checkpoint;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;

/// The advantage actor-critic, asynchronous: start reading at [#learn], which lets the workers go, and go on with the
/// worker's `call`, which is what they do. "ALG STEP n" is step n of the chapter's table, after algorithm S3 of Mnih et
/// al. (2016), *Asynchronous Methods for Deep Reinforcement Learning*.
///
/// Every worker is a thread with networks, environment, tape and random numbers of its own. It copies the shared
/// parameters θ, plays n steps, computes a gradient, and changes θ by it, without a lock. By then others have changed θ,
/// so the gradient is a little out of date, and two workers may write at once: [SharedFloats] says what is promised of
/// each number. Order between whole updates comes from the counter of steps, which a worker moves before each rollout.
/// To move it is a volatile read and write: whatever a worker wrote before it moved the counter *happens before* all
/// that any worker reads after it moved it later.
///
/// A single worker runs on the caller's thread, and the same seed gives the same run. With more, no two runs are alike.
///
/// Every `logFreq` steps all workers pause for the records, tests and checkpoints. Nothing moves then.
public final class A3C implements AutoCloseable {

    private static final long STREAM_DISTANCE = 15_485_863; // between the seeds of two workers' random numbers

    private final A3cHyperparameters hp;
    private final ActorCritic model;                // holds a copy of θ while the workers pause
    private final FlatParameters published;         // its parameters
    private final SharedFloats theta;               // θ, the actor's parameters and the critic's
    private final List<SharedOptimizer> optimizers; // one for all workers, or one each
    private final List<Worker> workers = new ArrayList<>();
    private final ExecutorService threads;
    private final TestEnv tests;
    private final AtomicLong steps = new AtomicLong();
    private final AtomicReference<WorkerFailure> failure = new AtomicReference<>();
    private long pause;        // the number of steps at which the workers pause next
    private Recorder recorder; // of the running learn

    /// Puts the algorithm together; [#begin] starts the environments.
    ///
    /// @param model the networks to train
    /// @param envs  makes the environment of worker i, a [VectorEnv] of a single one
    /// @param seed  of the workers' random numbers and environments
    /// @param tests plays now and then with the policy as it is
    public A3C(ActorCritic model, IntFunction<VectorEnv> envs, A3cHyperparameters hp, long seed, TestEnv tests) {
        this(model, envs, hp, seed, tests, hp.optimizer()::shared);
    }

    /// The same with an optimiser of one's own.
    ///
    /// @param optimizer makes it for the shared parameters
    public A3C(ActorCritic model, IntFunction<VectorEnv> envs, A3cHyperparameters hp, long seed, TestEnv tests,
            Function<SharedFloats, SharedOptimizer> optimizer) {
        this.hp = hp;
        this.model = model;
        this.tests = tests;
        published = new FlatParameters(model.parameters().values());
        theta = new SharedFloats(published.size());                                                    // ALG STEP 1
        theta.copyFrom(published.get());
        optimizers = new ArrayList<>(List.of(optimizer.apply(theta)));
        for (int i = 0; i < hp.numWorkers(); i++) {
            if (i > 0 && !hp.sharedStatistics()) {
                optimizers.add(optimizer.apply(theta));
            }
            workers.add(new Worker(i, envs.apply(i), seed, optimizers.getLast()));
        }
        ThreadFactory named = Thread.ofPlatform().daemon().name("a3c-worker-", 0).factory();
        threads = Executors.newFixedThreadPool(hp.numWorkers(), named); // starts them when they are needed
    }

    /// Starts the environments' first episodes.
    ///
    /// @param seed that of worker i is `seed + i`
    public void begin(long seed) {
        workers.forEach(worker -> worker.rollout.begin(seed + worker.index));
    }

    /// Trains until the run has all its steps.
    ///
    /// @param recorder is told of every episode, by one worker at a time, and of losses and tests whenever all pause
    /// @throws NotFiniteException if an observation, a reward, a loss or a gradient is not finite; no parameter is
    /// @throws WorkerFailure      if a worker throws anything else; all others have stopped, too
    public void learn(Recorder recorder) {
        this.recorder = recorder;
        while (steps.get() < hp.steps()) {
            long before = steps.get();
            pause = Math.min((before / hp.logFreq() + 1) * hp.logFreq(), hp.steps());
            runWorkers();
            publish();
            throwFailure();
            if (hp.testFreq() > 0 && steps.get() / hp.testFreq() > before / hp.testFreq()) {
                recorder.scalar("test/episodic_return", tests.meanReturn());
            }
            report();
        }
    }

    /// Lets all workers go until they pause.
    private void runWorkers() {
        if (workers.size() == 1) {
            workers.getFirst().call();
            return;
        }
        try {
            threads.invokeAll(workers);
        } catch (InterruptedException interrupted) {
            failure.compareAndSet(null, new WorkerFailure("the workers were interrupted", interrupted));
            threads.close(); // waits for them
            Thread.currentThread().interrupt();
        }
    }

    /// Counts the steps of a worker's next rollout, unless it is time to pause.
    ///
    /// @return the steps before it, or −1
    private long claim() {
        long before = steps.get();
        while (before < pause && failure.get() == null) {
            long seen = steps.compareAndExchange(before, before + hp.numSteps());
            if (seen == before) {
                return before;
            }
            before = seen;
        }
        return -1;
    }

    /// One of the threads.
    private final class Worker implements Callable<Void> {

        private final int index;
        private final ActorCritic own;          // with parameters θ′
        private final FlatParameters parameters;
        private final VectorEnv env;
        private final TorchRandom random;
        private final NStepRollout rollout;
        private final SharedOptimizer optimizer;
        private final Tape tape = new Tape();
        private final float[] flat;             // parameters, or the gradient, on their way
        private final float[] returnsOnHost;    // (T)
        private final Tensor returns;           // (T)
        private double actorLoss, criticLoss, entropy; // of its latest update

        Worker(int index, VectorEnv env, long seed, SharedOptimizer optimizer) {
            this.index = index;
            this.env = env;
            this.optimizer = optimizer;
            random = new TorchRandom(seed + (index + 1) * STREAM_DISTANCE);
            own = new ActorCritic(env.observationSpace(), env.actionSpace(), hp.hiddenSize(), new TorchRandom(0));
            parameters = new FlatParameters(own.parameters().values());
            rollout = new NStepRollout(own, env, hp.numSteps(), new BootstrapAtLimit(own, 1, hp.gamma()), random);
            flat = new float[theta.size()];
            returnsOnHost = new float[hp.numSteps()];
            returns = Tensor.zeros(hp.numSteps());
        }

        /// Plays and learns until it is time to pause, or another worker has failed.
        @Override
        public Void call() {
            try {
                long before = claim();
                while (before >= 0) {                                                                  // ALG STEP 2
                    theta.copyTo(flat); // θ′ ← θ
                    parameters.set(flat);
                    rollout.collect(before);                                                           // ALG STEP 3
                    synchronized (recorder) {
                        rollout.report(recorder);
                    }
                    update(before);                                                                    // ALG STEP 4 – 6
                    before = claim();
                }
            } catch (Throwable thrown) {
                fail(thrown);
            }
            return null;
        }

        private void update(long before) {
            computeReturns(rollout.nextValue(), rollout.rewards(), rollout.masks(), (float) hp.gamma(),
                    returnsOnHost);
            returns.set(returnsOnHost);                                                                // ALG STEP 4

            try (var _ = tape.step()) {
                ActorCritic.Evaluation now = own.evaluate(rollout.batchObs(), rollout.batchActs());
                ActorCriticLoss loss = ActorCriticLoss.of(now, returns, hp.numSteps(), PolicyLoss.MEAN, hp.vfCoef(),
                        hp.entCoef());
                parameters.zeroGrad();
                loss.loss().backward();                                                                // ALG STEP 5
                float gradNorm = parameters.clipGradNorm(hp.maxGradNorm().orElse(Float.MAX_VALUE));
                loss.check(gradNorm, before + hp.numSteps());
                actorLoss = loss.actorLoss().item();
                criticLoss = loss.criticLoss().item();
                entropy = loss.entropy().item() / hp.numSteps();
            }
            parameters.getGradient(flat);
            optimizer.step(flat, learningRate(before));                                                // ALG STEP 6
        }

        private void fail(Throwable thrown) {
            WorkerFailure mine = new WorkerFailure("worker " + index + " failed: " + thrown.getMessage(), thrown);
            if (!failure.compareAndSet(null, mine)) {
                failure.get().addSuppressed(mine);
            }
        }
    }

    private double learningRate(long step) {
        return hp.annealLr() ? hp.learningRate() * (1 - (double) step / hp.steps()) : hp.learningRate();
    }

    /// Copies θ to the networks that play tests and are saved.
    private void publish() {
        float[] copy = new float[theta.size()];
        theta.copyTo(copy);
        published.set(copy);
    }

    private void throwFailure() {
        WorkerFailure first = failure.get();
        if (first != null && first.getCause() instanceof NotFiniteException notFinite) {
            throw notFinite;
        }
        if (first != null) {
            throw first;
        }
    }

    /// Losses are averages over the workers' latest updates.
    private void report() {
        double actorLoss = 0, criticLoss = 0, entropy = 0;
        for (Worker worker : workers) {
            actorLoss += worker.actorLoss / workers.size();
            criticLoss += worker.criticLoss / workers.size();
            entropy += worker.entropy / workers.size();
        }
        recorder.scalar("charts/learning_rate", learningRate(steps.get()));
        recorder.scalar("losses/policy_loss", actorLoss);
        recorder.scalar("losses/value_loss", criticLoss);
        recorder.scalar("losses/entropy", entropy);
        recorder.iteration(steps.get());
    }

    /// The networks being trained, as they were when the workers last paused.
    public ActorCritic model() {
        return model;
    }

    /// Environment steps so far, those of all workers together.
    public long steps() {
        return steps.get();
    }

    /// Adds everything that the workers go on with, environments and random streams included. They have to pause: call it
    /// from the recorder's [Recorder#iteration], or outside [#learn].
    public void save(StateDict state) {
        model.save(state);
        for (int i = 0; i < optimizers.size(); i++) {
            optimizers.get(i).save(state, "optimizer." + i + ".");
        }
        for (Worker worker : workers) {
            String name = "worker." + worker.index;
            Checkpoint.put(state, name, worker.random);
            Checkpoint.put(state, name, worker.env);
            worker.rollout.save(state, name + ".");
        }
        state.putLongs("steps", steps.get());
    }

    /// Continues where [#save] was called.
    ///
    /// @throws IllegalArgumentException if something is missing or does not fit
    public void load(StateDict state) {
        model.load(state);
        theta.copyFrom(published.get());
        for (int i = 0; i < optimizers.size(); i++) {
            optimizers.get(i).load(state, "optimizer." + i + ".");
        }
        for (Worker worker : workers) {
            String name = "worker." + worker.index;
            Checkpoint.get(state, name, worker.random);
            Checkpoint.get(state, name, worker.env);
            worker.rollout.load(state, name + ".");
        }
        steps.set(state.getLongs("steps", 1)[0]);
    }

    /// Ends the threads and closes the environments.
    @Override
    public void close() {
        threads.close();
        workers.forEach(worker -> worker.env.close());
    }
}
