package drl.backend;

/// How an operand of an elementwise operation covers the result, seen as `rows × cols` values in row-major order.
/// These four are all the broadcasting there is.
public enum Expand {
    /// One value for each of the result's.
    FULL,
    /// `cols` values, the same in every row.
    ROW,
    /// `rows` values, each for a whole row.
    COLUMN,
    /// One value for all.
    SCALAR;

    /// The operand's index for element `i` of a result with `cols` columns.
    public int index(int i, int cols) {
        return switch (this) {
            case FULL -> i;
            case ROW -> i % cols;
            case COLUMN -> i / cols;
            case SCALAR -> 0;
        };
    }
}
