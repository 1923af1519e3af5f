package drl.backend;

/// How a module adds a backend for another device: an implementation named in `META-INF/services`.
public interface BackendProvider {

    /// The name [Backend#named] is asked for. Answering it loads nothing of the device.
    String name();

    /// A backend on the device.
    ///
    /// @throws IllegalArgumentException if the device cannot be used here; the message gives the reason and the fix
    Backend create();
}
