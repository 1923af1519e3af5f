package drl.random;

import java.math.BigInteger;

/// Spreads a seed of any size over as many well mixed words as a generator wants.
///
/// This is NumPy's `numpy.random.SeedSequence(entropy)` without spawn keys, which goes back to M. E. O'Neill's
/// `seed_seq_fe`: neighbouring seeds such as 1, 2, 3 give states that have nothing in common.
public final class SeedSequence {

    private static final int POOL_SIZE = 4;
    private static final int HASH_INIT = 0x43b0d7e5;
    private static final int HASH_MULTIPLIER = 0x931e8875;
    private static final int OUTPUT_INIT = 0x8b51f9dd;
    private static final int OUTPUT_MULTIPLIER = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final int[] pool = new int[POOL_SIZE];
    private int hashConstant = HASH_INIT;

    /// @param seed read as an unsigned number of 64 bits
    public SeedSequence(long seed) {
        this(new int[] {(int) seed, (int) (seed >>> 32)});
    }

    /// @param seed any size, as in Python
    /// @throws IllegalArgumentException if the seed is negative
    public SeedSequence(BigInteger seed) {
        this(SeedWords.of(SeedWords.requireNotNegative(seed)));
    }

    /// @param entropy the seed's 32-bit words, lowest first
    private SeedSequence(int[] entropy) {
        for (int i = 0; i < POOL_SIZE; i++) {
            pool[i] = hash(i < entropy.length ? entropy[i] : 0);
        }
        for (int source = 0; source < POOL_SIZE; source++) {
            for (int target = 0; target < POOL_SIZE; target++) {
                if (source != target) {
                    pool[target] = mix(pool[target], hash(pool[source]));
                }
            }
        }
        for (int source = POOL_SIZE; source < entropy.length; source++) {
            for (int target = 0; target < POOL_SIZE; target++) {
                pool[target] = mix(pool[target], hash(entropy[source]));
            }
        }
    }

    /// Returns a copy of the four mixed words everything else is made from.
    public int[] pool() {
        return pool.clone();
    }

    /// Returns `count` 32-bit words: NumPy's `generate_state(count, uint32)`. Calling it again gives the same words.
    public int[] generateInts(int count) {
        int[] words = new int[count];
        int constant = OUTPUT_INIT;
        for (int i = 0; i < count; i++) {
            int word = pool[i % POOL_SIZE] ^ constant;
            constant *= OUTPUT_MULTIPLIER;
            word *= constant;
            words[i] = word ^ (word >>> 16);
        }
        return words;
    }

    /// Returns `count` 64-bit words, each made of two 32-bit words with the low one first: NumPy's
    /// `generate_state(count, uint64)`.
    public long[] generateLongs(int count) {
        int[] halves = generateInts(2 * count);
        long[] words = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = Integer.toUnsignedLong(halves[2 * i]) | (long) halves[2 * i + 1] << 32;
        }
        return words;
    }

    private int hash(int word) {
        int hashed = word ^ hashConstant;
        hashConstant *= HASH_MULTIPLIER;
        hashed *= hashConstant;
        return hashed ^ (hashed >>> 16);
    }

    private static int mix(int left, int right) {
        int mixed = MIX_LEFT * left - MIX_RIGHT * right;
        return mixed ^ (mixed >>> 16);
    }
}
