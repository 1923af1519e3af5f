package drl.random;

import java.math.BigInteger;

/// A seed cut into 32-bit words, lowest first, without leading zeros; zero is one word.
final class SeedWords {

    private SeedWords() {
    }

    /// @param seed not negative
    static int[] of(BigInteger seed) {
        int[] words = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
        for (int i = 0; i < words.length; i++) {
            words[i] = seed.shiftRight(32 * i).intValue();
        }
        return words;
    }

    static BigInteger requireNotNegative(BigInteger seed) {
        if (seed.signum() < 0) {
            throw new IllegalArgumentException("a NumPy seed must be 0 or more, not " + seed);
        }
        return seed;
    }
}
