import drl.plot.Chart;
import drl.plot.Curve;
import drl.tensor.Tensor;

void main() throws IOException {
    float[] r = new float[201];
    for (int i = 0; i < r.length; i++) {
        r[i] = i / 100f;
    }
    Tensor ratios = Tensor.of(r), kept = ratios.clamp(0.8f, 1.2f);
    new Chart("One time step of the clipped objective, ε = 0.2", "ratio of new to old probability", "objective")
            .line("advantage +1", curve(r, ratios.min(kept)))
            .line("advantage −1", curve(r, ratios.neg().min(kept.neg())))
            .save(Path.of("objective.png"));
}

Curve curve(float[] x, Tensor y) {
    double[] xs = new double[x.length], ys = new double[x.length];
    for (int i = 0; i < x.length; i++) {
        xs[i] = x[i];
        ys[i] = y.at(i);
    }
    return new Curve(xs, ys);
}
