import drl.distribution.Covariance;
import drl.distribution.MultivariateNormal;
import drl.distribution.Normal;
import drl.random.TorchRandom;
import drl.tensor.Tensor;

void main() {
    Tensor mean = Tensor.of(new float[] {0, 1}, 1, 2), action = Tensor.of(new float[] {0.3f, -0.8f}, 1, 2);
    var joint = new MultivariateNormal(mean, Covariance.diagonal(2, 0.5f));
    var each = new Normal(mean, Tensor.of((float) Math.sqrt(0.5), (float) Math.sqrt(0.5)));
    IO.println("log density, both numbers at once " + joint.logProb(action).item());
    IO.println("sum of one-dimensional ones       " + each.logProb(action).sum().item());

    var random = new TorchRandom(1);
    float[] drawn = new float[2];
    double sum = 0, squares = 0;
    for (int i = 0; i < 100_000; i++) {
        joint.sample(random, drawn);
        sum += drawn[0];
        squares += drawn[0] * drawn[0];
    }
    double m = sum / 100_000;
    IO.println("variance %.3f, standard deviation %.3f".formatted(squares / 100_000 - m * m,
            Math.sqrt(squares / 100_000 - m * m)));
}
