package drl.env;

import drl.random.NumpyRandom;
import java.util.Arrays;
import java.util.stream.Collectors;

/// An array of real numbers, each between a bound below and a bound above. A bound may be infinite.
public final class Box implements Space {
    private final float[] low;     // (size)
    private final float[] high;    // (size)
    private final int[] shape;

    /// A box with bounds of its own for each number.
    ///
    /// @param low the least values, flat, inclusive
    /// @param high the greatest values, flat, inclusive
    /// @param shape the shape of an element; none given means the vector `(low.length)`
    /// @throws IllegalArgumentException if the lengths and the shape do not agree, or a bound is not a number or lies
    ///     on the wrong side of the other
    public Box(float[] low, float[] high, int... shape) {
        this.low = low.clone();
        this.high = high.clone();
        this.shape = shape.length == 0 ? new int[] {low.length} : shape.clone();
        int size = sizeOf(this.shape);
        if (low.length != size || high.length != size) {
            throw new IllegalArgumentException("a Box of shape " + tuple(this.shape) + " needs " + size
                    + " bounds on each side, not " + low.length + " low and " + high.length + " high");
        }
        for (int i = 0; i < size; i++) {
            if (!(low[i] <= high[i])) {
                throw new IllegalArgumentException(
                        "a Box needs low <= high everywhere, but element " + i + " has " + low[i] + " and " + high[i]);
            }
        }
    }

    /// A box with the same bounds for every number: `Box.of(-2, 2, 1)` is one number between −2 and 2.
    ///
    /// @throws IllegalArgumentException as the constructor does
    public static Box of(float low, float high, int... shape) {
        float[] lows = new float[sizeOf(shape)];
        float[] highs = new float[lows.length];
        Arrays.fill(lows, low);
        Arrays.fill(highs, high);
        return new Box(lows, highs, shape);
    }

    /// A box without bounds.
    ///
    /// @throws IllegalArgumentException if a dimension is below 1
    public static Box unbounded(int... shape) {
        return of(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, shape);
    }

    /// The least value of number `i`.
    public float low(int i) {
        return low[i];
    }

    /// The greatest value of number `i`.
    public float high(int i) {
        return high[i];
    }

    /// A copy of the bounds below.
    public float[] low() {
        return low.clone();
    }

    /// A copy of the bounds above.
    public float[] high() {
        return high.clone();
    }

    /// Whether every bound is finite, as rescaling an action needs.
    public boolean bounded() {
        for (int i = 0; i < low.length; i++) {
            if (Float.isInfinite(low[i]) || Float.isInfinite(high[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int size() {
        return low.length;
    }

    @Override
    public int[] shape() {
        return shape.clone();
    }

    @Override
    public boolean contains(float[] x) {
        if (x.length != low.length) {
            return false;
        }
        for (int i = 0; i < x.length; i++) {
            if (!(low[i] <= x[i] && x[i] <= high[i])) {
                return false;
            }
        }
        return true;
    }

    /// Uniform between finite bounds. Where a side is open there is no uniform distribution: without any bound the
    /// number is standard normal, with one it lies an exponentially distributed distance inside of it.
    @Override
    public void sample(NumpyRandom random, float[] out) {
        for (int i = 0; i < low.length; i++) {
            boolean below = low[i] != Float.NEGATIVE_INFINITY;
            boolean above = high[i] != Float.POSITIVE_INFINITY;
            if (below && above) {
                out[i] = (float) random.uniform(low[i], high[i]);
            } else if (below) {
                out[i] = (float) (low[i] + random.standardExponential());
            } else if (above) {
                out[i] = (float) (high[i] - random.standardExponential());
            } else {
                out[i] = (float) random.standardNormal();
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Box box && Arrays.equals(low, box.low) && Arrays.equals(high, box.high)
                && Arrays.equals(shape, box.shape);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(low) + Arrays.hashCode(high)) + Arrays.hashCode(shape);
    }

    /// As Gymnasium writes it, with one number for bounds that are all equal: `Box(-2.0, 2.0, (1,), float32)`.
    @Override
    public String toString() {
        return "Box(" + bounds(low) + ", " + bounds(high) + ", " + tuple(shape) + ", float32)";
    }

    private static int sizeOf(int[] shape) {
        int size = 1;
        for (int length : shape) {
            if (length < 1) {
                throw new IllegalArgumentException("a Box has no shape " + tuple(shape) + ": lengths start at 1");
            }
            size = Math.multiplyExact(size, length);
        }
        return size;
    }

    private static String bounds(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return Arrays.toString(values);
            }
        }
        return Float.toString(values[0]);
    }

    private static String tuple(int[] shape) {
        String lengths = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return shape.length == 1 ? "(" + lengths + ",)" : "(" + lengths + ")";
    }
}
