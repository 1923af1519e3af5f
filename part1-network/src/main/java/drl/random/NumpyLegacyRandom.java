package drl.random;

/// NumPy's older stream, the one behind `numpy.random.seed(seed)` and the functions `numpy.random.normal`,
/// `numpy.random.shuffle` and their like.
///
/// CleanRL shuffles its minibatches with it and the DDPG tutorial draws its exploration noise from it. Uniform and
/// whole numbers and orders agree with NumPy bit for bit, normals up to the last bit of the C library's logarithm.
public final class NumpyLegacyRandom implements RandomStream {

    private static final String NAME = "NumpyLegacyRandom";
    private static final long FORMAT = 0x6e6c_0001L;
    private static final int STATE_LENGTH = 1 + MersenneTwister.SAVED_LENGTH + 2;
    private static final long MAX_SEED = 0xffffffffL;

    private final MersenneTwister bits;
    private boolean hasSpare;
    private double spare;

    /// Seeds like `numpy.random.seed(seed)`.
    ///
    /// @throws IllegalArgumentException if the seed is not from 0 to 2³² − 1, the only ones NumPy takes here
    public NumpyLegacyRandom(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("NumPy's legacy seed must be from 0 to " + MAX_SEED + ", not " + seed);
        }
        bits = new MersenneTwister((int) seed);
    }

    /// Returns the next 32 bits.
    public int nextInt() {
        return bits.nextInt();
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1): `random_sample()`, also called `rand()`.
    public double random() {
        return bits.nextDouble();
    }

    /// Returns a number in [low, high): `uniform(low, high)`, rounded as low + (high − low)·u.
    public double uniform(double low, double high) {
        return low + (high - low) * bits.nextDouble();
    }

    /// Returns a normal with mean 0 and deviation 1: `standard_normal()`, also called `randn()`.
    ///
    /// G. Marsaglia's polar method: a point drawn in the unit disc gives two normals, the second of which waits for
    /// the next call, through any other draws.
    public double standardNormal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = 2 * bits.nextDouble() - 1;
            y = 2 * bits.nextDouble() - 1;
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double factor = Math.sqrt(-2 * Math.log(square) / square);
        spare = factor * x;
        hasSpare = true;
        return factor * y;
    }

    /// Returns a normal: `normal(mean, deviation)`.
    public double normal(double mean, double deviation) {
        return mean + deviation * standardNormal();
    }

    /// Returns a whole number from `low` up to, not including, `high`: `randint(low, high)`.
    ///
    /// @throws IllegalArgumentException if `high` is not above `low`
    public long randint(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException("randint needs low below high, not " + low + " and " + high);
        }
        return low + masked(high - 1 - low);
    }

    /// Reorders an array in place, from its end to its start: `shuffle(values)`.
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            IntArrays.swap(values, i, (int) masked(i));
        }
    }

    /// Returns the numbers 0 … n−1 in random order: `permutation(n)`.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    public int[] permutation(int n) {
        int[] order = IntArrays.range(n);
        shuffle(order);
        return order;
    }

    /// Returns `size` indices, each drawn anew with the probabilities given: `choice(len(p), size, p=p)`.
    ///
    /// @throws IllegalArgumentException if a probability is negative or not a number, or they do not add up to 1
    public int[] choice(double[] probabilities, int size) {
        double[] cumulative = new double[probabilities.length];
        double sum = 0;
        for (int i = 0; i < cumulative.length; i++) {
            if (!(probabilities[i] >= 0)) {
                throw new IllegalArgumentException("probability " + i + " must be 0 or more, not " + probabilities[i]);
            }
            sum += probabilities[i];
            cumulative[i] = sum;
        }
        if (!(Math.abs(sum - 1) <= Math.sqrt(Math.ulp(1.0)))) {
            throw new IllegalArgumentException("probabilities must add up to 1, not " + sum);
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            double u = bits.nextDouble();
            while (cumulative[drawn[i]] / sum <= u) {
                drawn[i]++;
            }
        }
        return drawn;
    }

    /// Masks words down to the smallest power of two that covers the range until one fits: 32 bits where they suffice.
    private long masked(long max) {
        if (max == 0) {
            return 0;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(max);
        boolean isNarrow = max >>> 32 == 0;
        long value;
        do {
            value = (isNarrow ? bits.nextInt() : bits.nextLong()) & mask;
        } while (Long.compareUnsigned(value, max) > 0);
        return value;
    }

    /// The position: a mark, the Mersenne Twister, whether a normal waits, and its bits.
    @Override
    public long[] state() {
        long[] state = new long[STATE_LENGTH];
        state[0] = FORMAT;
        bits.save(state, 1);
        state[STATE_LENGTH - 2] = hasSpare ? 1 : 0;
        state[STATE_LENGTH - 1] = hasSpare ? Double.doubleToRawLongBits(spare) : 0;
        return state;
    }

    @Override
    public void restore(long[] state) {
        StateCheck.header(NAME, state, FORMAT, STATE_LENGTH);
        StateCheck.range(NAME, "mark of a waiting normal", state[STATE_LENGTH - 2], 0, 1);
        StateCheck.finite(NAME, "waiting normal", state[STATE_LENGTH - 1]);
        bits.load(NAME, state, 1);
        hasSpare = state[STATE_LENGTH - 2] == 1;
        spare = Double.longBitsToDouble(state[STATE_LENGTH - 1]);
    }
}
