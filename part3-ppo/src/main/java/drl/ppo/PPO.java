package drl.ppo;

import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.env.Env;
import drl.nn.Adam;
import drl.nn.FeedForwardNN;
import drl.nn.Loss;
import drl.nn.Schedule;
import drl.nn.StateDict;
import drl.random.NumpyLegacyRandom;
import drl.random.TorchRandom;
import drl.rollout.Episodes;
import drl.rollout.Gae;
import drl.rollout.GaussianPolicy;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.run.FiniteGuard;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;

/// Proximal policy optimisation with a clipped objective (Schulman et al. 2017) for continuous actions, as the tutorial
/// builds it: start reading at [#learn].
///
/// "ALG STEP n" is line n of the PPO-Clip pseudocode in OpenAI's Spinning Up. Two things are not in that pseudocode:
/// advantages are normalised, and the critic has an optimiser of its own. What the series adds in its last part (GAE,
/// minibatches, a falling learning rate, gradient clipping, a KL limit) is chosen by [PpoHyperparameters].
public final class PPO {

    private final PpoHyperparameters hp;

    private final FeedForwardNN actor;   // π_θ: (T, O) → mean action (T, A)
    private final FeedForwardNN critic;  // V_φ: (T, O) → (T, 1)
    private final Adam actorOptim;
    private final Adam criticOptim;
    private final Schedule learningRate;
    private final double maxGradNorm;

    private final FiniteEnv finiteEnv;
    private final GaussianPolicy policy;
    private final Rollout rollout;
    private final Minibatches minibatches;
    private final Tape tape = new Tape();                     // updates are recorded here
    private final Tape noGrad = Tape.withoutGradients();      // values and advantages are plain numbers
    private final Tensor lastObs;                             // (1, O), where an episode was cut short

    private final BatchTensors tensors;

    private Batch batch;                                      // of the running iteration
    private Losses losses;                                    // of the last update
    private long tSoFar;
    private int iSoFar;

    /// @param env      seeded by its maker; actions and observations are flat boxes
    /// @param random   draws the networks' weights, then the actions
    /// @param shuffles orders minibatches
    public PPO(Env env, PpoHyperparameters hp, TorchRandom random, NumpyLegacyRandom shuffles) {
        this.hp = hp;
        int obsDim = env.observationSpace().size(), actDim = env.actionSpace().size();

        actor = new FeedForwardNN(obsDim, actDim, random);                                             // ALG STEP 1
        critic = new FeedForwardNN(obsDim, 1, random);
        actorOptim = new Adam(actor.parameters().values(), hp.learningRate());
        criticOptim = new Adam(critic.parameters().values(), hp.learningRate());
        learningRate = hp.annealLr() ? Schedule.linear(hp.learningRate(), 0) : Schedule.constant(hp.learningRate());

        maxGradNorm = hp.maxGradNorm().orElse(Double.POSITIVE_INFINITY); // measured then, but not cut

        policy = new GaussianPolicy(actor, Covariance.diagonal(actDim, (float) hp.actionVariance()), obsDim, random);
        finiteEnv = new FiniteEnv(env);
        rollout = new Rollout(finiteEnv, policy, hp.timestepsPerBatch(), hp.maxTimestepsPerEpisode(),
                hp.wholeEpisodes() ? Rollout.Ending.WHOLE_EPISODES : Rollout.Ending.EXACT,
                hp.bootstrap() ? this::value : _ -> 0);
        minibatches = new Minibatches(hp.numMinibatches(), shuffles);
        lastObs = Tensor.zeros(1, obsDim);
        tensors = new BatchTensors(obsDim, actDim);
    }

    /// Trains actor and critic until at least `totalTimesteps` time steps were collected.
    ///
    /// @param recorder is told of every episode and every iteration
    /// @throws NotFiniteException if an observation, a reward, a loss or a gradient is not finite; the networks are as
    ///     they were before the iteration
    // exercise: ALG STEP 2, the loop: until totalTimesteps: collect, estimate, update
    public void learn(long totalTimesteps, Recorder recorder) {
        while (tSoFar < totalTimesteps) {                                                              // ALG STEP 2
            Episodes episodes = rollout();                                                             // ALG STEP 3
            tSoFar += episodes.timesteps();
            iSoFar++;

            batch = tensors.fill(episodes);
            if (hp.gae()) {
                computeGae(episodes);                                                                  // ALG STEP 4 & 5
            } else {
                computeRtgs(episodes);                                                                 // ALG STEP 4
                subtractValues();                                                                      // ALG STEP 5
            }
            normalizeAdvantages();

            double lr = learningRate.at((double) (tSoFar - batch.timesteps()) / totalTimesteps);
            actorOptim.learningRate(lr);
            criticOptim.learningRate(lr);
            actorOptim.keep();
            criticOptim.keep();
            minibatches.begin(batch.timesteps());
            for (int update = 0; update < hp.nUpdatesPerIteration(); update++) {
                minibatches.shuffle();
                for (int part = 0; part < minibatches.count(); part++) {
                    try (var _ = tape.step()) {
                        update(minibatches.of(batch, part));                                           // ALG STEP 6 & 7
                        requireFinite();
                    }
                }
                if (hp.targetKl().isPresent() && losses.approxKl().item() > hp.targetKl().getAsDouble()) {
                    break; // the policy has moved as far as this batch can be trusted
                }
            }
            report(lr, episodes, recorder);
        }                                                                                              // ALG STEP 8
    }

