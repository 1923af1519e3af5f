package drl.cuda;

import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDeviceGetCount;
import static jcuda.driver.JCudaDriver.cuDriverGetVersion;
import static jcuda.driver.JCudaDriver.cuInit;

import java.util.Optional;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.jcublas.JCublas2;

/// What a GPU needs to be used from here, checked one after the other, so that the first that is missing can be named with
/// its fix.
final class CudaRequirements {

    /// The oldest driver that JCuda 12.6 runs on: CUDA 12.0.
    private static final int OLDEST_DRIVER = 12000;
    /// The oldest GPU that the kernels are built for.
    private static final int OLDEST_CAPABILITY = 75;

    private CudaRequirements() {
    }

    /// Why no GPU can be used, with the fix; empty if one can.
    static Optional<String> obstacle() {
        if (!CudaLibraries.isSupportedPlatform()) {
            return Optional.of("JCuda has no library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + "; use --device cpu");
        }
        return driver().or(CudaRequirements::gpu).or(CudaRequirements::cublas);
    }

    private static Optional<String> driver() {
        if (!CudaLibraries.isLoadable(CudaLibraries.DRIVER)) {
            return Optional.of("there is no NVIDIA driver (" + CudaLibraries.DRIVER
                    + " was not found); install the driver for your GPU, or use --device cpu");
        }
        try {
            JCudaDriver.setExceptionsEnabled(false); // the codes tell which fix to name
            int code = cuInit(0);
            if (code != CUresult.CUDA_SUCCESS) {
                return Optional.of("the NVIDIA driver finds no GPU that it can use (" + CUresult.stringFor(code)
                        + "); check nvidia-smi, or use --device cpu");
            }
        } catch (LinkageError broken) {
            return Optional.of("JCuda cannot load the NVIDIA driver (" + firstLine(broken)
                    + "); reinstall the driver, or use --device cpu");
        }
        int[] version = new int[1];
        cuDriverGetVersion(version);
        return version[0] >= OLDEST_DRIVER ? Optional.empty()
                : Optional.of(
                        "the NVIDIA driver is for CUDA " + version(version[0]) + " and 12.0 is needed; install driver "
                                + "525 or newer, or use --device cpu");
    }

    private static Optional<String> gpu() {
        int[] count = new int[1];
        cuDeviceGetCount(count);
        if (count[0] == 0) {
            return Optional.of("the NVIDIA driver sees no GPU; check nvidia-smi and CUDA_VISIBLE_DEVICES, or use "
                    + "--device cpu");
        }
        CUdevice device = new CUdevice();
        cuDeviceGet(device, 0);
        GpuInfo info = GpuInfo.of(device);
        return info.capability() >= OLDEST_CAPABILITY ? Optional.empty()
                : Optional.of("the " + info.name() + " has compute capability " + info.capability() / 10.0
                        + " and 7.5 (Turing) is needed; use --device cpu");
    }

    private static Optional<String> cublas() {
        try {
            CudaLibraries.preloadCublas();
            JCublas2.setExceptionsEnabled(true);
            return Optional.empty();
        } catch (LinkageError missing) {
            return Optional.of(withoutCublas(missing));
        }
    }

    /// Other major versions do not do: JCuda's library asks for this one by name.
    private static String withoutCublas(LinkageError error) {
        String name = CudaLibraries.CUBLAS;
        if (CudaLibraries.origin(name).isPresent()) {
            return name + " is there and cannot be loaded (" + firstLine(error) + "); reinstall cuBLAS 12, or use "
                    + "--device cpu";
        }
        if (CudaLibraries.origin(CudaLibraries.CUBLAS_13).isPresent()) {
            return "cuBLAS is of CUDA 13 and " + name
                    + " is needed; run cuda/forwarding/build.sh, which lets one stand in "
                    + "for the other, or install cuBLAS 12, or use --device cpu";
        }
        if (CudaLibraries.origin(CudaLibraries.CUBLAS_11).isPresent()) {
            return "cuBLAS is of CUDA 11 and " + name + " is needed; install cuBLAS 12, or use --device cpu";
        }
        return name
                + " was not found; install cuBLAS 12 (it comes with CUDA 12) and name its folder in LD_LIBRARY_PATH, "
                + "or use --device cpu";
    }

    /// 12060 is 12.6.
    static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    private static String firstLine(Throwable error) {
        return String.valueOf(error.getMessage()).lines().filter(line -> line.contains("lib") || line.contains(".so"))
                .findFirst().orElse(error.getClass().getSimpleName()).strip();
    }
}
