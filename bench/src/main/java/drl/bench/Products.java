package drl.bench;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.SplittableRandom;

/// `products`: matrix products of the networks' sizes, beside OpenBLAS in the same process where it is installed.
///
/// The two take turns, some tenths of a millisecond each, and the ratio is taken turn by turn: what disturbs the machine
/// disturbs both.
final class Products implements Benchmark {

    private static final int[][] SHAPES = {{4, 64, 64}, {64, 64, 64}, {256, 64, 64}, {2048, 64, 64}, {4, 256, 256},
        {64, 256, 256}, {256, 256, 256}, {2048, 256, 256}, {4, 400, 300}, {64, 400, 300}, {256, 400, 300},
        {2048, 400, 300}, {1024, 1024, 1024}};
    private static final double TURN_FLOPS = 3e7;
    private static final int WARM_UP = 200; // a kernel for the last rows of a product is called once in each
    private static final int TURNS = 40; // for each sample

    @Override
    public String name() {
        return "products";
    }

    @Override
    public void run(Figures figures, Effort effort) {
        Backend backend = Backend.onCpu(1);
        Optional<OpenBlas> openBlas = OpenBlas.find();
        for (int[] shape : SHAPES) {
            measure(shape[0], shape[1], shape[2], backend, openBlas, figures, effort.rounds());
        }
    }

    private void measure(int rows, int in, int out, Backend backend, Optional<OpenBlas> openBlas, Figures figures,
            int rounds) {
        double flops = 2.0 * rows * in * out;
        int repeats = (int) Math.max(1, TURN_FLOPS / flops);
        String shape = rows + "x" + in + " · " + in + "x" + out;
        Storage x = random(backend, rows * in), w = random(backend, in * out), b = random(backend, out);
        Storage y = backend.allocate(rows * out);
        Runnable ours = () -> backend.linear(x, w, b, Activation.IDENTITY, y, rows, in, out);
        try (Arena arena = Arena.ofConfined()) {
            Runnable theirs = openBlas.map(blas -> {
                MemorySegment a = random(arena, rows * in), m = random(arena, in * out), c = random(arena, rows * out);
                return (Runnable) () -> blas.multiply(rows, out, in, a, m, c);
            }).orElse(() -> {
            });
            double[] our = new double[rounds], their = new double[rounds], ratio = new double[rounds];
            for (int round = -1; round < rounds; round++) {
                double[] t = new double[TURNS], u = new double[TURNS];
                for (int turn = 0; turn < (round < 0 ? WARM_UP : TURNS); turn++) {
                    t[turn % TURNS] = seconds(ours, repeats);
                    u[turn % TURNS] = seconds(theirs, repeats);
                }
                if (round >= 0) {
                    our[round] = flops / Figures.median(t) / 1e9;
                    their[round] = flops / Figures.median(u) / 1e9;
                    ratio[round] = Figures.median(quotients(u, t));
                }
            }
            figures.add(name(), shape, "GFLOP/s", our);
            if (openBlas.isPresent()) {
                figures.add(name(), shape + " OpenBLAS (" + openBlas.get().core() + ")", "GFLOP/s", their);
                figures.add(name(), shape + " against OpenBLAS", "ratio", ratio);
            }
        }
    }

    /// The rate of the fastest product, one thread, in flop/s: the peak that runs are compared with.
    static double peak(int threads) {
        Backend backend = Backend.onCpu(threads);
        int rows = 480 * threads, size = 256;
        Storage x = random(backend, rows * size), w = random(backend, size * size), b = random(backend, size);
        Storage y = backend.allocate(rows * size);
        double best = Double.MAX_VALUE;
        for (int turn = 0; turn < 2000; turn++) {
            best = Math.min(best, seconds(() -> backend.linear(x, w, b, Activation.IDENTITY, y, rows, size, size), 1));
        }
        backend.close();
        return 2.0 * rows * size * size / best;
    }

    private static double seconds(Runnable work, int repeats) {
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9 / repeats;
    }

    private static double[] quotients(double[] a, double[] b) {
        double[] q = new double[a.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = a[i] / b[i];
        }
        return q;
    }

    private static float[] random(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static Storage random(Backend backend, int n) {
        Storage storage = backend.allocate(n);
        backend.upload(random(n), 0, storage, 0, n);
        return storage;
    }

    private static MemorySegment random(Arena arena, int n) {
        MemorySegment segment = arena.allocate(4L * n, 64);
        MemorySegment.copy(random(n), 0, segment, ValueLayout.JAVA_FLOAT, 0, n);
        return segment;
    }
}