    /// Collects a batch with the current policy.
    public Episodes rollout() {
        return rollout.rollout();
    }

    /// Draws an action (A) for one observation (O) and returns its log probability.
    public float getAction(float[] obs, float[] action) {
        return policy.getAction(obs, action);
    }

    /// What the networks say about a batch now.
    ///
    /// @param V        V_φ(s_t) (T)
    /// @param logProbs log π_θ(a_t | s_t) (T)
    /// @param entropy  of the policy, shape ()
    public record Evaluation(Tensor V, Tensor logProbs, Tensor entropy) {
    }

    /// Queries critic and actor for observations (T, O) and the actions taken there (T, A), on the current tape.
    // exercise: ALG STEP 6, the clipped objective: V(s), log π(a | s) and the entropy, on the current tape
    public Evaluation evaluate(Tensor obs, Tensor acts) {
        Tensor V = critic.forward(obs).squeeze(-1);
        MultivariateNormal dist = policy.distribution(obs);
        return new Evaluation(V, dist.logProb(acts), dist.entropy());
    }

    /// What an update makes smaller, and how far the policy has moved by then: numbers (), on the current tape.
    ///
    /// @param actor    minus the clipped objective, and minus the entropy's share
    /// @param critic   mean((V − R)²)
    /// @param approxKl mean(ρ − 1 − log ρ), an estimate of KL(π_θk ‖ π_θ)
    public record Losses(Tensor actor, Tensor critic, Tensor approxKl) {
    }

    /// The losses on a batch or minibatch.
    ///
    /// @param now what the networks say about it
    // exercise: ALG STEP 6, the clipped objective: min(ρ·A, clip(ρ, 1 − ε, 1 + ε)·A), and (V − R)² for the critic
    public Losses losses(Evaluation now, Batch mini) {
        // π_θ(a_t|s_t) / π_θk(a_t|s_t): the difference of logarithms is the logarithm of the ratio, and does not underflow.
        Tensor logRatios = now.logProbs().sub(mini.logProbs());
        Tensor ratios = logRatios.exp();

        // The smaller of the two is a pessimist's estimate: a large step is never rewarded, yet always punished.
        Tensor surr1 = ratios.mul(mini.advantages());
        Tensor surr2 = ratios.clamp((float) (1 - hp.clipCoef()), (float) (1 + hp.clipCoef())).mul(mini.advantages());

        // PPO maximises its objective and Adam minimises, hence the sign.
        Tensor actorLoss = surr1.min(surr2).neg().mean();
        if (hp.entCoef() > 0) {
            actorLoss = actorLoss.sub(now.entropy().mul((float) hp.entCoef()));
        }
        Tensor criticLoss = Loss.mse(now.V(), mini.rtgs());
        Tensor approxKl = ratios.sub(1).sub(logRatios).mean(); // never negative, less noisy than −log ratio (Schulman 2020)
        return new Losses(actorLoss, criticLoss, approxKl);
    }

    /// One step of both optimisers on a batch or minibatch.
    // exercise: ALG STEP 6, the clipped objective: a step of the actor down its gradient, and one of the critic
    private void update(Batch mini) {
        losses = losses(evaluate(mini.obs(), mini.acts()), mini);

        actorOptim.zeroGrad();                                                                         // ALG STEP 6
        losses.actor().backward();
        actorOptim.clipGradNorm(maxGradNorm);
        actorOptim.step();

        criticOptim.zeroGrad();                                                                        // ALG STEP 7
        losses.critic().backward();
        criticOptim.clipGradNorm(maxGradNorm);
        criticOptim.step();
    }

