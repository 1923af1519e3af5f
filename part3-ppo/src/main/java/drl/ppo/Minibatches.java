package drl.ppo;

import drl.random.NumpyLegacyRandom;
import drl.tensor.Tensor;

/// Cuts a batch into parts of equal size (up to one), in a new random order for each pass, every time step in one part.
final class Minibatches {

    private final int parts;
    private final NumpyLegacyRandom random;
    private final Tensor[] indices; // one for each part
    private int[] order = new int[0];
    private float[] numbers = new float[0];

    Minibatches(int parts, NumpyLegacyRandom random) {
        this.parts = parts;
        this.random = random;
        indices = new Tensor[parts];
    }

    int count() {
        return parts;
    }

    /// Starts over with the natural order: what an iteration does depends on no earlier one.
    void begin(int timesteps) {
        if (order.length != timesteps) {
            order = new int[timesteps];
            numbers = new float[timesteps];
            for (int part = 0; part < parts; part++) {
                indices[part] = Tensor.zeros(start(part + 1) - start(part));
            }
        }
        for (int i = 0; i < timesteps; i++) {
            order[i] = i;
        }
    }

    /// Orders anew; a single part needs no order, and uses up no random numbers.
    void shuffle() {
        if (parts == 1) {
            return;
        }
        random.shuffle(order);
        for (int i = 0; i < order.length; i++) {
            numbers[i] = order[i];
        }
        for (int part = 0; part < parts; part++) {
            indices[part].set(0, numbers, start(part), indices[part].size());
        }
    }

    /// Part `part` of the batch, on the current tape; a single part is the batch itself.
    Batch of(Batch batch, int part) {
        return parts == 1 ? batch : batch.select(indices[part]);
    }

    private int start(int part) {
        return (int) ((long) order.length * part / parts);
    }
}
