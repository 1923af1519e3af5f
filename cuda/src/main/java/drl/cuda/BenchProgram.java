package drl.cuda;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import java.io.PrintStream;
import java.util.Locale;

/// `./rl cuda bench`: products and whole updates on both devices, as comma-separated values.
final class BenchProgram implements Program<BenchProgram.Settings> {

    private static final int[] SQUARES = {256, 512, 1024, 2048, 4096, 8192};
    private static final int[] BATCHES = {64, 256, 1024, 4096, 16384, 65536};
    private static final int[] WIDTHS = {64, 256, 1024};

    /// What to measure.
    ///
    /// @param tf32    whether products may round their inputs to TF32
    /// @param seconds the least time for each number
    record Settings(
            @Flag("let products round their inputs to TF32's ten bits") boolean tf32,
            @Flag("least time spent on each number, in seconds") double seconds) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.positive("seconds", seconds);
        }
    }

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measures matrix products and training updates on the CPU and the GPU, as CSV";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(false, 0.5);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        CheckProgram.requireGpu("bench");
        return () -> {
            CudaBackend gpu = CudaProvider.open(settings.tf32);
            Backend cpu = Backend.onCpu(options.threads());
            PrintStream out = invocation.out();
            out.println("# GPU " + gpu.description());
            out.println("# CPU " + cpu.description());
            out.println("what,batch,width,device,value,unit");
            products(settings, gpu, out);
            for (int width : WIDTHS) {
                for (int batch : BATCHES) {
                    update(settings, cpu, () -> {}, "cpu", batch, width, out);
                    update(settings, gpu, gpu::synchronize, "cuda", batch, width, out);
                }
            }
            gpu.close();
            return 0;
        };
    }

    private static void products(Settings settings, CudaBackend gpu, PrintStream out) {
        for (int n : SQUARES) {
            product(settings, gpu, n, n, n, out);
        }
        for (int width : WIDTHS) {
            product(settings, gpu, 16384, width, width, out);
        }
    }

    private static void product(Settings settings, CudaBackend gpu, int m, int n, int k, PrintStream out) {
        Storage a = gpu.allocate(m * k), b = gpu.allocate(k * n), c = gpu.allocate(m * n);
        double seconds = Stopwatch.secondsEach(settings.seconds, () -> {
            gpu.matmul(false, false, a, b, c, m, n, k, false);
            gpu.submit();
        }, gpu::synchronize);
        line(out, "gemm " + m + "x" + n + "x" + k, m, n, "cuda", 2.0 * m * n * k / seconds / 1e12, "TFLOP/s");
        gpu.free(a);
        gpu.free(b);
        gpu.free(c);
    }

    private static void update(Settings settings, Backend backend, Runnable wait, String device, int batch, int width,
            PrintStream out) {
        try (SampleUpdate update = new SampleUpdate(backend, batch, width, Activation.TANH)) {
            double seconds = Stopwatch.secondsEach(settings.seconds, update::run, wait);
            line(out, "update", batch, width, device, 1 / seconds, "updates/s");
        }
    }

    private static void line(PrintStream out, String what, int batch, int width, String device, double value,
            String unit) {
        out.printf(Locale.ROOT, "%s,%d,%d,%s,%.4g,%s%n", what, batch, width, device, value, unit);
        out.flush();
    }
}