    /// Takes the iteration's updates back if the last of them was useless.
    private void requireFinite() {
        try {
            FiniteGuard.check("policy_loss", losses.actor().item(), tSoFar);
            FiniteGuard.check("value_loss", losses.critic().item(), tSoFar);
            FiniteGuard.check("the length of the actor's gradient", actorOptim.gradNorm().item(), tSoFar);
            FiniteGuard.check("the length of the critic's gradient", criticOptim.gradNorm().item(), tSoFar);
        } catch (NotFiniteException stop) {
            actorOptim.goBack();
            criticOptim.goBack();
            throw stop;
        }
    }

    /// Rewards-to-go of the batch.
    // exercise: ALG STEP 4, rewards-to-go: R(t) of the batch, rounded to floats
    private void computeRtgs(Episodes episodes) {
        RewardsToGo.computeRtgs(episodes, hp.gamma(), tensors.perStep());
        tensors.round(tensors.perStep(), batch.rtgs());
    }

    /// A_k = R − V_φk(s), with the critic as it was before this iteration's updates.
    // exercise: ALG STEP 5, advantages: A = R − V(s)
    private void subtractValues() {
        try (var _ = noGrad.step()) {
            Tensor V = critic.forward(batch.obs()).squeeze(-1);
            tensors.copy(batch.rtgs().sub(V), batch.advantages());
        }
    }

    /// Advantages by GAE, and the rewards-to-go they stand for: R = A + V.
    private void computeGae(Episodes episodes) {
        try (var _ = noGrad.step()) {
            Tensor V = critic.forward(batch.obs()).squeeze(-1);
            Gae.compute(episodes, tensors.values(V), hp.gamma(), hp.gaeLambda(), tensors.perStep());
            tensors.round(tensors.perStep(), batch.advantages());
            tensors.copy(batch.advantages().add(V), batch.rtgs());
        }
    }

    /// Mean 0 and standard deviation 1. Not in the pseudocode: it keeps step sizes alike whatever the scale of rewards.
    // exercise: ALG STEP 5, advantages: mean 0 and standard deviation 1
    private void normalizeAdvantages() {
        try (var _ = noGrad.step()) {
            Tensor A = batch.advantages();
            tensors.copy(A.sub(A.mean()).div(A.std(1).add(1e-10f)), A);
        }
    }

    /// V_φ of a single observation.
    // exercise: ALG STEP 3, what follows a cut: V of the observation at which the episode was cut
    private double value(float[] obs) {
        lastObs.set(0, obs, 0, lastObs.size());
        try (var _ = noGrad.step()) {
            return critic.forward(lastObs).item();
        }
    }

    /// Hands the iteration's episodes and figures on.
    private void report(double lr, Episodes episodes, Recorder recorder) {
        long step = tSoFar - episodes.timesteps();
        for (int i = 0, from = 0; i < episodes.count(); from += episodes.len(i++)) {
            step += episodes.len(i);
            if (episodes.whole(i)) {
                recorder.episode(episodes.episodicReturn(from, episodes.len(i)), episodes.len(i), step);
            }
        }
        recorder.scalar("charts/learning_rate", lr);
        recorder.scalar("losses/policy_loss", losses.actor().item());
        recorder.scalar("losses/value_loss", losses.critic().item());
        recorder.scalar("losses/approx_kl", losses.approxKl().item());
        recorder.iteration(tSoFar);
    }

    /// The policy being trained.
    public GaussianPolicy policy() {
        return policy;
    }

    /// Time steps collected so far.
    public long timesteps() {
        return tSoFar;
    }

    /// The networks' sizes, for a run's header.
    public String networks() {
        return "actor " + actor + ", critic " + critic;
    }

    /// Adds both networks to `state`: `actor.layer1.weight` and so on.
    public void save(StateDict state) {
        actor.save(state, "actor.");
        critic.save(state, "critic.");
    }

    /// Adds everything that the next iteration depends on, apart from the environment and the random streams.
    public void saveTraining(StateDict state) {
        save(state);
        actorOptim.save(state, "actor_optim.");
        criticOptim.save(state, "critic_optim.");
        state.putLongs("progress", tSoFar, iSoFar);
    }

    /// Continues where [#saveTraining] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    public void loadTraining(StateDict state) {
        load(state);
        actorOptim.load(state, "actor_optim.");
        criticOptim.load(state, "critic_optim.");
        long[] progress = state.getLongs("progress", 2);
        tSoFar = progress[0];
        iSoFar = Math.toIntExact(progress[1]);
        finiteEnv.goOnFrom(tSoFar);
    }

    /// Takes both networks from `state`.
    ///
    /// @throws drl.nn.MalformedFileException if a parameter is missing or has another shape
    public void load(StateDict state) {
        actor.load(state, "actor.");
        critic.load(state, "critic.");
    }
}
