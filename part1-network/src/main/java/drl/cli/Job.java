package drl.cli;

/// What is left to do once everything the user asked for has been found possible.
@FunctionalInterface
public interface Job {

    /// Does the work.
    ///
    /// @return the exit status, 0 for success
    /// @throws Exception whatever goes wrong; exit status 1, with a stack trace, unless it is a [UsageException]
    int run() throws Exception;
}
