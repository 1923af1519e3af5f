package drl.cli;

import drl.backend.Backend;
import java.util.Locale;

/// Chooses what computes, from the shared flags.
public final class Devices {

    private Devices() {
    }

    /// Makes the backend for `--device` and `--threads` the default one, and returns it. `auto` takes the CPU: the
    /// chapters' small networks are faster there.
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
}
