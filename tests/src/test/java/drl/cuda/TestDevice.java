package drl.cuda;

import drl.backend.Backend;
import java.io.File;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The GPU that tests run on, which is an emulated one.
public final class TestDevice {

    /// Why there is none.
    public static final String NONE = "no C++ compiler (g++) to run the kernels on the processor with";

    private static final class Holder {
        private static final Emulator EMULATOR = Emulator.compile();
        private static final List<Backend> SHARED = List.of(backend(0), backend(2));

        private static Backend backend(int order) {
            EmulatedDevice device = new EmulatedDevice(EMULATOR);
            device.order = order;
            return new CudaBackend(device);
        }
    }

    private TestDevice() {
    }

    /// Whether kernels can be run here.
    public static boolean isThere() {
        return on("g++") && System.getProperty("os.name").equals("Linux");
    }

    /// The emulated GPUs that tests share: one runs its threads in order, the next does not. None without a compiler.
    public static List<Backend> shared() {
        return isThere() ? Holder.SHARED : List.of();
    }

    /// A device of one's own.
    static EmulatedDevice own() {
        return new EmulatedDevice(Holder.EMULATOR);
    }

    /// Whether there is such a program.
    static boolean on(String program) {
        return find(program).isPresent();
    }

    static Optional<File> find(String program) {
        return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                .map(folder -> new File(folder, program)).filter(File::canExecute).findFirst();
    }
}
