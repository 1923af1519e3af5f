// A libcublas.so.13 over the stand-in driver.

#include <stddef.h>

extern "C" {

int standInGemm(void *stream, int transposeA, int transposeB, int m, int n, int k, const float *a, int lda, const float *b,
        int ldb, float beta, float *c, int ldc);

struct Handle {
    void *stream;
    void *workspace;
};

int cublasCreate_v2(Handle **handle) { *handle = new Handle(); return 0; }
int cublasDestroy_v2(Handle *handle) { delete handle; return 0; }
int cublasGetVersion_v2(Handle *, int *version) { *version = 130002; return 0; }
int cublasSetStream_v2(Handle *handle, void *stream) { handle->stream = stream; return 0; }
int cublasSetMathMode(Handle *, int mode) { return mode == 0 || mode == 3 ? 0 : 7; }

int cublasSetWorkspace_v2(Handle *handle, void *workspace, size_t bytes) {
    handle->workspace = workspace;
    return bytes == 32u << 20 ? 0 : 7;
}

int cublasSgemm_v2(Handle *handle, int transposeA, int transposeB, int m, int n, int k, const float *alpha, const float *a,
        int lda, const float *b, int ldb, const float *beta, float *c, int ldc) {
    if (*alpha != 1 || !handle->workspace) {
        return 7;
    }
    return standInGemm(handle->stream, transposeA, transposeB, m, n, k, a, lda, b, ldb, *beta, c, ldc);
}

} // extern "C"
