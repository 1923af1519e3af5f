package drl.cuda;

import drl.backend.Backend;
import drl.backend.BackendProvider;
import java.util.Optional;
import jcuda.CudaException;

/// Brings the GPU in where `--device cuda` asks for it. Until then nothing of JCuda or NVIDIA is loaded.
public final class CudaProvider implements BackendProvider {

    /// Set to `true`, products round their inputs to TF32, which has ten bits after the point instead of 23.
    static final String TF32 = "drl.cuda.tf32";

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Backend create() {
        Optional<String> obstacle = CudaRequirements.obstacle();
        if (obstacle.isPresent()) {
            throw new IllegalArgumentException(obstacle.get());
        }
        return open(Boolean.getBoolean(TF32));
    }

    /// @throws IllegalArgumentException if the GPU, which is there, has no room or refuses
    static CudaBackend open(boolean tf32) {
        try {
            return new CudaBackend(new JCudaDevice(tf32));
        } catch (Device.OutOfMemory full) {
            throw new IllegalArgumentException(full.getMessage() + ", or use --device cpu", full);
        } catch (CudaException refused) {
            throw new IllegalArgumentException("the GPU cannot be opened (" + refused.getMessage()
                    + "); end what else runs on it and check nvidia-smi, or use --device cpu", refused);
        }
    }
}
