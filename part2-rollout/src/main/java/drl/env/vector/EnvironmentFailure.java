package drl.env.vector;

/// One of many environments threw: says which, how it was seeded, and why.
public final class EnvironmentFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// Which environment, from 0.
    private final int index;
    /// Of its last seeded reset.
    private final long seed;

    /// @param index of the environment, from 0
    /// @param seed  of its last seeded reset; the same seed and actions make it fail again
    /// @param cause what it threw
    public EnvironmentFailure(int index, long seed, Throwable cause) {
        super("environment " + index + ", seeded with " + Long.toUnsignedString(seed) + ", failed: " + cause, cause);
        this.index = index;
        this.seed = seed;
    }

    /// Which environment it was, from 0.
    public int index() {
        return index;
    }

    /// The seed of its last seeded reset.
    public long seed() {
        return seed;
    }
}
