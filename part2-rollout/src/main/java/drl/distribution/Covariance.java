package drl.distribution;

import drl.tensor.Tensor;

/// A constant covariance matrix Σ (A, A), factored once: Σ = L·Lᵀ.
///
/// The tutorial hands its matrix to a new distribution at every step, and PyTorch factors it anew each time; with a
/// covariance that never changes that is wasted work.
public final class Covariance {

    final int dim;
    final float[] factor;      // L, row-major
    final double[] inverseFactor; // L⁻¹, row-major
    final boolean diagonal;
    final double halfLogDet;   // log det L = ½ log det Σ
    final Tensor inverse;      // L⁻¹ (A, A)
    final Tensor entropy;      // of the normal distribution with this covariance, ()
    final Tensor precision;    // 1/L on the diagonal (A), used when there is nothing beside it

    /// @param matrix Σ in row-major order, symmetric and positive definite
    /// @throws IllegalArgumentException if it is not
    public Covariance(float[] matrix, int dim) {
        if (matrix.length != dim * dim) {
            throw new IllegalArgumentException("a covariance matrix for " + dim + " dimensions has " + dim * dim
                    + " values, got " + matrix.length);
        }
        this.dim = dim;
        Tensor l = Tensor.of(matrix, dim, dim).cholesky();
        factor = l.toArray();
        float[] reciprocal = new float[dim];
        double logDet = 0;
        boolean onlyDiagonal = true;
        for (int i = 0; i < dim; i++) {
            reciprocal[i] = 1 / factor[i * dim + i];
            logDet += Math.log(factor[i * dim + i]);
            for (int j = 0; j < dim; j++) {
                if (j < i && matrix[i * dim + j] != matrix[j * dim + i]) {
                    throw new IllegalArgumentException("a covariance matrix is symmetric, but element (" + i + ", " + j
                            + ") is " + matrix[i * dim + j] + " and (" + j + ", " + i + ") is " + matrix[j * dim + i]);
                }
                onlyDiagonal &= i == j || matrix[i * dim + j] == 0;
            }
        }
        if (!Double.isFinite(logDet)) { // the root of a negative number, or the logarithm of 0
            throw new IllegalArgumentException("a covariance matrix must be positive definite");
        }
        diagonal = onlyDiagonal;
        halfLogDet = logDet;
        inverseFactor = invert(factor, dim);
        float[] rounded = new float[dim * dim];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) inverseFactor[i];
        }
        inverse = Tensor.of(rounded, dim, dim);
        precision = Tensor.of(reciprocal);
        entropy = Tensor.scalar((float) (MultivariateNormal.entropyOfUnit(dim) + logDet));
    }

    /// `variance` on the diagonal, nothing beside it: independent noise of standard deviation √variance in each direction.
    public static Covariance diagonal(int dim, float variance) {
        float[] matrix = new float[dim * dim];
        for (int i = 0; i < dim; i++) {
            matrix[i * dim + i] = variance;
        }
        return new Covariance(matrix, dim);
    }

    /// The inverse of a lower triangular matrix, column by column.
    private static double[] invert(float[] l, int n) {
        double[] inverse = new double[n * n];
        for (int col = 0; col < n; col++) {
            for (int row = col; row < n; row++) {
                double sum = row == col ? 1 : 0;
                for (int k = col; k < row; k++) {
                    sum -= l[row * n + k] * inverse[k * n + col];
                }
                inverse[row * n + col] = sum / l[row * n + row];
            }
        }
        return inverse;
    }
}
