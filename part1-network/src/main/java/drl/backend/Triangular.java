package drl.backend;

import java.util.Arrays;

/// Cholesky factors and triangular systems on the host, for the small covariance matrices of action distributions.
/// Everything inside runs in double.
final class Triangular {

    private Triangular() {
    }

    static void cholesky(HostStorage a, HostStorage l, int n) {
        double[] f = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a.array[a.offset + i * n + j];
                for (int p = 0; p < j; p++) {
                    sum -= f[i * n + p] * f[j * n + p];
                }
                f[i * n + j] = i == j ? Math.sqrt(sum) : sum / f[j * n + j];
            }
        }
        for (int i = 0; i < n * n; i++) {
            l.array[l.offset + i] = (float) f[i];
        }
    }

    /// With P = tril(lᵀ·dl), its diagonal halved, the gradient is the symmetric part of l⁻ᵀ·P·l⁻¹.
    static void choleskyGrad(HostStorage l, HostStorage dl, HostStorage da, int n) {
        double[] f = doubles(l, n * n), p = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = i; k < n; k++) {
                    sum += f[k * n + i] * dl.array[dl.offset + k * n + j];
                }
                p[i * n + j] = i == j ? sum / 2 : sum;
            }
        }
        double[] s = solve(f, true, p, n, n);                  // l⁻ᵀ·P
        double[] g = solve(f, true, transposed(s, n), n, n);   // l⁻ᵀ·(l⁻ᵀ·P)ᵀ = (l⁻ᵀ·P·l⁻¹)ᵀ
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                da.array[da.offset + i * n + j] += (float) ((g[i * n + j] + g[j * n + i]) / 2);
            }
        }
    }

    static void solve(HostStorage l, boolean transpose, HostStorage b, HostStorage x, int n, int m) {
        double[] solution = solve(doubles(l, n * n), transpose, doubles(b, n * m), n, m);
        for (int i = 0; i < n * m; i++) {
            x.array[x.offset + i] = (float) solution[i];
        }
    }

    private static double[] solve(double[] l, boolean transpose, double[] b, int n, int m) {
        double[] x = Arrays.copyOf(b, n * m);
        for (int q = 0; q < n; q++) {
            int i = transpose ? n - 1 - q : q;
            for (int c = 0; c < m; c++) {
                double sum = x[i * m + c];
                for (int k = transpose ? i + 1 : 0; k < (transpose ? n : i); k++) {
                    sum -= (transpose ? l[k * n + i] : l[i * n + k]) * x[k * m + c];
                }
                x[i * m + c] = sum / l[i * n + i];
            }
        }
        return x;
    }

    private static double[] doubles(HostStorage x, int n) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = x.array[x.offset + i];
        }
        return values;
    }

    private static double[] transposed(double[] a, int n) {
        double[] t = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                t[j * n + i] = a[i * n + j];
            }
        }
        return t;
    }
}
