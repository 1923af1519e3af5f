package drl.cuda;

import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.RunOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;

/// `./rl cuda info`: what was looked for, what was found, and what a GPU would need that is missing. Finding nothing is an
/// answer too, so it exits with 0.
final class InfoProgram implements Program<InfoProgram.Settings> {

    /// Nothing to choose.
    record Settings() {
    }

    @Override
    public String name() {
        return "info";
    }

    @Override
    public String summary() {
        return "prints the driver, the GPU and the libraries that are found, and what is missing";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings();
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        return () -> {
            if (!options.quiet()) {
                print(invocation.out());
            }
            return 0;
        };
    }

    private static void print(PrintStream out) {
        line(out, "platform", System.getProperty("os.name") + " " + System.getProperty("os.arch")
                + (CudaLibraries.isSupportedPlatform() ? "" : ", for which JCuda has no library"));
        library(out, "driver", CudaLibraries.DRIVER);
        library(out, "cuBLAS", CudaLibraries.CUBLAS);
        library(out, "", CudaLibraries.CUBLAS_13);
        library(out, "NVRTC", CudaLibraries.NVRTC);
        line(out, "searched", "the system's loader");
        for (Path folder : CudaLibraries.folders()) {
            line(out, "", folder.toString());
        }
        Optional<String> obstacle = CudaRequirements.obstacle();
        if (obstacle.isPresent()) {
            line(out, "GPU", "none to be used: " + obstacle.get());
        } else {
            gpu(out);
        }
    }

    /// Opens it as training would, so that everything is known to work.
    private static void gpu(PrintStream out) {
        int[] version = new int[1];
        JCudaDriver.cuDriverGetVersion(version);
        CUdevice device = new CUdevice();
        JCudaDriver.cuDeviceGet(device, 0);
        GpuInfo info = GpuInfo.of(device);
        line(out, "GPU", info.name());
        line(out, "", String.format(Locale.ROOT, "compute capability %.1f, %d multiprocessors, %.1f GB",
                info.capability() / 10.0, info.multiprocessors(), info.totalMemory() / 1e9));
        line(out, "versions", "driver for CUDA " + CudaRequirements.version(version[0]) + ", JCuda for CUDA 12.6");
        try (Closing opened = new Closing(CudaProvider.open(false))) {
            line(out, "backend", opened.backend.description());
        } catch (IllegalArgumentException refused) {
            line(out, "backend", "none: " + refused.getMessage());
        }
    }

    private record Closing(CudaBackend backend) implements AutoCloseable {
        @Override
        public void close() {
            backend.close();
        }
    }

    private static void library(PrintStream out, String label, String name) {
        line(out, label, name + ": " + CudaLibraries.origin(name).orElse("not found"));
    }

    private static void line(PrintStream out, String label, String text) {
        out.println(label + " ".repeat(10 - label.length()) + text);
    }
}
