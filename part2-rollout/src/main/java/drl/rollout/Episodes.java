package drl.rollout;

import java.util.Arrays;

/// The time steps of a batch in plain arrays, episode after episode, growing as they are played. Kept from batch to batch:
/// once it has its size, collecting allocates nothing.
public final class Episodes {

    private final int obsDim;
    private final int actDim;
    private float[] obs;       // (T, O)
    private float[] acts;      // (T, A)
    private float[] logProbs;  // (T)
    private double[] rews;     // (T)
    private int[] lens;        // (episodes)
    private double[] tails;    // (episodes): what the rest of an episode that was cut short is worth
    private boolean[] whole;   // (episodes): whether it was played to its end
    private int timesteps;
    private int episodes;
    private int started;       // the time step at which the running episode began

    /// Room for `capacity` time steps; more is made when needed.
    public Episodes(int capacity, int obsDim, int actDim) {
        this.obsDim = obsDim;
        this.actDim = actDim;
        obs = new float[capacity * obsDim];
        acts = new float[capacity * actDim];
        logProbs = new float[capacity];
        rews = new double[capacity];
        lens = new int[16];
        tails = new double[16];
        whole = new boolean[16];
    }

    /// Forgets everything.
    public void clear() {
        timesteps = episodes = started = 0;
    }

    /// Adds the observation of a new time step. It is copied: the environment will overwrite its array.
    void addObservation(float[] observation) {
        if (timesteps == logProbs.length) {
            int capacity = 2 * timesteps;
            obs = Arrays.copyOf(obs, capacity * obsDim);
            acts = Arrays.copyOf(acts, capacity * actDim);
            logProbs = Arrays.copyOf(logProbs, capacity);
            rews = Arrays.copyOf(rews, capacity);
        }
        System.arraycopy(observation, 0, obs, timesteps * obsDim, obsDim);
    }

    /// Completes the time step.
    void addStep(float[] action, float logProb, double rew) {
        System.arraycopy(action, 0, acts, timesteps * actDim, actDim);
        logProbs[timesteps] = logProb;
        rews[timesteps++] = rew;
    }

    /// Ends the running episode.
    ///
    /// @param tail     the value of what would have followed, 0 if nothing would
    /// @param complete whether it was played to its end, and not cut because the batch was full
    void endEpisode(double tail, boolean complete) {
        if (episodes == lens.length) {
            lens = Arrays.copyOf(lens, 2 * episodes);
            tails = Arrays.copyOf(tails, 2 * episodes);
            whole = Arrays.copyOf(whole, 2 * episodes);
        }
        lens[episodes] = timesteps - started;
        tails[episodes] = tail;
        whole[episodes++] = complete;
        started = timesteps;
    }

    /// T, the number of time steps.
    public int timesteps() {
        return timesteps;
    }

    /// The number of episodes.
    public int count() {
        return episodes;
    }

    /// The length of episode `i`.
    public int len(int i) {
        return lens[i];
    }

    /// What the rest of episode `i` is worth where it was cut short, else 0.
    public double tail(int i) {
        return tails[i];
    }

    /// Whether episode `i` was played to its end.
    public boolean whole(int i) {
        return whole[i];
    }

    /// The observations (T, O), row-major; longer than needed.
    public float[] obs() {
        return obs;
    }

    /// The actions (T, A), row-major; longer than needed.
    public float[] acts() {
        return acts;
    }

    /// log π(a | s) of each action when it was drawn (T); longer than needed.
    public float[] logProbs() {
        return logProbs;
    }

    /// The rewards (T); longer than needed.
    public double[] rews() {
        return rews;
    }

    /// The sum of rewards of the episode that begins at time step `from`.
    public double episodicReturn(int from, int len) {
        double sum = 0;
        for (int t = from; t < from + len; t++) {
            sum += rews[t];
        }
        return sum;
    }
}
