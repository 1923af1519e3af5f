package drl.env;

import drl.cli.Nearest;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// The registry: environments by name.
///
/// ```java
/// Envs.register("GridWorld-v0", 100, GridWorld::new);
/// Env env = Envs.make("GridWorld-v0");
/// ```
///
/// A class becomes known everywhere by one call of [#register(String, int, Supplier)] before it is asked for, or
/// through an [EnvProvider].
public final class Envs {
    private static final ConcurrentSkipListMap<String, EnvSpec> REGISTRY = new ConcurrentSkipListMap<>();

    static {
        register("Acrobot-v1", 500, Acrobot::new);
        register("CartPole-v0", 200, CartPole::new);
        register("CartPole-v1", 500, CartPole::new);
        register("MountainCar-v0", 200, MountainCar::new);
        register("MountainCarContinuous-v0", 999, MountainCarContinuous::new);
        register("Pendulum-v0", 200, Pendulum::new);
        register("Pendulum-v1", 200, Pendulum::new);
        for (EnvProvider provider : ServiceLoader.load(EnvProvider.class)) {
            provider.specs().forEach(Envs::register);
        }
    }

    private Envs() {
    }

    /// Makes a new environment, with its time limit around it.
    ///
    /// @throws IllegalArgumentException if there is no such id, naming the nearest one and all others, or if the
    ///     environment needs something that is missing on this machine
    public static Env make(String id) {
        return spec(id).make();
    }

    /// The entry of `id`.
    ///
    /// @throws IllegalArgumentException if there is none, naming the nearest one and all others
    public static EnvSpec spec(String id) {
        EnvSpec spec = REGISTRY.get(id);
        if (spec == null) {
            throw new IllegalArgumentException("unknown environment \"" + id + "\"; the nearest is "
                    + Nearest.to(id, REGISTRY.keySet()) + "; known are " + String.join(", ", REGISTRY.keySet()));
        }
        return spec;
    }

    /// All entries, sorted by id.
    public static List<EnvSpec> specs() {
        return List.copyOf(REGISTRY.values());
    }

    /// Adds an entry.
    ///
    /// @throws IllegalArgumentException if the id is taken
    public static void register(EnvSpec spec) {
        if (REGISTRY.putIfAbsent(spec.id(), spec) != null) {
            throw new IllegalArgumentException("an environment named " + spec.id()
                    + " is registered already; a variant needs a name or version of its own");
        }
    }

    /// Adds an environment that needs nothing but Java.
    ///
    /// @param id the name to type, such as `GridWorld-v0`
    /// @param maxEpisodeSteps after how many steps episodes are truncated; [EnvSpec#NO_LIMIT] for never
    /// @param factory makes a new environment, usually a constructor
    /// @throws IllegalArgumentException if the id is taken or is not one
    public static void register(String id, int maxEpisodeSteps, Supplier<? extends Env> factory) {
        register(new EnvSpec(id, maxEpisodeSteps, factory));
    }
}
