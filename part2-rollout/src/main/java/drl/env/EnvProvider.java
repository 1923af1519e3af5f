package drl.env;

import java.util.List;

/// Adds environments to the registry without a call from the program: a class that implements this and is named in
/// `META-INF/services/drl.env.EnvProvider` of its jar is found by [java.util.ServiceLoader].
public interface EnvProvider {

    /// The entries to register.
    List<EnvSpec> specs();
}
