package drl.backend;

/// How many values become one.
public enum Reduction {
    /// Their sum.
    SUM,
    /// Their sum divided by their number.
    MEAN,
    /// The largest; the gradient goes to the first largest along an axis, and is shared by ties over a whole tensor.
    MAX,
    /// The smallest; ties as for [#MAX].
    MIN
}
