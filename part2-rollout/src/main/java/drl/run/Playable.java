package drl.run;

import drl.env.Env;
import drl.nn.StateDict;
import drl.rollout.Policy;

/// A program whose trained models can be played: `./rl enjoy` finds the program that made a run and asks it for the policy.
public interface Playable {

    /// The environment as the policy expects it, wrappers included.
    ///
    /// @throws IllegalArgumentException if it cannot be made here
    Env environment(RunConfig config);

    /// The trained policy.
    ///
    /// @param model the run's `model.safetensors`
    /// @param env   from [#environment]
    /// @param seed  of the actions, where they are drawn
    /// @throws drl.nn.MalformedFileException if the model is not one of this program's
    Policy policy(RunConfig config, StateDict model, Env env, long seed);
}
