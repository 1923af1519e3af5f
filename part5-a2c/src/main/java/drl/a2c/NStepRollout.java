package drl.a2c;

import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.run.FiniteGuard;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.List;

/// T steps in each of N environments, again and again from where the last T ended: the batch of an actor-critic update.
/// Row t·N + n is step t of environment n. Everything is overwritten by the next rollout, and nothing allocated for it.
public final class NStepRollout {

    /// Most rows of a batch, T·N.
    static final int LARGEST = 1 << 24;

    private final ActorCritic model;
    private final VectorEnv envs;
    private final TimeLimitRule limit;
    private final TorchRandom random;
    private final int numSteps;
    private final int numEnvs;
    private final Tape noGrad = Tape.withoutGradients(); // acting needs no graph

    private final Tensor obs;         // (N, O), what the next actions are for
    private final float[] actions;    // (N, A)
    private final Tensor batchObs;    // (T·N, O)
    private final Tensor batchActs;   // (T·N, A) or, discrete, (T·N)
    private final float[] rewards;    // (T, N)
    private final float[] masks;      // (T, N)
    private final float[] nextValue;  // (N)
    private final float[] seen;       // (N, O), obs on the host
    private final double[] episodicReturns; // of the episodes that ended, in their order
    private final int[] episodicLengths;
    private final int[] endSteps;     // the step, from 1 to T, with which each ended
    private int episodes;
    private long before;              // environment steps before the latest rollout

    /// @param limit  what a time limit means
    /// @param random draws the actions
    public NStepRollout(ActorCritic model, VectorEnv envs, int numSteps, TimeLimitRule limit, TorchRandom random) {
        this.model = model;
        this.envs = envs;
        this.limit = limit;
        this.random = random;
        this.numSteps = numSteps;
        numEnvs = envs.numEnvs();
        int size = size(), obsDim = model.obsDim(), actDim = envs.actionSpace().size();
        obs = Tensor.zeros(numEnvs, obsDim);
        actions = new float[numEnvs * actDim];
        batchObs = Tensor.zeros(size, obsDim);
        batchActs = model.actions(size);
        rewards = new float[size];
        masks = new float[size];
        nextValue = new float[numEnvs];
        seen = new float[numEnvs * obsDim];
        episodicReturns = new double[size];
        episodicLengths = new int[size];
        endSteps = new int[size];
    }

    /// Starts the environments' first episodes.
    public void begin(long seed) {
        observe(envs.reset(seed).obs());
    }

    /// Plays T steps everywhere with the policy as it is.
    ///
    /// @param globalStep environment steps of the run so far
    /// @throws drl.run.NotFiniteException if an observation or a reward is not finite
    // exercise: ALG STEP 3, the rollout: T steps everywhere, and V of what comes after
    public void collect(long globalStep) {
        before = globalStep;
        episodes = 0;
        for (int t = 0; t < numSteps; t++) {
            try (var _ = noGrad.step()) {
                model.getAction(obs, random, actions);
            }
            batchObs.set(t * seen.length, seen, 0, seen.length);
            batchActs.set(t * actions.length, actions, 0, actions.length);
            VectorStep step = envs.step(actions);
            FiniteGuard.check(step, model.obsDim(), before + (long) (t + 1) * numEnvs);
            keep(step, t);
            observe(step.obs());
        }
        try (var _ = noGrad.step()) {
            model.value(obs).get(0, nextValue, 0, numEnvs);
        }
    }

    private void keep(VectorStep step, int t) {
        for (int n = 0; n < numEnvs; n++) {
            rewards[t * numEnvs + n] = (float) step.rewards()[n];
            masks[t * numEnvs + n] = step.done(n) ? 0 : 1;
            if (step.done(n)) {
                episodicReturns[episodes] = step.episodicReturns()[n];
                episodicLengths[episodes] = step.episodicLengths()[n];
                endSteps[episodes++] = t + 1;
            }
        }
        limit.apply(step, rewards, t * numEnvs);
    }

    private void observe(float[] next) {
        System.arraycopy(next, 0, seen, 0, seen.length);
        obs.set(seen);
    }

    /// Hands on the episodes that ended in the latest rollout.
    public void report(Recorder recorder) {
        for (int i = 0; i < episodes; i++) {
            recorder.episode(episodicReturns[i], episodicLengths[i], before + (long) endSteps[i] * numEnvs);
        }
    }

    /// T·N.
    public int size() {
        return numSteps * numEnvs;
    }

    /// T.
    public int numSteps() {
        return numSteps;
    }

    /// What was seen before each step (T·N, O).
    public Tensor batchObs() {
        return batchObs;
    }

    /// What was done (T·N, A) or, discrete, (T·N).
    public Tensor batchActs() {
        return batchActs;
    }

    /// What it earned, and what the [TimeLimitRule] added (T, N); the rollout's own array.
    public float[] rewards() {
        return rewards;
    }

    /// 0 where an episode ended with the step, else 1 (T, N); the rollout's own array.
    public float[] masks() {
        return masks;
    }

    /// V of the observations behind the last step (N); the rollout's own array.
    public float[] nextValue() {
        return nextValue;
    }

    /// Adds what the next rollout starts from, apart from the environments and the random stream.
    public void save(StateDict state, String prefix) {
        state.put(prefix + "next_obs", seen.clone(), seen.length);
    }

    /// Goes on where [#save] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another size
    public void load(StateDict state, String prefix) {
        observe(state.get(prefix + "next_obs", List.of(seen.length)));
    }
}
