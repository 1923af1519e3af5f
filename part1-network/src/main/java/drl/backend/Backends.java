package drl.backend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// Finds backends by name and keeps the default one.
final class Backends {

    /// About when the kernels are compiled. On two cores a run of two seconds takes an eighth less than with helpers that
    /// join in at once; longer runs lose nothing.
    private static final Duration HEAD_START = Duration.ofMillis(1200);

    private static volatile Backend current;

    private Backends() {
    }

    static Backend current() {
        Backend backend = current;
        if (backend == null) {
            synchronized (Backends.class) {
                if (current == null) {
                    current = onCpu(1);
                }
                backend = current;
            }
        }
        return backend;
    }

    static void use(Backend backend) {
        current = backend;
    }

    static Backend named(String name) {
        switch (name) {
            case "scalar" :
                return new ScalarBackend();
            case "vector" :
                if (!vectorModuleIsThere()) {
                    throw new IllegalArgumentException(
                            "the vector backend needs the JVM flag --add-modules jdk.incubator.vector");
                }
                return new VectorBackend(1);
            default :
                List<String> known = new ArrayList<>(List.of("scalar", "vector"));
                for (BackendProvider provider : ServiceLoader.load(BackendProvider.class)) {
                    if (provider.name().equals(name)) {
                        return provider.create();
                    }
                    known.add(provider.name());
                }
                throw new IllegalArgumentException("there is no backend named " + name + "; known are " + known);
        }
    }

    private static boolean vectorModuleIsThere() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    static Backend onCpu(int threads) {
        if (vectorModuleIsThere()) {
            return new VectorBackend(threads, HEAD_START);
        }
        System.err.println("note: running on the scalar backend, some 20 times slower; "
                + "start java with --add-modules jdk.incubator.vector for the vector one");
        return new ScalarBackend();
    }
}
