package drl.cli;

import drl.backend.Backend;
import java.util.Locale;

/// Chooses what computes, from the shared flags.
public final class Devices {

    private Devices() {
    }

    /// Makes the backend for `--device` and `--threads` the default one, and returns it; [#reason] says why this one.
    ///
    /// @throws UsageException if the device cannot be used here; says why
    public static Backend choose(RunOptions options) {
        try {
            Backend backend = switch (options.device()) {
                case AUTO, CPU -> Backend.onCpu(options.threads());
                case CUDA -> Backend.named("cuda");
            };
            Backend.setDefault(backend);
            return backend;
        } catch (IllegalArgumentException refused) {
            throw new UsageException("--device " + options.device().name().toLowerCase(Locale.ROOT) + ": "
                    + refused.getMessage(), refused);
        }
    }

    /// Which device [#choose] takes and why, for a run's header. `auto` goes by the table in `cuda/README.md`, and there is
    /// no line in it yet that says GPU.
    public static String reason(RunOptions options) {
        return switch (options.device()) {
            case AUTO -> "CPU, which auto takes for all networks and batches (cuda/README.md)";
            case CPU -> "CPU, as asked";
            case CUDA -> "CUDA, as asked";
        };
    }
}
