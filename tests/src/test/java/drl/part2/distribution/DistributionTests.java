package drl.part2.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drl.distribution.Categorical;
import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.distribution.Normal;
import drl.random.TorchRandom;
import drl.tensor.Shape;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must hold for distributions whatever the numbers.
@Tag("part2")
class DistributionTests {

    private final Tape tape = new Tape();

    @BeforeEach
    void beginStep() {
        tape.step();
    }

    @AfterEach
    void endStep() {
        tape.close();
    }

    private static Tensor random(int seed, int... shape) {
        Tensor t = Tensor.zeros(shape);
        float[] values = new float[t.size()];
        new TorchRandom(seed).normal(values, 0, values.length);
        t.set(values);
        return t;
    }

    // ---- normal -----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6})
    void aDiagonalMultivariateNormalIsTheSumOfNormals(int dim) {
        Tensor mean = random(1, 20, dim), value = random(2, 20, dim);
        float variance = 0.7f;
        MultivariateNormal joint = new MultivariateNormal(mean, Covariance.diagonal(dim, variance));
        Normal each = new Normal(mean, Tensor.full((float) Math.sqrt(variance), dim));
        assertClose(joint.logProb(value), each.logProb(value).sum(-1), 2e-6);
        assertThat(joint.entropy().item()).isCloseTo(each.entropy().sum().item(), within(2e-6f));

        float[] one = new float[20 * dim], other = new float[20 * dim];
        joint.sample(new TorchRandom(3), one);
        each.sample(new TorchRandom(3), other);
        assertClose(Tensor.of(one), Tensor.of(other), 1e-6);
    }

    /// The three ways to give a covariance are one density, written out by hand for two dimensions.
    @Test
    void correlatedNoiseHasTheTextbooksDensity() {
        double sx = 1.5, sy = 0.5, rho = -0.6;
        float[] matrix = {(float) (sx * sx), (float) (rho * sx * sy), (float) (rho * sx * sy), (float) (sy * sy)};
        Tensor mean = Tensor.of(new float[] {1, -1}, 1, 2), value = Tensor.of(new float[] {2, 0.5f}, 1, 2);
        double zx = 1 / sx, zy = 1.5 / sy, rest = 1 - rho * rho;
        double expected = -Math.log(2 * Math.PI * sx * sy * Math.sqrt(rest))
                - (zx * zx - 2 * rho * zx * zy + zy * zy) / (2 * rest);
        MultivariateNormal constant = new MultivariateNormal(mean, new Covariance(matrix, 2));
        MultivariateNormal learned = new MultivariateNormal(mean, Tensor.of(matrix, 2, 2));
        assertThat(constant.logProb(value).item()).isCloseTo((float) expected, within(1e-5f));
        assertThat(learned.logProb(value).item()).isCloseTo((float) expected, within(1e-5f));
        assertThat(constant.logProb(value.toArray())).isCloseTo((float) expected, within(1e-5f));
        assertThat(learned.logProb(value.toArray())).isCloseTo((float) expected, within(1e-5f));
        float entropy = (float) (1 + Math.log(2 * Math.PI) + Math.log(sx * sy * Math.sqrt(rest)));
        assertThat(constant.entropy().item()).isCloseTo(entropy, within(1e-5f));
        assertThat(learned.entropy().item()).isCloseTo(entropy, within(1e-5f));
    }

    @Test
    void samplesHaveTheMomentsAskedFor() {
        int n = 20_000;
        float[] matrix = {2, -0.6f, -0.6f, 0.5f}, out = new float[2 * n];
        Tensor mean = Tensor.of(new float[] {1, -1}, 1, 2).expand(n, 2);
        new MultivariateNormal(mean, new Covariance(matrix, 2)).sample(new TorchRandom(5), out);
        double[] sum = new double[2], square = new double[4];
        for (int i = 0; i < n; i++) {
            double x = out[2 * i] - 1, y = out[2 * i + 1] + 1;
            sum[0] += x / n;
            sum[1] += y / n;
            square[0] += x * x / n;
            square[1] += x * y / n;
            square[3] += y * y / n;
        }
        // Five standard errors: of a mean √(σ²/n), of a variance σ²·√(2/n).
        assertThat(sum[0]).isCloseTo(0, within(5 * Math.sqrt(2.0 / n)));
        assertThat(sum[1]).isCloseTo(0, within(5 * Math.sqrt(0.5 / n)));
        assertThat(square[0]).isCloseTo(2, within(5 * 2 * Math.sqrt(2.0 / n)));
        assertThat(square[1]).isCloseTo(-0.6, within(5 * Math.sqrt((2 * 0.5 + 0.36) / n)));
        assertThat(square[3]).isCloseTo(0.5, within(5 * 0.5 * Math.sqrt(2.0 / n)));
    }

    @Test
    void samplingLeavesNoTraceOnTheTape() {
        Tensor mean = Tensor.parameter(1, 2);
        Normal normal = new Normal(mean, Tensor.full(1, 2));
        MultivariateNormal joint = new MultivariateNormal(mean, Covariance.diagonal(2, 1));
        int before = tape.recorded().size();
        float[] out = new float[2];
        normal.sample(new TorchRandom(1), out);
        joint.sample(new TorchRandom(1), out);
        assertThat(joint.logProb(out)).isFinite();
        assertThat(tape.recorded()).hasSize(before);
        joint.logProb(Tensor.of(out)).backward();
        assertThat(mean.gradient()).containsExactly(out[0] - 1, out[1] - 2); // Σ⁻¹·(a − μ)
    }

