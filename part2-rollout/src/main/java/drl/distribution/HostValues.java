package drl.distribution;

import drl.tensor.Tensor;

/// Looks at a tensor's values on the host, all at once: a GPU would be waited for number by number otherwise.
final class HostValues {

    /// Where they are looked at, kept from one tensor to the next.
    private static final ThreadLocal<float[]> ROOM = ThreadLocal.withInitial(() -> new float[64]);

    private HostValues() {
    }

    /// The values in row-major order, with room behind them; overwritten by this thread's next call.
    static float[] of(Tensor tensor) {
        float[] room = ROOM.get();
        if (room.length < tensor.size()) {
            room = new float[tensor.size()];
            ROOM.set(room);
        }
        tensor.get(0, room, 0, tensor.size());
        return room;
    }
}
