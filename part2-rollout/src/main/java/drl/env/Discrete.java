package drl.env;

import drl.random.NumpyRandom;
/// The indices 0 … n−1: a choice among `n` actions.
///
/// @param n how many there are, at least 1
public record Discrete(int n) implements Space {

    /// @throws IllegalArgumentException if `n` is below 1
    public Discrete {
        if (n < 1) {
            throw new IllegalArgumentException("a Discrete space needs at least 1 element, not " + n);
        }
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public int[] shape() {
        return new int[0];
    }

    @Override
    public boolean contains(float[] x) {
        return x.length == 1 && contains(x[0]);
    }

    /// Whether `index` is a whole number of 0 … n−1.
    public boolean contains(float index) {
        return index >= 0 && index < n && index == (int) index;
    }

    @Override
    public void sample(NumpyRandom random, float[] out) {
        out[0] = random.integers(0, n);
    }

    /// As Gymnasium writes it: `Discrete(2)`.
    @Override
    public String toString() {
        return "Discrete(" + n + ")";
    }
}
