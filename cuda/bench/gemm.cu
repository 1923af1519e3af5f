// What cuBLAS gives when called from C: the measure for ./rl cuda bench, in the same lines.
#include <cublas_v2.h>
#include <cuda_runtime.h>
#include <stdio.h>
#include <stdlib.h>

static void check(int code, const char *what) {
    if (code != 0) {
        fprintf(stderr, "%s failed with %d\n", what, code);
        exit(1);
    }
}

static void measure(cublasHandle_t handle, int m, int n, int k) {
    float *a, *b, *c, one = 1, zero = 0, milliseconds;
    check(cudaMalloc((void **) &a, sizeof(float) * m * k), "cudaMalloc");
    check(cudaMalloc((void **) &b, sizeof(float) * k * n), "cudaMalloc");
    check(cudaMalloc((void **) &c, sizeof(float) * m * n), "cudaMalloc");
    check(cudaMemset(a, 0, sizeof(float) * m * k), "cudaMemset");
    check(cudaMemset(b, 0, sizeof(float) * k * n), "cudaMemset");
    cudaEvent_t start, end;
    check(cudaEventCreate(&start), "cudaEventCreate");
    check(cudaEventCreate(&end), "cudaEventCreate");
    int count = 5;
    do { // at least half a second, after a first round that warms up
        count *= 4;
        check(cudaEventRecord(start, 0), "cudaEventRecord");
        for (int i = 0; i < count; i++) {
            check(cublasSgemm(handle, CUBLAS_OP_N, CUBLAS_OP_N, n, m, k, &one, b, n, a, k, &zero, c, n), "cublasSgemm");
        }
        check(cudaEventRecord(end, 0), "cudaEventRecord");
        check(cudaEventSynchronize(end), "cudaEventSynchronize");
        check(cudaEventElapsedTime(&milliseconds, start, end), "cudaEventElapsedTime");
    } while (milliseconds < 500);
    printf("gemm %dx%dx%d,%d,%d,c,%.4g,TFLOP/s\n", m, n, k, m, n, 2.0 * m * n * k * count / milliseconds / 1e9);
    cudaFree(a);
    cudaFree(b);
    cudaFree(c);
}

int main(void) {
    cublasHandle_t handle;
    check(cublasCreate(&handle), "cublasCreate");
    printf("what,batch,width,device,value,unit\n");
    for (int n = 256; n <= 8192; n *= 2) {
        measure(handle, n, n, n);
    }
    for (int width = 64; width <= 1024; width *= 4) {
        measure(handle, 16384, width, width);
    }
    return 0;
}
