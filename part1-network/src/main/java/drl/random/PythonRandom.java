package drl.random;

import java.math.BigInteger;

/// The stream of Python's own module `random` after `random.seed(seed)` with a whole number.
///
/// DDPG's replay buffer draws its minibatches with `random.sample`. Everything agrees bit for bit with CPython 3.
public final class PythonRandom implements RandomStream {

    private static final String NAME = "PythonRandom";
    private static final long FORMAT = 0x7079_0001L;
    private static final int STATE_LENGTH = 1 + MersenneTwister.SAVED_LENGTH;

    private final MersenneTwister bits;
    private final IntHashSet seen = new IntHashSet(0);
    private int[] pool = new int[0];

    /// @param seed Python ignores the sign, and so −5 and 5 give the same stream
    public PythonRandom(long seed) {
        this(BigInteger.valueOf(seed));
    }

    /// @param seed any size; the sign is ignored
    public PythonRandom(BigInteger seed) {
        bits = new MersenneTwister(SeedWords.of(seed.abs()));
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1): `random()`.
    public double random() {
        return bits.nextDouble();
    }

    /// Returns a number between two bounds: `uniform(low, high)`, rounded as low + (high − low)·u.
    public double uniform(double low, double high) {
        return low + (high - low) * bits.nextDouble();
    }

    /// Returns a whole number of `count` random bits: `getrandbits(count)`.
    ///
    /// @throws IllegalArgumentException if `count` is not from 1 to 32
    public long getrandbits(int count) {
        if (count < 1 || count > 32) {
            throw new IllegalArgumentException("getrandbits gives 1 to 32 bits, not " + count);
        }
        return Integer.toUnsignedLong(bits.nextInt() >>> 32 - count);
    }

    /// Returns a whole number from 0 to n−1: `randrange(n)`.
    ///
    /// @throws IllegalArgumentException if `n` is not positive
    public int randrange(int n) {
        if (n <= 0) {
            throw new IllegalArgumentException("randrange needs at least one number to choose from, not " + n);
        }
        return below(n);
    }

    /// Reorders an array in place, from its end to its start: `shuffle(values)`.
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            IntArrays.swap(values, i, below(i + 1));
        }
    }

    /// Fills an array with different numbers from 0 to n−1 in random order: `sample(range(n), out.length)`.
    ///
    /// Python moves the numbers out of a pool if they are few, and otherwise draws again until a number is new. Both
    /// ways reuse this object's memory, so that a replay buffer's draws allocate nothing once it has grown.
    ///
    /// @throws IllegalArgumentException if `out` is longer than `n`
    public void sample(int n, int[] out) {
        if (out.length > n) {
            throw new IllegalArgumentException("cannot draw " + out.length + " different numbers of " + n);
        }
        if (n <= poolLimit(out.length)) {
            sampleFromPool(n, out);
        } else {
            sampleByRejection(n, out);
        }
    }

    private void sampleFromPool(int n, int[] out) {
        if (pool.length < n) {
            pool = new int[(int) poolLimit(out.length)]; // a buffer that fills needs no larger one with each step
        }
        IntArrays.fillRange(pool, n);
        for (int i = 0; i < out.length; i++) {
            int place = below(n - i);
            out[i] = pool[place];
            pool[place] = pool[n - i - 1];
        }
    }

    private void sampleByRejection(int n, int[] out) {
        seen.clear(out.length);
        for (int i = 0; i < out.length; i++) {
            int value = below(n);
            while (!seen.add(value)) {
                value = below(n);
            }
            out[i] = value;
        }
    }

    /// The memory a Python set of `size` numbers takes, in list entries: up to that, a list of all is no larger.
    private static long poolLimit(int size) {
        long limit = 21;
        if (size > 5) {
            long table = 1;
            while (table < 3L * size) {
                table *= 4;
            }
            limit += table;
        }
        return limit;
    }

    /// Python's `_randbelow`: as many bits as `n` has, again until they are below it.
    private int below(int n) {
        int shift = Integer.numberOfLeadingZeros(n);
        int value = bits.nextInt() >>> shift;
        while (value >= n) {
            value = bits.nextInt() >>> shift;
        }
        return value;
    }

    /// The position: a mark, then the Mersenne Twister.
    @Override
    public long[] state() {
        long[] state = new long[STATE_LENGTH];
        state[0] = FORMAT;
        bits.save(state, 1);
        return state;
    }

    @Override
    public void restore(long[] state) {
        StateCheck.header(NAME, state, FORMAT, STATE_LENGTH);
        bits.load(NAME, state, 1);
    }
}
