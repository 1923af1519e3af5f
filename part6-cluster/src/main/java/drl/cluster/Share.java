package drl.cluster;

import java.io.Serializable;

/// The environments that one task plays, next to each other in number, and how each was left by the iteration before.
/// With the [PolicySnapshot] that is all the task depends on: wherever and however often it is done, the same comes out.
///
/// @param first  the first environment's number in the run
/// @param states what [RolloutWorker] wrote of each environment, empty before the first iteration
record Share(int first, byte[][] states) implements Serializable {

    /// How many environments there are.
    int count() {
        return states.length;
    }

    /// All environments, in `parts` shares that differ by one environment at most.
    ///
    /// @param parts at most as many as there are environments
    static Share[] cut(byte[][] states, int parts) {
        Share[] shares = new Share[parts];
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) states.length * part / parts);
            int to = (int) ((long) states.length * (part + 1) / parts);
            shares[part] = new Share(from, java.util.Arrays.copyOfRange(states, from, to));
        }
        return shares;
    }
}
