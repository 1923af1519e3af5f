package drl.env;

/// What one [Env#step] returns.
///
/// An episode can end in two ways, and the difference decides what the future is worth. When it `terminated`, the task
/// itself is over (the pole fell, the car reached the flag): no reward can follow. When it was `truncated`, somebody
/// stopped watching (a time limit): the task would have gone on, so a learner bootstraps from the value of `obs`.
/// Both may be true in one step; then `terminated` counts, since nothing follows.
///
/// @param obs the observation after the action, flat in row-major order. It is the environment's own buffer,
///     overwritten by its next `step` or `reset`: copy what has to last. When the episode ended it is the final
///     observation, never the first of the next episode
/// @param reward what the action earned
/// @param terminated whether the task came to its end
/// @param truncated whether the episode was cut short from outside, usually by [drl.env.wrapper.TimeLimit]
public record Step(float[] obs, double reward, boolean terminated, boolean truncated) {

    /// Whether the episode is over for either reason; the next call has to be a `reset`.
    public boolean done() {
        return terminated || truncated;
    }
}
