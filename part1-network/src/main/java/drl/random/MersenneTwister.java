package drl.random;

/// The Mersenne Twister MT19937, the generator under PyTorch's CPU numbers, NumPy's legacy functions and Python's
/// `random`.
///
/// M. Matsumoto and T. Nishimura, "Mersenne Twister: A 623-Dimensionally Equidistributed Uniform Pseudo-Random Number
/// Generator" (1998), with the seeding of their revision of 2002. What the three make of its 32-bit words differs.
public final class MersenneTwister {

    /// How many numbers [#save] writes: 624 words, two to a number, and the position in them.
    static final int SAVED_LENGTH = 313;

    private static final int N = 624;
    private static final int M = 397;
    private static final int TWIST = 0x9908b0df;
    private static final int UPPER_BIT = 0x80000000;
    private static final int LOWER_BITS = 0x7fffffff;

    private final int[] words = new int[N];
    private int next = N;

    /// Seeds with one word: the authors' `init_genrand`.
    public MersenneTwister(int seed) {
        words[0] = seed;
        for (int i = 1; i < N; i++) {
            words[i] = 1812433253 * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
        }
    }

    /// Seeds with any number of words: the authors' `init_by_array`.
    ///
    /// @throws IllegalArgumentException if there is no word
    public MersenneTwister(int[] key) {
        this(19650218);
        if (key.length == 0) {
            throw new IllegalArgumentException("a Mersenne Twister needs at least one word to be seeded with");
        }
        int i = 1;
        for (int round = 0; round < Math.max(N, key.length); round++) {
            int j = round % key.length;
            words[i] = (words[i] ^ (words[i - 1] ^ (words[i - 1] >>> 30)) * 1664525) + key[j] + j;
            i = advance(i);
        }
        for (int round = 0; round < N - 1; round++) {
            words[i] = (words[i] ^ (words[i - 1] ^ (words[i - 1] >>> 30)) * 1566083941) - i;
            i = advance(i);
        }
        words[0] = UPPER_BIT;
    }

    /// Returns the next 32 bits.
    public int nextInt() {
        if (next == N) {
            twist();
        }
        int word = words[next++];
        word ^= word >>> 11;
        word ^= word << 7 & 0x9d2c5680;
        word ^= word << 15 & 0xefc60000;
        return word ^ word >>> 18;
    }

    /// Returns the next 64 bits, the high half drawn first.
    public long nextLong() {
        long high = nextInt();
        return high << 32 | Integer.toUnsignedLong(nextInt());
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1), 27 bits from one word and 26 from the next: the authors'
    /// `genrand_res53`, which NumPy's legacy functions and Python share.
    public double nextDouble() {
        long high = nextInt() >>> 5;
        long low = nextInt() >>> 6;
        return (high << 26 | low) * 0x1p-53;
    }

    void save(long[] into, int offset) {
        for (int i = 0; i < N; i += 2) {
            into[offset + i / 2] = Integer.toUnsignedLong(words[i]) | (long) words[i + 1] << 32;
        }
        into[offset + N / 2] = next;
    }

    /// Takes up what [#save] wrote; nothing changes if it is refused.
    void load(String stream, long[] from, int offset) {
        StateCheck.range(stream, "position in the Mersenne Twister", from[offset + N / 2], 0, N);
        long anyBit = 0;
        for (int i = 0; i < N / 2; i++) {
            anyBit |= from[offset + i];
        }
        if (anyBit == 0) {
            throw new IllegalArgumentException("the saved state of a " + stream
                    + " is damaged: a Mersenne Twister whose words are all zero gives nothing but zeros");
        }
        next = (int) from[offset + N / 2];
        for (int i = 0; i < N; i += 2) {
            words[i] = (int) from[offset + i / 2];
            words[i + 1] = (int) (from[offset + i / 2] >>> 32);
        }
    }

    private int advance(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        words[0] = words[N - 1];
        return 1;
    }

    private void twist() {
        for (int i = 0; i < N - M; i++) {
            words[i] = words[i + M] ^ twisted(words[i], words[i + 1]);
        }
        for (int i = N - M; i < N - 1; i++) {
            words[i] = words[i + M - N] ^ twisted(words[i], words[i + 1]);
        }
        words[N - 1] = words[M - 1] ^ twisted(words[N - 1], words[0]);
        next = 0;
    }

    private static int twisted(int upper, int lower) {
        int mixed = upper & UPPER_BIT | lower & LOWER_BITS;
        return mixed >>> 1 ^ -(mixed & 1) & TWIST;
    }
}
