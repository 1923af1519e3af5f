package drl.distribution;

import drl.random.TorchRandom;
import drl.tensor.Tensor;

/// The normal distribution in A dimensions, N(μ, Σ), with a mean for each row:
///
/// log p(a) = −½·(a − μ)ᵀ Σ⁻¹ (a − μ) − ½·log det Σ − (A/2)·log 2π
///
/// With the Cholesky factor Σ = L·Lᵀ the quadratic form is |L⁻¹(a − μ)|², half the log determinant is the sum of the logs
/// of L's diagonal, and μ + L·z is a sample when z is standard normal. Mirrors `torch.distributions.MultivariateNormal`.
public final class MultivariateNormal implements Distribution {

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final Tensor mean;           // (B, A) or (A)
    private final Covariance covariance; // when Σ is constant
    private final Tensor matrix;         // when Σ is a tensor that may carry a gradient

    /// A distribution with a constant covariance: `mean` is (B, A) or (A).
    public MultivariateNormal(Tensor mean, Covariance covariance) {
        this(mean, covariance, null);
    }

    /// A distribution whose covariance (A, A) may be learned.
    public MultivariateNormal(Tensor mean, Tensor covariance) {
        this(mean, null, covariance);
    }

    private MultivariateNormal(Tensor mean, Covariance covariance, Tensor matrix) {
        int dim = matrix == null ? covariance.dim : matrix.shape().dim(0);
        if (mean.shape().cols() != dim) {
            throw new IllegalArgumentException("a mean of shape " + mean.shape() + " does not go with a covariance for "
                    + dim + " dimensions");
        }
        this.mean = mean;
        this.covariance = covariance;
        this.matrix = matrix;
    }

    /// `out` receives an action (A) for each row of the mean.
    @Override
    public void sample(TorchRandom random, float[] out) {
        random.normal(out, 0, mean.size());
        shape(out);
    }

    @Override
    public void sample(TorchRandom[] randoms, float[] out) {
        int dim = constant().dim;
        for (int row = 0; row < randoms.length; row++) {
            randoms[row].normal(out, row * dim, dim);
        }
        shape(out);
    }

    /// From standard normals z to μ + L·z.
    private void shape(float[] out) {
        Covariance c = constant();
        int n = mean.size();
        for (int row = 0; row < n; row += c.dim) {
            for (int i = c.dim - 1; i >= 0; i--) { // from the last down: L·z needs no second array
                float noise = 0;
                for (int j = 0; j <= i; j++) {
                    noise += c.factor[i * c.dim + j] * out[row + j];
                }
                out[row + i] = noise;
            }
        }
        float[] means = HostValues.of(mean);
        for (int i = 0; i < n; i++) {
            out[i] += means[i];
        }
    }

    /// log p(action) of a single action, straight from its numbers: for acting, where no gradient is wanted.
    // exercise: Step 5, a distribution: −½·|L⁻¹(a − μ)|² − ½·log det Σ − (A/2)·log 2π
    public float logProb(float[] action) {
        Covariance c = constant();
        float[] means = HostValues.of(mean);
        double quadratic = 0;
        for (int i = 0; i < c.dim; i++) {
            double whitened = 0;
            for (int j = 0; j <= i; j++) {
                whitened += c.inverseFactor[i * c.dim + j] * (action[j] - means[j]);
            }
            quadratic += whitened * whitened;
        }
        return (float) (-0.5 * (c.dim * LOG_2PI + quadratic) - c.halfLogDet);
    }

    /// Shape (B) for actions (B, A).
    // exercise: Step 5, a distribution: log density of a batch of actions, as tensors
    @Override
    public Tensor logProb(Tensor value) {
        Tensor deviation = value.sub(mean);
        if (matrix == null) {
            Tensor whitened = covariance.diagonal ? deviation.mul(covariance.precision)
                    : deviation.matmulTransposed(covariance.inverse);
            return whitened.square().sum(-1)
                    .affine(-0.5f, (float) (-0.5 * covariance.dim * LOG_2PI - covariance.halfLogDet));
        }
        Tensor l = matrix.cholesky();
        Tensor quadratic = l.solveLower(deviation.transpose()).square().sum(0);
        return quadratic.affine(-0.5f, (float) (-0.5 * dim() * LOG_2PI)).sub(halfLogDet(l));
    }

    /// ½·A·(1 + log 2π) + ½·log det Σ, shape (): the mean does not matter.
    @Override
    public Tensor entropy() {
        return matrix == null ? covariance.entropy : halfLogDet(matrix.cholesky()).add(entropyOfUnit(dim()));
    }

    /// The part of the entropy that the number of dimensions decides, ½·A·(1 + log 2π).
    static float entropyOfUnit(int dim) {
        return (float) (0.5 * dim * (1 + LOG_2PI));
    }

    @Override
    public Tensor mode() {
        return mean;
    }

    private Tensor halfLogDet(Tensor l) {
        int n = dim();
        Tensor diagonal = Tensor.zeros(n, n);
        for (int i = 0; i < n; i++) {
            diagonal.set(i * n + i, new float[] {1}, 0, 1);
        }
        return l.mul(diagonal).sum(1).log().sum();
    }

    private int dim() {
        return matrix == null ? covariance.dim : matrix.shape().dim(0);
    }

    private Covariance constant() {
        return covariance != null ? covariance : new Covariance(matrix.toArray(), dim());
    }
}