    @Test
    void theMostLikelyActionIsTheMean() {
        Tensor mean = random(1, 3, 2);
        assertThat(new Normal(mean, Tensor.full(1, 2)).mode()).isSameAs(mean);
        assertThat(new MultivariateNormal(mean, Covariance.diagonal(2, 1)).mode()).isSameAs(mean);
    }

    @Test
    void divergenceOfADistributionFromItselfIsZero() {
        Normal normal = new Normal(random(1, 5), random(2, 5).exp());
        assertClose(normal.kl(normal), Tensor.zeros(5), 1e-6);
        Normal wide = new Normal(Tensor.of(1), Tensor.of(2)), narrow = new Normal(Tensor.of(0), Tensor.of(1));
        assertThat(wide.kl(narrow).item()).isCloseTo((float) (-Math.log(2) + (4 + 1) / 2.0 - 0.5), within(1e-6f));
    }

    @Test
    void refusesCovariancesThatAreNone() {
        assertRefused("positive definite", () -> new Covariance(new float[] {1, 2, 2, 1}, 2));
        assertRefused("positive definite", () -> new Covariance(new float[] {0}, 1));
        assertRefused("positive definite", () -> new Covariance(new float[] {-1}, 1));
        assertRefused("positive definite", () -> new Covariance(new float[] {Float.NaN}, 1));
        assertRefused("symmetric", () -> new Covariance(new float[] {1, 0.5f, 0.4f, 1}, 2));
        assertRefused("4 values, got 3", () -> new Covariance(new float[] {1, 0, 1}, 2));
        Covariance two = Covariance.diagonal(2, 1);
        assertRefused("(5, 3)", () -> new MultivariateNormal(Tensor.zeros(5, 3), two));
        assertRefused("(5, 3)", () -> new MultivariateNormal(Tensor.zeros(5, 3), Tensor.zeros(2, 2)));
    }

    @Test
    void refusesActionsThatDoNotFit() {
        MultivariateNormal joint = new MultivariateNormal(random(1, 5, 1), Covariance.diagonal(1, 1));
        assertRefused("(5) and (5, 1)", () -> joint.logProb(random(2, 5)));
        Normal normal = new Normal(random(1, 5, 1), Tensor.full(1, 1));
        assertRefused("(5) and (5, 1)", () -> normal.logProb(random(2, 5)));
    }

    @Test
    void refusesDeviationsThatDoNotFit() {
        Tensor mean = Tensor.zeros(5, 3);
        assertThat(new Normal(mean, Tensor.zeros(5, 3)).mode()).isSameAs(mean);
        assertThat(new Normal(mean, Tensor.zeros(3)).mode()).isSameAs(mean);
        assertThat(new Normal(mean, Tensor.zeros(1, 3)).mode()).isSameAs(mean);
        assertThat(new Normal(mean, Tensor.scalar(1)).mode()).isSameAs(mean);
        for (int[] shape : new int[][] {{5}, {5, 1}, {2, 3}, {1, 5, 3}}) {
            Tensor std = Tensor.full(1, shape);
            assertRefused("mean (5, 3) and deviation " + std.shape(), () -> new Normal(mean, std));
        }
    }

    // ---- categorical ------------------------------------------------------------------------------------------

    @Test
    void logitsAndProbabilitiesAreTheSameDistribution() {
        Tensor logits = random(1, 6, 3);
        Categorical one = Categorical.ofLogits(logits), other = Categorical.ofProbs(logits.exp());
        Tensor actions = Tensor.of(0, 1, 2, 0, 1, 2);
        assertClose(one.logProb(actions), other.logProb(actions), 2e-6);
        assertClose(one.entropy(), other.entropy(), 2e-6);
        assertClose(one.probs(), other.probs(), 2e-6);
        assertClose(one.kl(other), Tensor.zeros(6), 2e-6);
        assertThat(one.mode().toArray()).isEqualTo(other.mode().toArray());
    }

    @Test
    void aSingleRowNeedsNoBatch() {
        for (Categorical choice : new Categorical[] {Categorical.ofProbs(Tensor.of(1, 2, 5)),
            Categorical.ofLogits(Tensor.of(0, (float) Math.log(2), (float) Math.log(5)))}) {
            assertThat(choice.probs().shape()).isEqualTo(Shape.of(3));
            assertThat(choice.logProb(Tensor.of(1)).item()).isCloseTo((float) Math.log(0.25), within(1e-6f));
            assertThat(choice.entropy().shape()).isEqualTo(Shape.SCALAR);
            assertThat(choice.mode().toArray()).containsExactly(2);
        }
    }

    @Test
    void huge() {
        Categorical certain = Categorical.ofLogits(Tensor.of(new float[] {1e4f, -1e4f}, 1, 2));
        assertThat(certain.logProb(Tensor.of(0)).item()).isZero();
        assertThat(certain.logProb(Tensor.of(1)).item()).isEqualTo(-2e4f);
        assertThat(certain.entropy().item()).isZero();
        float[] out = new float[1];
        for (int i = 0; i < 100; i++) {
            certain.sample(new TorchRandom(i), out);
            assertThat(out[0]).isZero();
        }
    }

    @Test
    void refusesActionsThatAreNone() {
        Categorical choice = Categorical.ofLogits(random(1, 2, 3));
        assertThatThrownBy(() -> choice.logProb(Tensor.of(0, 3)))
                .isInstanceOf(IndexOutOfBoundsException.class).hasMessageContainingAll("3.0", "0 to 2");
        assertRefused("gather", () -> choice.logProb(Tensor.of(0, 1, 2)));
    }

    private static void assertRefused(String part, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(part);
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        for (int i = 0; i < expected.size(); i++) {
            assertThat((double) actual.at(i)).as("number %d", i).isCloseTo(expected.at(i),
                    within(tolerance * Math.max(1, Math.abs(expected.at(i)))));
        }
    }
}
