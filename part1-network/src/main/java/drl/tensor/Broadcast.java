package drl.tensor;

import drl.backend.Binary;
import drl.backend.Expand;
import java.util.Locale;

/// The rules by which two shapes meet in an elementwise operation. They are fewer than PyTorch's, on purpose: a log
/// probability (n) against an advantage (n, 1) would silently become (n, n) there, and the tutorial this course follows
/// in its last chapter trains on just that mistake. Allowed are
///
/// | one operand | the other | result |
/// | --- | --- | --- |
/// | any shape | the same shape | that shape |
/// | any shape | a single number: `()`, or size 1 with no more axes | that shape |
/// | (…, n) | a row (n), or (1, n) under a matrix | (…, n) |
/// | (…, m, n) | a column (…, m, 1) of the same rank | (…, m, n) |
/// | a column (m, 1) | a row (1, n), both written as matrices | (m, n) |
///
/// @param shape the result's shape
/// @param a     how the first operand covers it
/// @param b     how the second does
record Broadcast(Shape shape, Expand a, Expand b) {

    /// How `a` and `b` meet in an operation.
    ///
    /// @throws IllegalArgumentException if no rule covers them; names the operation, both shapes and the rules
    static Broadcast of(Binary f, Shape a, Shape b) {
        if (a.equals(b)) {
            return new Broadcast(a, Expand.FULL, Expand.FULL);
        }
        Expand under = expand(b, a);
        if (under != null) {
            return new Broadcast(a, Expand.FULL, under);
        }
        under = expand(a, b);
        if (under != null) {
            return new Broadcast(b, under, Expand.FULL);
        }
        if (a.rank() == 2 && b.rank() == 2 && a.dim(1) == 1 && b.dim(0) == 1) {
            return new Broadcast(Shape.of(a.dim(0), b.dim(1)), Expand.COLUMN, Expand.ROW);
        }
        if (a.rank() == 2 && b.rank() == 2 && a.dim(0) == 1 && b.dim(1) == 1) {
            return new Broadcast(Shape.of(b.dim(0), a.dim(1)), Expand.ROW, Expand.COLUMN);
        }
        throw new IllegalArgumentException(
                f.name().toLowerCase(Locale.ROOT) + ": shapes " + a + " and " + b
                        + " do not fit. Allowed are equal shapes, "
                        + "a single number, a row (n) or (1, n) against (…, n), and a column (m, 1) against (m, n); "
                        + "bring them together with squeeze, unsqueeze or expand");
    }

    /// How `small` repeats to cover `large`, or null.
    // exercise: Step 2, which shapes may meet: the four ways in which a small shape covers a large one
    private static Expand expand(Shape small, Shape large) {
        if (small.size() == 1 && small.rank() <= large.rank()) {
            return Expand.SCALAR;
        }
        if (large.rank() == 0 || small.rank() == 0) {
            return null;
        }
        boolean row = small.size() == small.cols() && small.cols() == large.cols();
        if (row && (small.rank() == 1 || small.rank() == large.rank())) {
            return Expand.ROW;
        }
        if (small.rank() == large.rank() && small.cols() == 1) {
            for (int i = 0; i < small.rank() - 1; i++) {
                if (small.dim(i) != large.dim(i)) {
                    return null;
                }
            }
            return Expand.COLUMN;
        }
        return null;
    }
}
