import drl.plot.Chart;
import drl.plot.Curve;

double a = 0.104, b = 0.0066, B = 58e3, w = 42e6, u = 14e-6;  // the constants of the table; put in yours
int n = 4, T = 512;                                           // environments an executor, steps an iteration

void main() throws IOException {
    Chart chart = new Chart("A cluster against one thread, as predicted", "executors", "times faster");
    for (double c : List.of(46e-6, 1e-3, 10e-3)) {
        double[] executors = new double[64], faster = new double[64];
        for (int E = 1; E <= 64; E++) {
            executors[E - 1] = E;
            faster[E - 1] = faster(c, E);
        }
        chart.line("a step takes %.3f ms".formatted(1e3 * c), new Curve(executors, faster));
        IO.println("a step takes %6.3f ms: %.1f times faster with 8 executors, %.1f with 64".formatted(1e3 * c,
                faster(c, 8), faster(c, 64)));
    }
    chart.save(Path.of("prediction.png"));
}

double faster(double c, int E) {
    double cluster = a + b * E + B * n * E / w + c * T * n + u * T * n * E;
    double oneThread = (c + u) * T * n * E;
    return oneThread / cluster;
}
