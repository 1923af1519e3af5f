package drl.a2c;

import drl.env.vector.VectorStep;

/// What becomes of an episode's rest where a time limit cut it. The environment has begun a new episode in the same step;
/// what the old one would have gone on to earn has to be put into its last reward.
@FunctionalInterface
public interface TimeLimitRule {

    /// There is no rest: the limit counts as the task's end. The tutorial's rule, and a mistake.
    TimeLimitRule END = (step, rewards, row) -> {
    };

    /// Adds to the rewards of a step what follows in episodes that were cut.
    ///
    /// @param step    what N environments returned
    /// @param rewards of all steps (T, N)
    /// @param row     where this step's begin
    void apply(VectorStep step, float[] rewards, int row);
}
