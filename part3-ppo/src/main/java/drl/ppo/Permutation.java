package drl.ppo;

import drl.random.NumpyLegacyRandom;
import drl.tensor.Tensor;
import java.util.Arrays;

/// The order in which an iteration's steps go into minibatches: every step into one of them, all of one size (up to
/// one).
final class Permutation {

    private final int[] order;
    private final float[] numbers;  // the same, on their way to tensors
    private final Tensor[] indices; // one for each minibatch
    private final NumpyLegacyRandom random;

    /// @param size  steps of an iteration
    /// @param parts minibatches
    Permutation(int size, int parts, NumpyLegacyRandom random) {
        order = new int[size];
        numbers = new float[size];
        indices = new Tensor[parts];
        this.random = random;
        for (int part = 0; part < parts; part++) {
            indices[part] = Tensor.zeros(start(part + 1) - start(part));
        }
    }

    /// Starts over with the natural order: what an iteration does depends on no earlier one.
    void begin() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
    }

    /// Orders anew, starting from the order that is there.
    void shuffle() {
        random.shuffle(order);
        for (int i = 0; i < order.length; i++) {
            numbers[i] = order[i];
        }
        for (int part = 0; part < indices.length; part++) {
            indices[part].set(0, numbers, start(part), indices[part].size());
        }
    }

    /// Steps of an iteration.
    int size() {
        return order.length;
    }

    /// The number of minibatches.
    int parts() {
        return indices.length;
    }

    /// The steps in minibatch `part` (M), as whole numbers.
    Tensor indices(int part) {
        return indices[part];
    }

    /// The steps in the largest minibatch.
    int largest() {
        return Arrays.stream(indices).mapToInt(Tensor::size).max().orElseThrow();
    }

    private int start(int part) {
        return (int) ((long) order.length * part / indices.length);
    }
}
