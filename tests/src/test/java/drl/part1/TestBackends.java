package drl.part1;

import drl.backend.Backend;
import drl.backend.ScalarBackend;
import drl.backend.VectorBackend;
import drl.cuda.TestDevice;
import drl.tensor.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The backends that every operation is tested on.
public final class TestBackends {

    /// The one that states each kernel in plain loops.
    public static final Backend SCALAR = new ScalarBackend();
    /// The fast one, on one, two and three threads.
    public static final List<Backend> VECTOR =
            List.of(new VectorBackend(1), new VectorBackend(2), new VectorBackend(3));
    /// The one for a GPU, its kernels run on the processor, with their threads in two different orders; empty where there
    /// is no compiler for them.
    public static final List<Backend> DEVICE = TestDevice.shared();
    /// The plain one, the fast one, the fast one on two threads, and that of a GPU.
    public static final List<Backend> ALL =
            with(DEVICE.stream().limit(1).toList(), SCALAR, VECTOR.get(0), VECTOR.get(1));
    /// All that are compared with the plain one.
    public static final List<Backend> FAST = with(DEVICE.stream().limit(1).toList(), VECTOR.toArray(Backend[]::new));

    private TestBackends() {
    }

    private static List<Backend> with(List<Backend> more, Backend... some) {
        List<Backend> all = new ArrayList<>(List.of(some));
        all.addAll(more);
        return List.copyOf(all);
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
