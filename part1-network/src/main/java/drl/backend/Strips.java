package drl.backend;

/// The left operand of a product, rearranged for [Tiles#strip5x2]: strips of five rows, in which the five values that a
/// step along k needs follow each other.
///
/// For processors with sixteen vector registers. Where vectors are short, a tile is less arithmetic for the same number of
/// instructions, and of these every row costs three to find its value: an addition, and the two of a check that it lies in
/// its array. In a strip all five have one address and one check. That tells most where a neighbour shares the core:
/// products of the networks' sizes became 1.05 to 1.3 times as fast there (Zen 3, 256 bits), more where the operand comes
/// transposed and need not be rearranged. Six rows would not do: without checks in between, the compiler loads so many
/// values ahead that registers run out.
final class Strips {

    /// Rows of a strip.
    static final int ROWS = 5;

    /// Columns of the right operand below which rearranging costs more than it brings.
    private static final int MANY_COLUMNS = 128;

    private Strips() {
    }

    /// Whether a product of `m` rows with a right operand of `n` columns gains from strips, which lie there already where
    /// the left operand comes transposed.
    static boolean pay(int m, int n, boolean lieThere) {
        return Panels.WIDTH == 2 * VectorMath.V && m >= ROWS && (lieThere || n >= MANY_COLUMNS);
    }

    /// Rearranges the first `m` rows, a multiple of five, of a matrix with `k` columns and rows `rs` floats apart.
    static float[] pack(float[] a, int ai, int rs, int m, int k, float[] strips) {
        for (int r = 0, at = 0; r < m; r += ROWS) {
            int r0 = ai + r * rs, r1 = r0 + rs, r2 = r1 + rs, r3 = r2 + rs, r4 = r3 + rs;
            for (int p = 0; p < k; p++, at += ROWS) {
                strips[at] = a[r0 + p];
                strips[at + 1] = a[r1 + p];
                strips[at + 2] = a[r2 + p];
                strips[at + 3] = a[r3 + p];
                strips[at + 4] = a[r4 + p];
            }
        }
        return strips;
    }
}
