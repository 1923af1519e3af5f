package drl.rollout;

/// Episodes made from numbers, without an environment to play them in.
public final class EpisodesOf {

    private final Episodes episodes = new Episodes(4, 1, 1);

    /// Adds an episode.
    ///
    /// @param tail    what its rest is worth, 0 if it terminated
    /// @param rewards its rewards
    public EpisodesOf episode(double tail, double... rewards) {
        for (double reward : rewards) {
            episodes.addObservation(new float[1]);
            episodes.addStep(new float[1], 0, reward);
        }
        episodes.endEpisode(tail, true);
        return this;
    }

    /// The episodes so far.
    public Episodes batch() {
        return episodes;
    }
}
