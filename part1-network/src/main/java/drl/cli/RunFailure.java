package drl.cli;

/// A program that began well cannot go on: its numbers are no longer finite, say.
///
/// The message says what happened, where, and what is left; the command line prints it alone, without a stack trace,
/// and exits with status 1.
public final class RunFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message the line to show
    /// @param cause   what was thrown below; kept for a debugger, not shown
    public RunFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
