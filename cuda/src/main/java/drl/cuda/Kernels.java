package drl.cuda;

import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/// Our kernels, loaded on the GPU: compiled for it by NVRTC where that is there, else the PTX that came with the classes.
final class Kernels {

    private final CUmodule module;
    private final CUfunction[] functions;
    private final String origin;

    private Kernels(CUmodule module, String origin) {
        this.module = module;
        this.origin = origin;
        functions = new CUfunction[Kernel.values().length];
        for (Kernel kernel : Kernel.values()) {
            functions[kernel.ordinal()] = new CUfunction();
            cuModuleGetFunction(functions[kernel.ordinal()], module, kernel.symbol());
        }
    }

    static Kernels load(GpuInfo gpu) {
        Optional<String> compiled = KernelCompiler.compile(gpu.capability());
        if (compiled.isPresent()) {
            try {
                return new Kernels(module(compiled.get()), "kernels by NVRTC");
            } catch (CudaException tooNew) {
                // NVRTC may be newer than the driver, which then does not know its PTX; the one below is of an old version.
                return new Kernels(module(KernelSources.ptx()), "kernels from PTX");
            }
        }
        return new Kernels(module(KernelSources.ptx()), "kernels from PTX");
    }

    private static CUmodule module(String ptx) {
        CUmodule module = new CUmodule();
        cuModuleLoadData(module, ptx);
        return module;
    }

    CUfunction function(Kernel kernel) {
        return functions[kernel.ordinal()];
    }

    /// Where they came from, for a run's header.
    String origin() {
        return origin;
    }

    void close() {
        cuModuleUnload(module);
    }
}
