package drl.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where NVIDIA's libraries are. JCuda asks the system's loader for them by name, which knows fewer places than they are
/// installed in; a library that was loaded by its path before is found by its name then.
final class CudaLibraries {

    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    /// What the driver, cuBLAS and NVRTC are called, and what each needs before it.
    static final String DRIVER = WINDOWS ? "nvcuda.dll" : "libcuda.so.1";
    static final String CUBLAS = WINDOWS ? "cublas64_12.dll" : "libcublas.so.12";
    static final String CUBLAS_13 = WINDOWS ? "cublas64_13.dll" : "libcublas.so.13";
    static final String CUBLAS_11 = WINDOWS ? "cublas64_11.dll" : "libcublas.so.11";
    static final String NVRTC = WINDOWS ? "nvrtc64_120_0.dll" : "libnvrtc.so.12";
    private static final String CUBLAS_LT = WINDOWS ? "cublasLt64_12.dll" : "libcublasLt.so.12";
    private static final String NVRTC_BUILTINS = WINDOWS ? "nvrtc-builtins64_12*" : "libnvrtc-builtins.so.12*";

    private CudaLibraries() {
    }

    /// The folder in which this project keeps what is costly to make again.
    static Path cacheFolder() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path caches = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return caches.resolve("rl-from-scratch");
    }

    /// The places that are searched, those that exist, the most particular first.
    static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        add(folders, cacheFolder().resolve("forwarding"));
        String path = System.getenv(WINDOWS ? "PATH" : "LD_LIBRARY_PATH");
        if (path != null) {
            for (String folder : path.split(System.getProperty("path.separator"))) {
                if (!folder.isBlank()) {
                    add(folders, Path.of(folder));
                }
            }
        }
        String home = System.getenv("CUDA_PATH");
        if (home != null) {
            add(folders, Path.of(home, WINDOWS ? "bin" : "lib64"));
        }
        for (Path toolkit : matching(Path.of("/usr/local"), "cuda*")) {
            add(folders, toolkit.resolve("lib64"));
            add(folders, toolkit.resolve("targets/x86_64-linux/lib"));
        }
        add(folders, Path.of("/usr/lib/x86_64-linux-gnu"));
        add(folders, Path.of("/usr/lib64"));
        return folders;
    }

    private static void add(List<Path> folders, Path folder) {
        if (Files.isDirectory(folder) && !folders.contains(folder)) {
            folders.add(folder);
        }
    }

    /// The first file of that name, which may hold a `*`, in those places.
    static Optional<Path> find(String name) {
        for (Path folder : folders()) {
            List<Path> files = matching(folder, name);
            if (!files.isEmpty()) {
                return Optional.of(files.getFirst());
            }
        }
        return Optional.empty();
    }

    private static List<Path> matching(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                files.forEach(found::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        found.sort(null);
        return found;
    }

    /// Whether the system's loader finds a library by its name.
    @SuppressWarnings("restricted") // native access, which ./rl and the build allow
    static boolean isLoadable(String name) {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(name, arena);
            return true;
        } catch (IllegalArgumentException missing) {
            return false;
        }
    }

    /// How a library would be come by: `loader`, a path, or nothing.
    static Optional<String> origin(String name) {
        return isLoadable(name) ? Optional.of("found by the system's loader") : find(name).map(Path::toString);
    }

    /// Loads cuBLAS, so that JCuda finds it.
    ///
    /// @throws LinkageError if a library is there and cannot be loaded
    static void preloadCublas() {
        preload(CUBLAS_LT);
        preload(CUBLAS);
    }

    /// Loads NVRTC, so that JCuda finds it.
    ///
    /// @throws LinkageError if a library is there and cannot be loaded
    static void preloadCompiler() {
        preload(NVRTC_BUILTINS);
        preload(NVRTC);
    }

    @SuppressWarnings("restricted")
    private static void preload(String name) {
        if (!isLoadable(name)) {
            find(name).ifPresent(path -> System.load(path.toAbsolutePath().toString()));
        }
    }

    /// Whether JCuda has libraries for this platform at all.
    static boolean isSupportedPlatform() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (arch.equals("amd64") || arch.equals("x86_64"))
                && (WINDOWS || System.getProperty("os.name").equals("Linux"));
    }
}
