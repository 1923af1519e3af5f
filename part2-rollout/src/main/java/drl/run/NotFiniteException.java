package drl.run;

/// Says that a number that a run depends on has become infinite or none at all: what, where and when. It is thrown
/// before the networks take any harm.
public final class NotFiniteException extends ArithmeticException {

    private static final long serialVersionUID = 1L;

    /// @param what       which number, and where it stands
    /// @param value      what it is
    /// @param globalStep environment steps of the run so far
    public NotFiniteException(String what, double value, long globalStep) {
        super(what + " is " + value + " at step " + globalStep);
    }
}
