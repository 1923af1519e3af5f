package drl.random;

/// The 128-bit permuted congruential generator behind NumPy's `default_rng` and Gymnasium's environments.
///
/// PCG XSL-RR 128/64 of M. E. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
/// Random Number Generation" (2014): a linear congruential step on 128 bits, then the two halves folded together and
/// rotated by the top six bits. A 128-bit number is kept as two longs.
final class Pcg64 {

    private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
    private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;

    private long stateHigh;
    private long stateLow;
    private long incrementHigh;
    private long incrementLow;
    private boolean hasHalf;
    private int half;

    Pcg64(SeedSequence seed) {
        long[] words = seed.generateLongs(4);
        incrementHigh = words[2] << 1 | words[3] >>> 63;
        incrementLow = words[3] << 1 | 1;
        step();
        add(words[0], words[1]);
        step();
    }

    long nextLong() {
        step();
        return Long.rotateRight(stateHigh ^ stateLow, (int) (stateHigh >>> 58));
    }

    /// One 64-bit word serves two calls, its low half first. Draws of 64 bits in between leave the waiting half alone.
    int nextInt() {
        if (hasHalf) {
            hasHalf = false;
            return half;
        }
        long word = nextLong();
        hasHalf = true;
        half = (int) (word >>> 32);
        return (int) word;
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1).
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /// Writes the position to six numbers: state (high, low), increment (high, low), whether half a word waits, and
    /// that half, which NumPy keeps even after it was used.
    void save(long[] into, int offset) {
        into[offset] = stateHigh;
        into[offset + 1] = stateLow;
        into[offset + 2] = incrementHigh;
        into[offset + 3] = incrementLow;
        into[offset + 4] = hasHalf ? 1 : 0;
        into[offset + 5] = Integer.toUnsignedLong(half);
    }

    /// Takes up what [#save] wrote; nothing changes if it is refused.
    void load(String stream, long[] from, int offset) {
        StateCheck.range(stream, "increment's last bit", from[offset + 3] & 1, 1, 1);
        StateCheck.range(stream, "mark of a waiting half word", from[offset + 4], 0, 1);
        StateCheck.range(stream, "waiting half word", from[offset + 5], 0, 0xffffffffL);
        stateHigh = from[offset];
        stateLow = from[offset + 1];
        incrementHigh = from[offset + 2];
        incrementLow = from[offset + 3];
        hasHalf = from[offset + 4] == 1;
        half = (int) from[offset + 5];
    }

    private void step() {
        long high = Math.unsignedMultiplyHigh(stateLow, MULTIPLIER_LOW)
                + stateHigh * MULTIPLIER_LOW + stateLow * MULTIPLIER_HIGH;
        stateLow *= MULTIPLIER_LOW;
        stateHigh = high;
        add(incrementHigh, incrementLow);
    }

    private void add(long high, long low) {
        stateLow += low;
        stateHigh += high + (Long.compareUnsigned(stateLow, low) < 0 ? 1 : 0);
    }
}
