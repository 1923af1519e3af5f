package drl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The very kernels that run on the GPU, compiled for the processor by a C++ compiler.
final class Emulator {

    private static final Pattern DEFINITION =
            Pattern.compile("extern \"C\" __global__ void (\\w+)\\((.*?)\\n}", Pattern.DOTALL);

    final MethodHandle kernel;
    final MethodHandle gemm;
    final MethodHandle arguments;

    @SuppressWarnings("restricted") // calls into the compiled kernels are what this is for
    private Emulator(Path library) {
        SymbolLookup symbols = SymbolLookup.libraryLookup(library, Arena.global());
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfInt i = ValueLayout.JAVA_INT;
        ValueLayout.OfLong address = ValueLayout.JAVA_LONG;
        kernel = linker.downcallHandle(symbols.findOrThrow("emulateKernel"),
                FunctionDescriptor.ofVoid(i, i, i, i, address, i));
        gemm = linker.downcallHandle(symbols.findOrThrow("emulateGemm"),
                FunctionDescriptor.ofVoid(i, i, i, i, i, address,
                        i, address, i, ValueLayout.JAVA_FLOAT, address, i));
        arguments = linker.downcallHandle(symbols.findOrThrow("emulatedArguments"), FunctionDescriptor.of(i, i));
    }

    /// Compiles the kernels.
    ///
    /// @throws IllegalStateException if there is no compiler, or it refuses them
    static Emulator compile() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "cuda-emulator"));
            for (Map.Entry<String, String> file : KernelSources.read().entrySet()) {
                Files.writeString(folder.resolve(file.getKey()), file.getValue());
            }
            Files.writeString(folder.resolve("entries.inc"), entries());
            try (InputStream source = Emulator.class.getResourceAsStream("/cuda/emulator.cpp")) {
                Files.write(folder.resolve("emulator.cpp"), source.readAllBytes());
            }
            Path library = folder.resolve("emulator-" + ProcessHandle.current().pid() + ".so").toAbsolutePath();
            library.toFile().deleteOnExit();
            run(folder, List.of("g++", "-std=c++17", "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-o",
                    library.toString(), "emulator.cpp"));
            return new Emulator(library);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// One line a kernel, in the order of [Kernel], with a note of who waits at barriers.
    static String entries() {
        Map<String, String> bodies = new HashMap<>();
        for (String source : KernelSources.read().values()) {
            Matcher definition = DEFINITION.matcher(source);
            while (definition.find()) {
                bodies.put(definition.group(1), definition.group(2));
            }
        }
        StringBuilder lines = new StringBuilder();
        for (Kernel kernel : Kernel.values()) {
            boolean barriers = bodies.get(kernel.symbol()).contains("__syncthreads");
            lines.append("ENTRY(").append(kernel.symbol()).append(", ").append(barriers).append(")\n");
        }
        return lines.toString();
    }

    private static void run(Path folder, List<String> command) throws IOException {
        try {
            Process compiler = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
            String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!compiler.waitFor(5, TimeUnit.MINUTES) || compiler.exitValue() != 0) {
                throw new IllegalStateException("the kernels do not compile:\n" + output);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stop);
        }
    }
}
