package drl.distribution;

import drl.random.TorchRandom;
import drl.tensor.Tensor;

/// Independent normal distributions, N(μ, σ²), one for each element of the mean:
///
/// log p(a) = −(a − μ)²/(2σ²) − log σ − ½·log 2π
///
/// A diagonal [MultivariateNormal] is the sum of these over a row. Mirrors `torch.distributions.Normal`.
public final class Normal implements Distribution {

    private static final float HALF_LOG_2PI = (float) (0.5 * Math.log(2 * Math.PI));

    private final Tensor mean; // any shape
    private final Tensor std;  // the same, or a row, or a single number

    /// @param mean μ
    /// @param std  σ, of the mean's shape, or a row of it, or one number for all; positive
    /// @throws IllegalArgumentException if their shapes do not fit
    public Normal(Tensor mean, Tensor std) {
        boolean row = std.size() == mean.shape().cols() && std.shape().cols() == std.size();
        boolean fits = std.shape().equals(mean.shape()) || (row || std.size() == 1) && std.shape().rank() <= 2;
        if (!fits) {
            throw new IllegalArgumentException("a normal distribution with mean " + mean.shape() + " and deviation "
                    + std.shape() + " is none: give a deviation for each mean, for each column, or one for all");
        }
        this.mean = mean;
        this.std = std;
    }

    @Override
    public void sample(TorchRandom random, float[] out) {
        random.normal(out, 0, mean.size());
        shift(out);
    }

    @Override
    public void sample(TorchRandom[] randoms, float[] out) {
        int dim = mean.size() / randoms.length;
        for (int row = 0; row < randoms.length; row++) {
            randoms[row].normal(out, row * dim, dim);
        }
        shift(out);
    }

    /// From standard normals to actions.
    private void shift(float[] out) {
        float[] means = HostValues.of(mean);
        for (int column = 0; column < std.size(); column++) {
            float sigma = std.at(column);
            for (int i = column; i < mean.size(); i += std.size()) {
                out[i] = means[i] + sigma * out[i];
            }
        }
    }

    /// Element by element, of the mean's shape; sum over the last axis for the log probability of a whole action.
    @Override
    public Tensor logProb(Tensor value) {
        Tensor z = value.sub(mean).div(std);
        return z.square().affine(-0.5f, -HALF_LOG_2PI).sub(std.log());
    }

    /// ½ + ½·log 2π + log σ, of the deviation's shape.
    @Override
    public Tensor entropy() {
        return std.log().add(0.5f + HALF_LOG_2PI);
    }

    @Override
    public Tensor mode() {
        return mean;
    }

    /// KL(this ‖ other) = log(σ₂/σ₁) + (σ₁² + (μ₁ − μ₂)²)/(2σ₂²) − ½, element by element.
    public Tensor kl(Normal other) {
        Tensor ratio = std.div(other.std).square();
        Tensor shift = mean.sub(other.mean).div(other.std).square();
        return ratio.add(shift).sub(1).sub(ratio.log()).mul(0.5f);
    }
}
