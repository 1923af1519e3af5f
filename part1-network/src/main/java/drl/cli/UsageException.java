package drl.cli;

/// Something the user asked for cannot be done: a flag that does not exist, a value out of range, an environment that
/// does not fit the algorithm, a folder that cannot be written.
///
/// The message is the one line shown to the user, so it names what was wrong, what is allowed and the nearest fix. The
/// command line prints it alone, without a stack trace, and exits with status 2.
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message the line to show
    public UsageException(String message) {
        super(message);
    }

    /// @param message the line to show
    /// @param cause   what was thrown below; kept for a debugger, not shown
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
