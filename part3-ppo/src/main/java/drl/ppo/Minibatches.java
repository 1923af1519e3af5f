package drl.ppo;

import drl.random.NumpyLegacyRandom;

/// Cuts a batch into parts of equal size (up to one), in a new random order for each pass, every time step in one part.
final class Minibatches {

    private final int parts;
    private final NumpyLegacyRandom random;
    private Permutation permutation; // of the time steps of the latest batch

    Minibatches(int parts, NumpyLegacyRandom random) {
        this.parts = parts;
        this.random = random;
    }

    int count() {
        return parts;
    }

    /// Starts over with the natural order.
    void begin(int timesteps) {
        if (permutation == null || permutation.size() != timesteps) {
            permutation = new Permutation(timesteps, parts, random);
        }
        permutation.begin();
    }

    /// Orders anew; a single part needs no order, and uses up no random numbers.
    void shuffle() {
        if (parts > 1) {
            permutation.shuffle();
        }
    }

    /// Part `part` of the batch, on the current tape; a single part is the batch itself.
    Batch of(Batch batch, int part) {
        return parts == 1 ? batch : batch.select(permutation.indices(part));
    }
}
