package drl.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/// OpenBLAS through the foreign function interface, on one thread, as a yardstick in the same process.
@SuppressWarnings("restricted") // native code, which the JVM is started for: --enable-native-access
final class OpenBlas {

    private static final List<String> NAMES = List.of("libopenblas.so.0", "libopenblas.so", "libopenblas.dylib",
            "libopenblas.dll");
    private static final int ROW_MAJOR = 101, AS_IT_IS = 111;

    private final MethodHandle sgemm;
    private final String core;

    private OpenBlas(SymbolLookup library) throws Throwable {
        Linker linker = Linker.nativeLinker();
        linker.downcallHandle(library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT))
                .invokeExact(1);
        MethodHandle name = linker.downcallHandle(library.findOrThrow("openblas_get_corename"),
                FunctionDescriptor.of(ADDRESS));
        core = ((MemorySegment) name.invokeExact()).reinterpret(64).getString(0);
        sgemm = linker.downcallHandle(library.findOrThrow("cblas_sgemm"),
                FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_FLOAT,
                        ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT),
                Linker.Option.critical(false));
    }

    /// OpenBLAS, if it is installed.
    static Optional<OpenBlas> find() {
        for (String name : NAMES) {
            try {
                return Optional.of(new OpenBlas(SymbolLookup.libraryLookup(name, Arena.global())));
            } catch (IllegalArgumentException missing) { // no library of this name
                continue;
            } catch (Throwable unusable) {
                throw new IllegalStateException(name + " cannot be called", unusable);
            }
        }
        return Optional.empty();
    }

    /// The processor that its kernels were written for.
    String core() {
        return core;
    }

    /// c (m, n) = a (m, k) · b (k, n).
    void multiply(int m, int n, int k, MemorySegment a, MemorySegment b, MemorySegment c) {
        try {
            sgemm.invokeExact(ROW_MAJOR, AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, k, b, n, 0f, c, n);
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
