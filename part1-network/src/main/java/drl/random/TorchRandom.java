package drl.random;

/// PyTorch's CPU generator: the numbers that follow `torch.manual_seed(seed)`.
///
/// It is an MT19937 seeded with the low 32 bits of the seed. Uniform and whole numbers, orders and multinomial draws
/// agree with PyTorch 1.13 bit for bit. Normals agree in single precision, too, as long as the logarithm, sine and
/// cosine of this machine and of PyTorch's C library differ by no more than a last bit of their double results.
/// Each method names the PyTorch function it follows; the machine-dependent kernels are chosen by [TorchKernels].
public final class TorchRandom implements RandomStream {

    private static final String NAME = "TorchRandom";
    private static final long FORMAT = 0x746f_0001L;
    private static final int STATE_LENGTH = 1 + MersenneTwister.SAVED_LENGTH + 2;
    private static final int BLOCK = 16;
    private static final long DOUBLE_BITS = (1L << 53) - 1;
    private static final int FLOAT_BITS = (1 << 24) - 1;

    private final MersenneTwister bits;
    private final TorchKernels kernels;
    private boolean hasSpare;
    private double spare;

    /// Follows the AVX2 kernels, those of an ordinary x86 machine.
    ///
    /// @param seed any number; only its low 32 bits count
    public TorchRandom(long seed) {
        this(seed, TorchKernels.AVX2);
    }

    /// @param seed any number; only its low 32 bits count
    /// @param kernels whose rounding to follow
    public TorchRandom(long seed, TorchKernels kernels) {
        bits = new MersenneTwister((int) seed);
        this.kernels = kernels;
    }

    /// Returns the next 32 bits.
    public int nextInt() {
        return bits.nextInt();
    }

    /// Returns a multiple of 2⁻²⁴ in [0, 1): one element of `torch.rand(n)`.
    // exercise: Step 8, random numbers: 24 bits of a word, as a fraction of 2²⁴
    public float uniform() {
        return (bits.nextInt() & FLOAT_BITS) * 0x1p-24f;
    }

    /// Returns a multiple of 2⁻⁵³ in [0, 1): one element of `torch.rand(n, dtype=torch.float64)`.
    public double uniformDouble() {
        return (bits.nextLong() & DOUBLE_BITS) * 0x1p-53;
    }

