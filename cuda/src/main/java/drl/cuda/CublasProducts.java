package drl.cuda;

import static jcuda.jcublas.JCublas2.cublasCreate;
import static jcuda.jcublas.JCublas2.cublasDestroy;
import static jcuda.jcublas.JCublas2.cublasGetVersion;
import static jcuda.jcublas.JCublas2.cublasSetMathMode;
import static jcuda.jcublas.JCublas2.cublasSetStream;
import static jcuda.jcublas.JCublas2.cublasSetWorkspace;
import static jcuda.jcublas.JCublas2.cublasSgemm;

import jcuda.Pointer;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.runtime.cudaStream_t;

/// Matrix products by cuBLAS, on one handle and one stream.
final class CublasProducts {

    /// What cuBLAS recommends for Hopper, the largest of its recommendations. With a workspace of our own no product
    /// allocates, so it can be recorded, and with one stream its results do not vary from run to run.
    private static final long WORKSPACE = 32L << 20;

    private final cublasHandle handle = new cublasHandle();
    private final Pointer one = Pointer.to(new float[] {1});
    private final Pointer zero = Pointer.to(new float[] {0});
    private final boolean tf32;

    CublasProducts(Device device, CUstream stream, boolean tf32) {
        this.tf32 = tf32;
        JCublas2.setExceptionsEnabled(true);
        cublasCreate(handle);
        cublasSetStream(handle, new cudaStream_t(stream));
        cublasSetWorkspace(handle, new Address(device.allocate(WORKSPACE)), WORKSPACE);
        cublasSetMathMode(handle, tf32 ? cublasMath.CUBLAS_TF32_TENSOR_OP_MATH : cublasMath.CUBLAS_DEFAULT_MATH);
    }

    String description() {
        int[] version = new int[1];
        cublasGetVersion(handle, version);
        return "cuBLAS " + version[0] / 10000 + "." + version[0] / 100 % 100 + (tf32 ? ", TF32" : "");
    }

    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb, float beta,
            long c, int ldc) {
        cublasSgemm(handle, operation(transposeA), operation(transposeB), m, n, k, one, new Address(a), lda,
                new Address(b), ldb, beta == 0 ? zero : one, new Address(c), ldc);
    }

    private static int operation(boolean transpose) {
        return transpose ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    void close() {
        cublasDestroy(handle);
    }
}
