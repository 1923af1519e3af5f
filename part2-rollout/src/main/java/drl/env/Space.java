package drl.env;

import drl.random.NumpyRandom;
/// The set that an environment's observations or actions come from.
///
/// An element is always a `float[]` of [#size()] numbers: for a [Box] the array itself, flat in row-major order; for a
/// [Discrete] space one number that holds the index.
public sealed interface Space permits Box, Discrete {

    /// How many numbers one element has.
    int size();

    /// The element's shape as the environment means it: `(3)` for a vector of three, `()` for an index.
    int[] shape();

    /// Whether `x` has the right length and lies in the set. Not-a-number lies in none.
    boolean contains(float[] x);

    /// Draws an element at random.
    ///
    /// @param random the stream to draw from
    /// @param out where to write the [#size()] numbers
    void sample(NumpyRandom random, float[] out);
}
