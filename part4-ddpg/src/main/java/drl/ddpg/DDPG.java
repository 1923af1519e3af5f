package drl.ddpg;

import drl.env.Box;
import drl.env.Env;
import drl.env.Step;
import drl.nn.Adam;
import drl.nn.Loss;
import drl.nn.StateDict;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.List;

/// Deep deterministic policy gradient (Lillicrap et al. 2016): start reading at [#learn].
///
/// "ALG STEP n" is line n of the DDPG pseudocode in OpenAI's Spinning Up. Everything in which programs of that name differ
/// (noise, initial weights, where the action joins the critic, how often the actor learns) is a part of its own, chosen by
/// [DdpgHyperparameters] and put together by [DdpgParts].
public final class DDPG {

    private final Env env;
    private final DdpgHyperparameters hp;
    private final Streams streams;

    private final ActorNetwork actor;         // μ_θ: (B, O) → (B, A)
    private final CriticNetwork critic;       // Q_φ: (B, O), (B, A) → (B, 1)
    private final ActorNetwork actorTarget;   // μ_θ′
    private final CriticNetwork criticTarget; // Q_φ′
    private final Adam actorOptim;
    private final Adam criticOptim;
    private final SoftUpdate actorFollows;
    private final SoftUpdate criticFollows;
    private final ReplayBuffer replayBuffer;
    private final Noise noise;
    private final DeterministicPolicy policy;

    private final Tape tape = new Tape();                  // updates are recorded here
    private final Tape noGrad = Tape.withoutGradients();   // targets are plain numbers
    private final Transitions batch;
    private final float[] state;                           // s (O)
    private final float[] action;                          // a (A)

    private final float[] figures = new float[3];          // qf1_loss, qf1_values, actor_loss of the latest updates
    private double episodicReturn;
    private int episodicLength;
    private long tSoFar;
    private long updates;

    /// @param env     seeded by its maker; actions are a box with finite bounds
    /// @param streams draws weights, noise, batches and the random actions of the beginning
    public DDPG(Env env, DdpgHyperparameters hp, Streams streams) {
        this.env = env;
        this.hp = hp;
        this.streams = streams;
        int numState = env.observationSpace().size(), numAction = env.actionSpace().size();

        DdpgParts parts = new DdpgParts(hp, numState, (Box) env.actionSpace());
        actor = parts.actor(streams);                                                                  // ALG STEP 1
        critic = parts.critic(streams);
        replayBuffer = new ReplayBuffer(hp.bufferSize(), numState, numAction);
        actorTarget = parts.copy(actor);                                                               // ALG STEP 2
        criticTarget = parts.copy(critic);

        actorOptim = new Adam(actor.parameters().values(), hp.actorLearningRate());
        criticOptim = new Adam(critic.parameters().values(), hp.criticLearningRate(),
                Adam.Options.DEFAULT.withWeightDecay(hp.weightDecay()));
        actorFollows = new SoftUpdate(actorTarget, actor, hp.tau());
        criticFollows = new SoftUpdate(criticTarget, critic, hp.tau());
        noise = parts.noise(streams);
        policy = parts.policy(actor, noise);
        batch = Transitions.of(hp.batchSize(), numState, numAction);
        state = new float[numState];
        action = new float[numAction];
    }

    /// Starts the first episode.
    public void begin() {
        startEpisode();
    }

    /// Trains actor and critic until `totalTimesteps` time steps were taken.
    ///
    /// @param recorder is told of every episode, and of the losses every `logInterval` steps
    public void learn(long totalTimesteps, Recorder recorder) {
        while (tSoFar < totalTimesteps) {                                                              // ALG STEP 3
            if (tSoFar < hp.learningStarts()) {
                env.actionSpace().sample(streams.space(), action);
            } else {
                getAction(state, false, action);                                                       // ALG STEP 4
            }
            Step step = env.step(action);                                                              // ALG STEP 5 & 6
            tSoFar++;
            addMemory(state, action, step);                                                            // ALG STEP 7

            if (tSoFar > hp.learningStarts()) {                                                        // ALG STEP 9
                train(); // ALG STEP 10 to 16
            }
            go(step, recorder);                                                                        // ALG STEP 8
            if (tSoFar % hp.logInterval() == 0 || tSoFar == totalTimesteps) {
                report(recorder);
            }
        }                                                                                              // ALG STEP 18
    }

    /// What to do in a state.
    ///
    /// @param state  s (O)
    /// @param greedy whether to do what the actor says, without noise
    /// @param action receives a (A)
    public void getAction(float[] state, boolean greedy, float[] action) {
        if (greedy) {
            policy.bestAction(state, action);
        } else {
            policy.getAction(state, action);
        }
    }

    /// Remembers a step. The future is worth nothing only behind a step that ended the task; a time limit is the
    /// experimenter's end, and Pendulum has no other.
    // exercise: ALG STEP 7, what is remembered: s, a, r, s′, and done where nothing follows
    public void addMemory(float[] state, float[] action, Step step) {
        boolean done = step.terminated() || step.truncated() && !hp.bootstrap();
        replayBuffer.append(state, action, step.obs(), (float) step.reward(), done);
    }

    /// One update of all four networks from a batch of remembered steps; nothing while there are too few.
    public void train() {
        if (replayBuffer.size() >= hp.batchSize()) {
            replayBuffer.sample(streams.python(), batch);                                              // ALG STEP 11
            train(batch);
        }
    }

