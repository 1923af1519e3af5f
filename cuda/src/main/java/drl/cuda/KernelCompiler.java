package drl.cuda;

import static jcuda.nvrtc.JNvrtc.nvrtcCompileProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcCreateProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcDestroyProgram;
import static jcuda.nvrtc.JNvrtc.nvrtcGetPTX;
import static jcuda.nvrtc.JNvrtc.nvrtcVersion;

import drl.io.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import jcuda.CudaException;
import jcuda.nvrtc.JNvrtc;
import jcuda.nvrtc.nvrtcProgram;

/// Compiles our kernels with NVRTC, once for every kind of GPU: the result is kept in the user's cache folder under a name
/// made of the sources, the GPU's kind and the compiler's version.
final class KernelCompiler {

    /// Contraction is off, so that a value has the same bits as on the processor.
    private static final List<String> OPTIONS = List.of("--fmad=false", "--std=c++14");

    private KernelCompiler() {
    }

    /// PTX for GPUs of this compute capability (times ten), or nothing where there is no NVRTC for CUDA 12.
    ///
    /// @throws IllegalStateException if the compiler refuses the kernels, with its words
    static Optional<String> compile(int capability) {
        try {
            CudaLibraries.preloadCompiler();
            JNvrtc.setExceptionsEnabled(true);
            int[] major = new int[1], minor = new int[1];
            nvrtcVersion(major, minor);
            SequencedMap<String, String> sources = KernelSources.read();
            Path kept = CudaLibraries.cacheFolder()
                    .resolve("kernels-" + KernelSources.digest() + "-sm" + capability + "-nvrtc" + major[0] + "."
                            + minor[0] + ".ptx");
            if (Files.isReadable(kept)) {
                return Optional.of(Files.readString(kept));
            }
            String ptx = compile(sources, capability);
            keep(kept, ptx);
            return Optional.of(ptx);
        } catch (LinkageError missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.of(compile(KernelSources.read(), capability));
        }
    }

    /// Compiles for one kind of GPU.
    static String compile(SequencedMap<String, String> sources, int capability) {
        SequencedMap<String, String> headers = new LinkedHashMap<>(sources);
        String main = headers.remove(KernelSources.MAIN);
        nvrtcProgram program = new nvrtcProgram();
        nvrtcCreateProgram(program, main, KernelSources.MAIN, headers.size(), headers.values().toArray(String[]::new),
                headers.keySet().toArray(String[]::new));
        try {
            String[] options = new String[OPTIONS.size() + 1];
            OPTIONS.toArray(options);
            options[OPTIONS.size()] = "--gpu-architecture=compute_" + capability;
            nvrtcCompileProgram(program, options.length, options);
            String[] ptx = new String[1];
            nvrtcGetPTX(program, ptx);
            return ptx[0];
        } catch (CudaException refused) {
            String[] log = new String[1];
            JNvrtc.nvrtcGetProgramLog(program, log);
            throw new IllegalStateException("NVRTC refuses the kernels: " + log[0], refused);
        } finally {
            nvrtcDestroyProgram(program);
        }
    }

    private static void keep(Path file, String ptx) {
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, out -> out.write(ptx.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unwritable) {
            // Compiling again at the next start takes a second; failing here would take the run.
        }
    }
}
