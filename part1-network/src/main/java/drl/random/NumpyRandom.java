package drl.random;

import java.math.BigInteger;

/// NumPy's `Generator(PCG64(SeedSequence(seed)))`, the generator of `numpy.random.default_rng(seed)` and of every
/// Gymnasium environment after `reset(seed)`.
///
/// Each method names the NumPy method it follows draw by draw. Uniform numbers, whole numbers and orders agree bit for
/// bit; normals and exponentials do so outside the far tail, where the last bit belongs to the C library's logarithm.
public final class NumpyRandom implements RandomStream {

    private static final String NAME = "NumpyRandom";
    private static final long FORMAT = 0x6e70_0001L;
    private static final int STATE_LENGTH = 7;

    private final Pcg64 bits;

    /// @param seed read as an unsigned number of 64 bits
    public NumpyRandom(long seed) {
        bits = new Pcg64(new SeedSequence(seed));
    }

    /// @param seed any size, as in Python
    /// @throws IllegalArgumentException if the seed is negative
    public NumpyRandom(BigInteger seed) {
        bits = new Pcg64(new SeedSequence(seed));
    }

    /// Returns the next 64 bits: `bit_generator.random_raw()`.
    public long nextLong() {
        return bits.nextLong();
    }

    /// Returns the next 32 bits. One 64-bit word serves two calls, its low half first.
    public int nextInt() {
        return bits.nextInt();
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1): `random()`.
    public double random() {
        return bits.nextDouble();
    }

    /// Returns a multiple of 2⁻²⁴ in [0, 1): one element of `random(n, dtype=float32)`.
    public float randomFloat() {
        return (bits.nextInt() >>> 8) * 0x1p-24f;
    }

    /// Returns a number in [low, high): `uniform(low, high)`, rounded as low + (high − low)·u.
    public double uniform(double low, double high) {
        return low + (high - low) * bits.nextDouble();
    }

    /// Fills an array with numbers in [low, high): `uniform(low, high, size=out.length)`.
    public void uniform(double low, double high, double[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = uniform(low, high);
        }
    }

    /// Fills an array with one number for each pair of bounds: `uniform(low, high)` with arrays for bounds.
    ///
    /// @throws IllegalArgumentException if the three lengths differ
    public void uniform(double[] low, double[] high, double[] out) {
        if (low.length != out.length || high.length != out.length) {
            throw new IllegalArgumentException("uniform needs as many bounds as numbers: " + low.length + " low, "
                    + high.length + " high, " + out.length + " numbers");
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = uniform(low[i], high[i]);
        }
    }

    /// Returns a normal with mean 0 and deviation 1: `standard_normal()`.
    public double standardNormal() {
        return Ziggurat.normal(bits);
    }

    /// Returns a normal: `normal(mean, deviation)`.
    public double normal(double mean, double deviation) {
        return mean + deviation * Ziggurat.normal(bits);
    }

    /// Returns an exponential with mean 1: `standard_exponential()`.
    public double standardExponential() {
        return Ziggurat.exponential(bits);
    }

    /// Returns a whole number from `low` up to, not including, `high`: `integers(low, high)`.
    ///
    /// @throws IllegalArgumentException if `high` is not above `low`
    public long integers(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException("integers needs low below high, not " + low + " and " + high);
        }
        return low + BoundedIntegers.multiply(bits, high - 1 - low);
    }

    /// Returns the numbers 0 … n−1 in random order: `permutation(n)`.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    public int[] permutation(int n) {
        int[] order = IntArrays.range(n);
        shuffle(order);
        return order;
    }

    /// Reorders an array in place, from its end to its start: `shuffle(values)`.
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            IntArrays.swap(values, i, BoundedIntegers.mask(bits, i));
        }
    }

    /// Returns `size` numbers from 0 to n−1, each drawn anew: `choice(n, size)`.
    ///
    /// @throws IllegalArgumentException if `n` is not positive or `size` is negative
    public int[] choice(int n, int size) {
        if (n <= 0 || size < 0) {
            throw new IllegalArgumentException("choice draws 0 or more of 1 or more numbers, not " + size + " of " + n);
        }
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            drawn[i] = (int) BoundedIntegers.multiply(bits, n - 1);
        }
        return drawn;
    }

    /// Returns `size` different numbers from 0 to n−1 in random order: `choice(n, size, replace=False)`.
    ///
    /// Few of many are drawn by R. Floyd's method (J. Bentley, "A sample of brilliance", 1987), which visits no more
    /// than `size` numbers; a fiftieth or more of over ten thousand by shuffling the tail of the whole range.
    ///
    /// @throws IllegalArgumentException if `size` is negative or more than `n`
    public int[] choiceWithoutReplacement(int n, int size) {
        if (size < 0 || size > n) {
            throw new IllegalArgumentException("cannot draw " + size + " different numbers of " + n);
        }
        if (n > 10_000 && size > n / 50) {
            int[] all = IntArrays.range(n);
            shuffleTail(all, Math.max(n - size, 1));
            int[] tail = new int[size];
            System.arraycopy(all, n - size, tail, 0, size);
            return tail;
        }
        int[] drawn = new int[size];
        IntHashSet seen = new IntHashSet(size);
        for (int i = 0; i < size; i++) {
            int last = n - size + i;
            int value = (int) BoundedIntegers.multiply(bits, last);
            if (!seen.add(value)) {
                value = last;
                seen.add(value);
            }
            drawn[i] = value;
        }
        shuffleTail(drawn, 1);
        return drawn;
    }

    /// The position: a mark, the generator's state (high, low) and increment (high, low), then whether half a word
    /// waits, and the half.
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

    private void shuffleTail(int[] values, int first) {
        for (int i = values.length - 1; i >= first; i--) {
            IntArrays.swap(values, i, (int) BoundedIntegers.multiply(bits, i));
        }
    }
}
