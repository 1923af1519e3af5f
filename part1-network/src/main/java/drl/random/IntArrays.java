package drl.random;

/// What every shuffle and permutation of this package needs.
final class IntArrays {

    private IntArrays() {
    }

    /// Returns 0 … n−1.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    static int[] range(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("a permutation has 0 or more numbers, not " + n);
        }
        int[] values = new int[n];
        fillRange(values, n);
        return values;
    }

    /// Writes 0 … n−1 to the first `n` elements.
    static void fillRange(int[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = i;
        }
    }

    static void swap(int[] values, int i, int j) {
        int kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }
}
