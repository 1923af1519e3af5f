/* libcublas.so.12 for machines that have libcublas.so.13 only.
 *
 * JCuda 12.6 asks for cuBLAS 12 by name and by symbol version. The functions that this project calls have the same
 * parameters in both, so each one here passes its call on. Any other function of cuBLAS is not here: calling it ends the
 * program with a message of the loader, it does not compute nonsense.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

static void *real(const char *name) {
    static void *library;
    void *function;
    if (!library) {
        library = dlopen("libcublas.so.13", RTLD_NOW | RTLD_GLOBAL);
        if (!library) {
            fprintf(stderr, "libcublas.so.12 stands in for libcublas.so.13, which cannot be loaded: %s\n", dlerror());
            abort();
        }
    }
    function = dlsym(library, name);
    if (!function) {
        fprintf(stderr, "libcublas.so.13 has no function %s\n", name);
        abort();
    }
    return function;
}

/* Handles, streams and enumerations are pointers and ints to whoever only passes them on. */
#define FORWARD(name, parameters, arguments) \
    int name parameters { \
        static int(*to) parameters; \
        if (!to) { \
            to = (int(*) parameters) real(#name); \
        } \
        return to arguments; \
    }

FORWARD(cublasCreate_v2, (void **handle), (handle))
FORWARD(cublasDestroy_v2, (void *handle), (handle))
FORWARD(cublasGetVersion_v2, (void *handle, int *version), (handle, version))
FORWARD(cublasSetStream_v2, (void *handle, void *stream), (handle, stream))
FORWARD(cublasSetWorkspace_v2, (void *handle, void *workspace, size_t bytes), (handle, workspace, bytes))
FORWARD(cublasSetMathMode, (void *handle, int mode), (handle, mode))
FORWARD(cublasSgemm_v2,
        (void *handle, int transposeA, int transposeB, int m, int n, int k, const float *alpha, const float *a, int lda,
                const float *b, int ldb, const float *beta, float *c, int ldc),
        (handle, transposeA, transposeB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc))
