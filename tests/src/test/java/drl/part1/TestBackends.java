package drl.part1;

import drl.backend.Backend;
import drl.backend.ScalarBackend;
import drl.backend.VectorBackend;
import drl.tensor.Tape;
import java.util.List;
import java.util.function.Supplier;

/// The backends that every operation is tested on.
public final class TestBackends {

    /// The one that states each kernel in plain loops.
    public static final Backend SCALAR = new ScalarBackend();
    /// The fast one, on one, two and three threads.
    public static final List<Backend> VECTOR =
            List.of(new VectorBackend(1), new VectorBackend(2), new VectorBackend(3));
    /// The plain one, the fast one, and the fast one on two threads.
    public static final List<Backend> ALL = List.of(SCALAR, VECTOR.get(0), VECTOR.get(1));

    private TestBackends() {
    }

    /// Runs `code` in a step of a new tape on `backend`, which is the default meanwhile.
    public static <T> T on(Backend backend, Supplier<T> code) {
        Backend before = Backend.defaultBackend();
        Backend.setDefault(backend);
        try (var _ = new Tape(backend, true).step()) {
            return code.get();
        } finally {
            Backend.setDefault(before);
        }
    }
}
