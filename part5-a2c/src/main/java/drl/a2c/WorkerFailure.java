package drl.a2c;

/// A worker of [A3C] threw, and with it the others were stopped: says which, and why.
public final class WorkerFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param message says which worker it was
    /// @param cause   what it threw
    WorkerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
