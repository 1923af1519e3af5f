package drl.cuda;

import drl.backend.Activation;
import drl.tensor.Tape;

/// Opens and closes tapes, and looks whether their memory comes back.
final class MemoryCheck {

    private MemoryCheck() {
    }

    /// Whether the backend has as much memory in use after the last tape as after the first.
    static boolean holds(CudaBackend backend, int tapes) {
        try (SampleUpdate networks = new SampleUpdate(backend, 64, 64, Activation.TANH)) {
            long before = 0;
            for (int i = 0; i < tapes; i++) {
                Tape tape = new Tape(backend, false);
                try (var _ = tape.step()) {
                    networks.act();
                }
                tape.free();
                backend.synchronize();
                before = i == 0 ? backend.bytesInUse() : before;
            }
            return tapes == 0 || backend.bytesInUse() == before;
        }
    }
}