    /// Fills `n` elements with numbers in [0, 1): `torch.rand(n)`.
    public void uniform(float[] out, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            out[i] = uniform();
        }
    }

    /// Fills `n` elements with numbers in [low, high): `tensor.uniform_(low, high)`, with the bounds rounded to single
    /// precision first.
    ///
    /// @throws IllegalArgumentException if `low` is above `high`
    public void uniform(float[] out, int offset, int n, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("uniform needs low not above high, not " + low + " and " + high);
        }
        float span = (float) high - (float) low;
        for (int i = offset; i < offset + n; i++) {
            out[i] = kernels.scale(uniform(), (float) low, span);
        }
    }

    /// Fills `n` elements with numbers in [0, 1): `torch.rand(n, dtype=torch.float64)`.
    public void uniform(double[] out, int offset, int n) {
        for (int i = offset; i < offset + n; i++) {
            out[i] = uniformDouble();
        }
    }

    /// Returns a normal with mean 0 and deviation 1: `torch.randn(1, dtype=torch.float64)`, or, rounded to float,
    /// `torch.randn(1)`.
    ///
    /// Box and Muller's method gives two at a time; the second waits for the next call, through any other draws.
    /// 1 − u is exact, so the plain logarithm stands for PyTorch's `log1p(-u)`.
    // exercise: Step 8, random numbers: √(−2·log(1 − u₂)) times cosine and sine of 2π·u₁
    public double normal() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double angle = 2 * Math.PI * uniformDouble();
        double radius = Math.sqrt(-2 * Math.log(1 - uniformDouble()));
        spare = radius * Math.sin(angle);
        hasSpare = true;
        return radius * Math.cos(angle);
    }

    /// Fills `n` elements with normals of mean 0 and deviation 1: `torch.randn(n)`.
    public void normal(float[] out, int offset, int n) {
        normal(out, offset, n, 0, 1);
    }

    /// Fills `n` elements with normals: `tensor.normal_(mean, deviation)`.
    ///
    /// Fewer than 16 are drawn one by one as by [#normal()]. From 16 on, PyTorch works in blocks of 16 single-precision
    /// uniforms; if the last block is short, the last 16 elements are drawn anew. That neither uses nor clears the
    /// spare normal of [#normal()].
    public void normal(float[] out, int offset, int n, double mean, double deviation) {
        if (n < BLOCK) {
            for (int i = offset; i < offset + n; i++) {
                out[i] = (float) (normal() * deviation + mean);
            }
            return;
        }
        uniform(out, offset, n);
        int i = offset;
        for (; i <= offset + n - BLOCK; i += BLOCK) {
            kernels.normalBlock(out, i, (float) mean, (float) deviation);
        }
        if (i < offset + n) {
            int last = offset + n - BLOCK;
            uniform(out, last, BLOCK);
            kernels.normalBlock(out, last, (float) mean, (float) deviation);
        }
    }

    /// Fills `n` elements with normals of mean 0 and deviation 1: `torch.randn(n, dtype=torch.float64)`, which works in
    /// blocks of 16 in the same way.
    public void normal(double[] out, int offset, int n) {
        if (n < BLOCK) {
            for (int i = offset; i < offset + n; i++) {
                out[i] = normal();
            }
            return;
        }
        uniform(out, offset, n);
        int i = offset;
        for (; i <= offset + n - BLOCK; i += BLOCK) {
            normalBlock(out, i);
        }
        if (i < offset + n) {
            int last = offset + n - BLOCK;
            uniform(out, last, BLOCK);
            normalBlock(out, last);
        }
    }

    private static void normalBlock(double[] values, int offset) {
        for (int i = offset; i < offset + BLOCK / 2; i++) {
            double radius = Math.sqrt(-2 * Math.log(1 - values[i]));
            double angle = 2 * Math.PI * values[i + BLOCK / 2];
            values[i] = radius * Math.cos(angle);
            values[i + BLOCK / 2] = radius * Math.sin(angle);
        }
    }

    /// Returns an exponential with mean 1, to be rounded to float: one element of `torch.empty(n).exponential_()`.
    public double exponential() {
        return -Math.log(1 - uniformDouble());
    }

    /// Returns a whole number from `low` up to, not including, `high`: `torch.randint(low, high, (1,))`, which takes
    /// the remainder of 32 bits, or of 64 if the range needs them.
    ///
    /// @throws IllegalArgumentException if `high` is not above `low`
    public long randint(long low, long high) {
        if (low >= high) {
            throw new IllegalArgumentException("randint needs low below high, not " + low + " and " + high);
        }
        long count = high - low;
        return low + (count >>> 32 == 0 ? Integer.toUnsignedLong(bits.nextInt()) % count
                : Long.remainderUnsigned(bits.nextLong(), count));
    }

    /// Returns a whole number of 63 bits: one element of `torch.empty(n, dtype=torch.int64).random_()`.
    public long randomLong() {
        return bits.nextLong() & Long.MAX_VALUE;
    }

    /// Fills an array with the numbers 0 … length−1 in random order: `torch.randperm(length)`.
    public void randperm(int[] out) {
        IntArrays.fillRange(out, out.length);
        for (int i = 0; i < out.length - 1; i++) {
            IntArrays.swap(out, i, i + Integer.remainderUnsigned(bits.nextInt(), out.length - i));
        }
    }

    /// Draws an index with the probability its weight gives it: one row of
    /// `torch.multinomial(weights, 1, replacement=True)`, and so of `Categorical.sample()`.
    ///
    /// This is how PyTorch 1.13 does it: one double, looked up in the float running sum of the weights over their
    /// total. Newer releases divide by exponentials instead, as [#multinomialWithoutReplacement] does, and so give
    /// other indices from the same seed.
    ///
    /// @param weights at least one positive, none negative; need not add up to 1
    /// @param offset where they begin
    /// @param n how many there are
    /// @throws IllegalArgumentException if a weight is negative or not finite, or all are zero
    public int multinomial(float[] weights, int offset, int n) {
        return Multinomial.draw(weights, offset, n, this);
    }

    /// Draws `out.length` different indices, the weights of those drawn before left out: one row of
    /// `torch.multinomial(weights, k)`.
    ///
    /// Dividing each weight by an exponential of its own and taking the largest is the same as drawing one after the
    /// other.
    ///
    /// @throws IllegalArgumentException if a weight is negative or not finite, or fewer than `out.length` are positive
    public void multinomialWithoutReplacement(float[] weights, int offset, int n, int[] out) {
        Multinomial.drawDifferent(weights, offset, n, this, out);
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
