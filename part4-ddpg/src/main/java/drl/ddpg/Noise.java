package drl.ddpg;

import drl.nn.StateDict;

/// What is added to a deterministic policy's actions so that it tries something else once in a while.
public interface Noise {

    /// Draws the noise of the next time step.
    ///
    /// @param out receives it (A), in units of half the range of each action
    void sample(double[] out);

    /// Begins an episode.
    void reset();

    /// Adds what the next draw depends on, apart from the random stream.
    void save(StateDict state, String prefix);

    /// Goes on where [#save] was called.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or of another size
    void load(StateDict state, String prefix);

    /// This noise, going on over the end of an episode as if nothing had happened.
    default Noise endless() {
        Noise inner = this;
        return new Noise() {
            @Override
            public void sample(double[] out) {
                inner.sample(out);
            }

            @Override
            public void reset() {
                // the next episode begins where the noise is
            }

            @Override
            public void save(StateDict state, String prefix) {
                inner.save(state, prefix);
            }

            @Override
            public void load(StateDict state, String prefix) {
                inner.load(state, prefix);
            }
        };
    }
}
