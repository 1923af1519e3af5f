package drl.env.mujoco;

/// MuJoCo refused, or its simulation became unstable; the message holds the engine's own words.
///
/// The engine says "unstable" when a position, velocity or acceleration is not finite or beyond 1e10. It has put the
/// simulation back to its initial state then, so the episode is lost, but the environment can be reset and used again.
public final class MujocoException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message what happened, with the engine's words
    public MujocoException(String message) {
        super(message);
    }
}
