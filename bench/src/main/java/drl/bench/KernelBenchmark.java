package drl.bench;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.backend.Unary;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The kernels of an update under JMH: a layer forward and backward, and what works on a layer's numbers one by one.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {

    /// Rows, inputs and outputs of the layer.
    @Param({"4x64x64", "256x3x64", "256x64x64", "256x64x1", "2048x64x64", "64x400x300"})
    public String layer;

    private final Backend backend = Backend.onCpu(1);
    private final AdamStep step = new AdamStep(1e-3, 0.9, 0.999, 1e-8, 0, false, 100);
    private int rows;
    private int in;
    private int out;
    private Storage x;
    private Storage w;
    private Storage b;
    private Storage y;
    private Storage dx;
    private Storage dw;
    private Storage db;
    private Storage dy;
    private Storage m;
    private Storage v;

    /// Makes the layer.
    @Setup
    public void make() {
        String[] sizes = layer.split("x");
        rows = Integer.parseInt(sizes[0]);
        in = Integer.parseInt(sizes[1]);
        out = Integer.parseInt(sizes[2]);
        x = filled(rows * in);
        w = filled(in * out);
        b = filled(out);
        y = filled(rows * out);
        dx = filled(rows * in);
        dw = filled(in * out);
        db = filled(out);
        dy = filled(rows * out);
        m = filled(in * out);
        v = filled(in * out);
    }

    private Storage filled(int n) {
        Storage storage = backend.allocate(n);
        backend.fill(storage, 0.01f);
        return storage;
    }

    /// y = x·w + b.
    @Benchmark
    public void linear() {
        backend.linear(x, w, b, Activation.IDENTITY, y, rows, in, out);
    }

    /// y = tanh(x·w + b).
    @Benchmark
    public void linearTanh() {
        backend.linear(x, w, b, Activation.TANH, y, rows, in, out);
    }

    /// All three gradients of the layer.
    @Benchmark
    public void linearGrad() {
        backend.fill(dw, 0);
        backend.fill(db, 0);
        backend.linearGrad(x, w, Activation.IDENTITY, y, dy, dx, true, dw, db, rows, in, out);
    }

    /// y = tanh x.
    @Benchmark
    public void tanh() {
        backend.unary(Unary.TANH, 0, dy, y);
    }

    /// A step of Adam on the weights.
    @Benchmark
    public void adam() {
        backend.adam(step, w, dw, m, v);
    }
}
