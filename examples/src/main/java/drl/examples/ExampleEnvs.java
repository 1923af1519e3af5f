package drl.examples;

import drl.env.EnvProvider;
import drl.env.EnvSpec;
import java.util.List;

/// The environments of this module, found by name.
public final class ExampleEnvs implements EnvProvider {

    @Override
    public List<EnvSpec> specs() {
        return List.of(new EnvSpec("Thermostat-v0", 100, Thermostat::new)); // truncated after 100 steps
    }
}
