package drl.ppo;

import drl.env.vector.VectorStep;

/// What T steps in N environments gave, step by step: row t·N + n is step t of environment n. Filled anew by every
/// rollout, without allocating.
public final class RolloutStorage {

    final int numSteps;
    final int numEnvs;
    final int obsDim;
    final float[] obs;         // (T, N, O): what was seen before each step
    final float[] actions;     // (T, N, A)
    final float[] logProbs;    // (T, N): of the actions, by the policy that acted
    final float[] rewards;     // (T, N)
    final float[] values;      // (T, N): V(obs)
    final float[] dones;       // (T, N): 1 where obs is the first of an episode, else 0
    final boolean[] terminated; // (T, N): whether the step ended the task
    final boolean[] truncated; // (T, N): whether the step was the last before a cut
    final float[] finalValues; // (T, N): V of the observation at which an episode was cut; stale elsewhere
    final float[] nextValues;  // (N): V of the observation behind the last step
    final float[] nextDones;   // (N): the same flag for that observation
    final float[] advantages;  // (T, N)
    final float[] returns;     // (T, N): what the critic is to learn

    /// Room for T steps of N environments.
    public RolloutStorage(int numSteps, int numEnvs, int obsDim, int actDim) {
        this.numSteps = numSteps;
        this.numEnvs = numEnvs;
        this.obsDim = obsDim;
        int size = size();
        obs = new float[size * obsDim];
        actions = new float[size * actDim];
        logProbs = new float[size];
        rewards = new float[size];
        values = new float[size];
        dones = new float[size];
        terminated = new boolean[size];
        truncated = new boolean[size];
        finalValues = new float[size];
        nextValues = new float[numEnvs];
        nextDones = new float[numEnvs];
        advantages = new float[size];
        returns = new float[size];
    }

    /// T·N.
    public int size() {
        return numSteps * numEnvs;
    }

    /// Keeps what step t led to. Rewards are rounded to floats here, statistics over them were not.
    void addStep(int t, VectorStep step) {
        int row = t * numEnvs;
        for (int n = 0; n < numEnvs; n++) {
            rewards[row + n] = (float) step.rewards()[n];
            nextDones[n] = step.done(n) ? 1 : 0;
        }
        System.arraycopy(step.terminated(), 0, terminated, row, numEnvs);
        System.arraycopy(step.truncated(), 0, truncated, row, numEnvs);
    }

    /// Whether step t of environment n ended an episode, for either reason.
    boolean done(int row) {
        return terminated[row] || truncated[row];
    }

    /// The observations (T, N, O), row-major; the storage's own array.
    public float[] obs() {
        return obs;
    }

    /// The actions (T, N, A), a discrete one as its number; the storage's own array.
    public float[] actions() {
        return actions;
    }

    /// log π(a | s) of each action when it was drawn (T, N); the storage's own array.
    public float[] logProbs() {
        return logProbs;
    }

    /// The rewards (T, N); the storage's own array.
    public float[] rewards() {
        return rewards;
    }

    /// V(s) when s was seen (T, N); the storage's own array.
    public float[] values() {
        return values;
    }

    /// 1 where an observation is the first of an episode, else 0 (T, N); the storage's own array.
    public float[] dones() {
        return dones;
    }

    /// Whether each step ended the task (T, N); the storage's own array.
    public boolean[] terminated() {
        return terminated;
    }

    /// Whether each step was the last before a cut (T, N); the storage's own array.
    public boolean[] truncated() {
        return truncated;
    }

    /// V of the observation at which an episode was cut (T, N), stale elsewhere; the storage's own array.
    public float[] finalValues() {
        return finalValues;
    }

    /// 1 where the observation behind the last step is the first of an episode, else 0 (N); the storage's own array.
    public float[] nextDones() {
        return nextDones;
    }

    /// V of the observations behind the last step (N); the storage's own array.
    public float[] nextValues() {
        return nextValues;
    }

    /// How much better than expected each action was (T, N); the storage's own array.
    public float[] advantages() {
        return advantages;
    }

    /// What the critic is to learn (T, N); the storage's own array.
    public float[] returns() {
        return returns;
    }
}
