package drl.random;

/// Whole numbers without bias below a bound, in the two ways NumPy's `Generator` makes them.
final class BoundedIntegers {

    private BoundedIntegers() {
    }

    /// Lemire's multiplication method ("Fast Random Integer Generation in an Interval", 2019), used by `integers` and
    /// `choice`. Ranges that fit into 32 bits draw 32-bit words.
    ///
    /// @param max largest value wanted, unsigned
    /// @return a number from 0 to `max`, unsigned
    static long multiply(Pcg64 bits, long max) {
        if (max == 0) {
            return 0;
        }
        if (max == -1) {
            return bits.nextLong();
        }
        return max >>> 32 == 0 ? multiply32(bits, max + 1) : multiply64(bits, max + 1);
    }

    private static long multiply32(Pcg64 bits, long count) {
        long product = Integer.toUnsignedLong(bits.nextInt()) * count;
        if ((product & 0xffffffffL) < count) {
            long threshold = ((1L << 32) - count) % count;
            while ((product & 0xffffffffL) < threshold) {
                product = Integer.toUnsignedLong(bits.nextInt()) * count;
            }
        }
        return product >>> 32;
    }

    private static long multiply64(Pcg64 bits, long count) {
        long word = bits.nextLong();
        if (Long.compareUnsigned(word * count, count) < 0) {
            long threshold = Long.remainderUnsigned(-count, count);
            while (Long.compareUnsigned(word * count, threshold) < 0) {
                word = bits.nextLong();
            }
        }
        return Math.unsignedMultiplyHigh(word, count);
    }

    /// Masks the word down to the smallest power of two that covers the range and draws again until it fits: what
    /// `shuffle` and `permutation` use.
    ///
    /// @param max largest value wanted, 0 or more
    static int mask(Pcg64 bits, int max) {
        if (max == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(max);
        int value = bits.nextInt() & mask;
        while (value > max) {
            value = bits.nextInt() & mask;
        }
        return value;
    }
}
