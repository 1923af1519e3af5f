package drl.cuda;

import drl.backend.Backend;
import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/// `./rl cuda check`: every kernel and every training program, CPU against GPU. Exits with 1 if anything is further apart
/// than rounding explains.
final class CheckProgram implements Program<CheckProgram.Settings> {

    /// What to check.
    ///
    /// @param kernels   whether the kernels are compared
    /// @param training  whether short trainings are compared
    /// @param timesteps how many environment steps each training takes, at least 1
    /// @param tapes     how many tapes are opened and closed to see whether memory comes back; 0 for none
    record Settings(
            @Flag("compare every kernel") boolean kernels,
            @Flag("compare a short run of every training program") boolean training,
            @Flag("environment steps of such a run") long timesteps,
            @Flag("tapes to open and close, to see that memory comes back, 0 for none") int tapes) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.atLeast("timesteps", timesteps, 1);
            Require.atLeast("tapes", tapes, 0);
        }
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String summary() {
        return "compares every kernel and every training program on the GPU with the CPU";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(true, true, 4096, 0);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        requireGpu("check");
        return () -> check(settings, options, invocation.out(options));
    }

    /// @throws UsageException if there is none
    static void requireGpu(String program) {
        CudaRequirements.obstacle().ifPresent(obstacle -> {
            throw new UsageException("./rl cuda " + program + " needs a GPU: " + obstacle
                    + " (./rl cuda info says what was found)");
        });
    }

    private static int check(Settings settings, RunOptions options, PrintStream out) throws IOException {
        Checklist list = new Checklist(out);
        if (settings.kernels) {
            CudaBackend gpu = CudaProvider.open(false);
            out.println("kernels on " + gpu.description());
            new KernelChecks(Backend.named("scalar"), gpu, list).all();
            gpu.close();
        }
        if (settings.tapes > 0) {
            CudaBackend gpu = CudaProvider.open(false);
            list.add(settings.tapes + " tapes leave the memory as it was", MemoryCheck.holds(gpu, settings.tapes));
            gpu.close();
        }
        if (settings.training) {
            new TrainingChecks(options, settings.timesteps, list).all();
        }
        out.println();
        out.printf(Locale.ROOT, "%s: %d checks, %d failed, largest difference %.1e%n",
                list.failed() == 0 ? "pass" : "FAIL", list.count(), list.failed(), list.largest());
        return list.failed() == 0 ? 0 : 1;
    }
}
