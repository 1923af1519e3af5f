// Cholesky factors and triangular systems for the small covariance matrices of action distributions: one thread a matrix,
// or one a right-hand side. Everything inside runs in double, in scratch memory f.

extern "C" __global__ void cholesky(const float *a, float *l, double *f, int n) {
    if (place() == 0) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = j <= i ? a[i * n + j] : 0.0;
                for (int p = 0; p < j && j <= i; p++) {
                    sum -= f[i * n + p] * f[j * n + p];
                }
                f[i * n + j] = i == j ? sqrt(sum) : j < i ? sum / f[j * n + j] : 0.0;
            }
        }
        for (int i = 0; i < n * n; i++) {
            l[i] = (float) f[i];
        }
    }
}

// x (n, stride), column c, solves l·x = b, or lᵀ·x = b where transpose is set; b lies in x and is replaced.
__device__ inline void solveColumn(const float *l, int transpose, double *x, int n, int stride, int c) {
    for (int q = 0; q < n; q++) {
        int i = transpose ? n - 1 - q : q;
        double sum = x[i * stride + c];
        for (int k = transpose ? i + 1 : 0; k < (transpose ? n : i); k++) {
            sum -= (double) (transpose ? l[k * n + i] : l[i * n + k]) * x[k * stride + c];
        }
        x[i * stride + c] = sum / l[i * n + i];
    }
}

// With P = tril(lᵀ·dl), its diagonal halved, the gradient is the symmetric part of l⁻ᵀ·P·l⁻¹ (Murray 2016, eq. 8).
extern "C" __global__ void choleskyGrad(const float *l, const float *dl, float *da, double *f, int n) {
    if (place() == 0) {
        double *p = f, *transposed = f + n * n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0.0;
                for (int k = i; k < n && j <= i; k++) {
                    sum += (double) l[k * n + i] * dl[k * n + j];
                }
                p[i * n + j] = i == j ? sum / 2.0 : sum;
            }
        }
        for (int c = 0; c < n; c++) {
            solveColumn(l, 1, p, n, n, c);
        }
        for (int i = 0; i < n * n; i++) {
            transposed[i % n * n + i / n] = p[i];
        }
        for (int c = 0; c < n; c++) {
            solveColumn(l, 1, transposed, n, n, c);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                da[i * n + j] += (float) ((transposed[i * n + j] + transposed[j * n + i]) / 2.0);
            }
        }
    }
}

extern "C" __global__ void solveTriangular(const float *l, int transpose, const float *b, float *x, double *f, int n,
        int m) {
    int c = place();
    if (c < m) {
        for (int i = 0; i < n; i++) {
            f[i * m + c] = b[i * m + c];
        }
        solveColumn(l, transpose, f, n, m, c);
        for (int i = 0; i < n; i++) {
            x[i * m + c] = (float) f[i * m + c];
        }
    }
}
