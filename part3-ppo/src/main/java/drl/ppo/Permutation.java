package drl.ppo;

import drl.random.NumpyLegacyRandom;
import drl.tensor.Tensor;

/// The order in which an iteration's steps go into minibatches: every step into one of them, all of one size (up to
/// one).
final class Permutation {

    private final int[] order;
    private final float[] numbers; // the same, on their way to tensors
    private final int parts;
    private final Tensor longer;   // the minibatch asked for last, if it is of the larger size
    private final Tensor shorter;  // or of the smaller
    private final NumpyLegacyRandom random;

    /// @param size  steps of an iteration
    /// @param parts minibatches
    Permutation(int size, int parts, NumpyLegacyRandom random) {
        order = new int[size];
        numbers = new float[size];
        this.parts = parts;
        this.random = random;
        longer = Tensor.zeros((size + parts - 1) / parts);
        shorter = Tensor.zeros(size / parts);
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
    }

    /// Steps of an iteration.
    int size() {
        return order.length;
    }

    /// The number of minibatches.
    int parts() {
        return parts;
    }

    /// The steps in minibatch `part` (M), as whole numbers; overwritten by the next call. All minibatches of a size come in
    /// the same tensor, so that an update asks a GPU for the same work each time.
    Tensor indices(int part) {
        int from = start(part), size = start(part + 1) - from;
        Tensor indices = size == longer.size() ? longer : shorter;
        indices.set(0, numbers, from, size);
        return indices;
    }

    /// The steps in the largest minibatch.
    int largest() {
        return longer.size();
    }

    private int start(int part) {
        return (int) ((long) order.length * part / parts);
    }
}