    /// One update from a given batch.
    // exercise: ALG STEP 13, the critic: one step down (Q(s, a) − y)², then the policy
    public void train(Transitions batch) {
        Tensor targets = targets(batch);
        try (var _ = tape.step()) {
            Tensor qvalue = critic.forward(batch.states(), batch.actions());
            Tensor criticLoss = Loss.mse(qvalue, targets);

            criticOptim.zeroGrad();                                                                    // ALG STEP 13
            criticLoss.backward();
            criticOptim.step();
            figures[0] = criticLoss.item();
            figures[1] = qvalue.mean().item();
        }
        if (++updates % hp.policyFrequency() == 0) {
            improvePolicy(batch);
        }
    }

    /// What Q should have been, y = r + γ·Q′(s′, μ′(s′)) where the task went on. Plain numbers: the loss must move Q towards
    /// its target, and not the target towards Q.
    ///
    /// @return (B, 1), valid until the next call
    // exercise: ALG STEP 12, targets: y = r + γ·Q′(s′, μ′(s′)) where the task went on
    public Tensor targets(Transitions batch) {
        try (var _ = noGrad.step()) {
            Tensor nextQvalue = criticTarget.forward(batch.nextStates(), actorTarget.forward(batch.nextStates()));
            return batch.rewards().add(nextQvalue.mul((float) hp.gamma()).mul(batch.notDone()));       // ALG STEP 12
        }
    }

    /// Moves the actor uphill on the critic's landscape, and then all targets a little.
    // exercise: ALG STEP 14, the actor: one step up Q(s, μ(s)), then the targets follow
    private void improvePolicy(Transitions batch) {
        try (var _ = tape.step()) {
            // dQ/dθ = dQ/da · da/dθ: the critic only passes the gradient on, and learns nothing here.
            Tensor actorLoss = critic.frozen(batch.states(), actor.forward(batch.states())).mean().neg();

            actorOptim.zeroGrad();                                                                     // ALG STEP 14
            actorLoss.backward();
            actorOptim.step();
            figures[2] = actorLoss.item();
        }
        actorFollows.step();                                                                           // ALG STEP 15
        criticFollows.step();
    }

    /// Goes on to the next state, or to the first of the next episode.
    private void go(Step step, Recorder recorder) {
        episodicReturn += step.reward();
        episodicLength++;
        if (step.done()) {
            recorder.episode(episodicReturn, episodicLength, tSoFar);
            startEpisode();
        } else {
            System.arraycopy(step.obs(), 0, state, 0, state.length);
        }
    }

    private void startEpisode() {
        System.arraycopy(env.reset(), 0, state, 0, state.length);
        noise.reset();
        episodicReturn = 0;
        episodicLength = 0;
    }

    private void report(Recorder recorder) {
        if (updates > 0) {
            recorder.scalar("losses/qf1_loss", figures[0]);
            recorder.scalar("losses/qf1_values", figures[1]);
        }
        if (updates >= hp.policyFrequency()) {
            recorder.scalar("losses/actor_loss", figures[2]);
        }
        recorder.iteration(tSoFar);
    }

    /// The four networks.
    ///
    /// @param actor        μ
    /// @param critic       Q
    /// @param actorTarget  μ′
    /// @param criticTarget Q′
    public record Networks(ActorNetwork actor, CriticNetwork critic, ActorNetwork actorTarget,
            CriticNetwork criticTarget) {
    }

    /// The four networks as they are now.
    public Networks nets() {
        return new Networks(actor, critic, actorTarget, criticTarget);
    }

    /// The policy being trained.
    public DeterministicPolicy policy() {
        return policy;
    }

    /// The critic's loss in the latest update.
    public float criticLoss() {
        return figures[0];
    }

    /// The actor's loss in its latest update: minus the mean value of what it would do.
    public float actorLoss() {
        return figures[2];
    }

    /// The networks' sizes, for a run's header.
    public String networks() {
        return "actor " + actor + ", critic " + critic;
    }

    /// Adds actor and critic to `state`: `actor.fc1.weight` and so on.
    public void save(StateDict state) {
        actor.save(state, "actor.");
        critic.save(state, "critic.");
    }

    /// Adds everything that the next step depends on, apart from the environment and the random streams.
    public void saveTraining(StateDict state) {
        save(state);
        actorTarget.save(state, "actor_target.");
        criticTarget.save(state, "critic_target.");
        actorOptim.save(state, "actor_optim.");
        criticOptim.save(state, "critic_optim.");
        replayBuffer.save(state, "replay.");
        noise.save(state, "noise.");
        state.put("state", this.state, this.state.length);
        state.put("figures", figures, figures.length);
        state.putDoubles("episodic_return", episodicReturn);
        state.putLongs("progress", tSoFar, updates, episodicLength);
    }

    /// Continues where [#saveTraining] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    public void loadTraining(StateDict state) {
        actor.load(state, "actor.");
        critic.load(state, "critic.");
        actorTarget.load(state, "actor_target.");
        criticTarget.load(state, "critic_target.");
        actorOptim.load(state, "actor_optim.");
        criticOptim.load(state, "critic_optim.");
        replayBuffer.load(state, "replay.");
        noise.load(state, "noise.");
        System.arraycopy(state.get("state", List.of(this.state.length)), 0, this.state, 0, this.state.length);
        System.arraycopy(state.get("figures", List.of(figures.length)), 0, figures, 0, figures.length);
        episodicReturn = state.getDoubles("episodic_return", 1)[0];
        long[] progress = state.getLongs("progress", 3);
        tSoFar = progress[0];
        updates = progress[1];
        episodicLength = Math.toIntExact(progress[2]);
    }
}
