package drl.a2c;

import drl.cli.Preset;
import java.util.List;
import java.util.OptionalDouble;

/// Named settings of [A3C]. Found on the seeds 11 to 16; the chapter's results are of others.
final class A3cPreset {

    private static final String CARTPOLE = "cartpole";
    private static final String PENDULUM = "pendulum";

    private A3cPreset() {
    }

    static List<Preset> all() {
        return List.of(new Preset(CARTPOLE, "settings for CartPole"),
                new Preset(PENDULUM, "settings for continuous actions that stand the pendulum up"));
    }

    static String forEnv(String envId) {
        return envId.startsWith("Pendulum") ? PENDULUM : CARTPOLE;
    }

    /// The pendulum takes eight workers: with four, whose few situations are too much alike, one seed of four went wrong.
    static A3cHyperparameters settings(String preset) {
        return preset.equals(PENDULUM)
                ? new A3cHyperparameters("Pendulum-v1", 1_000_000, 1e-3, 8, 20, true, 0.9, 0, 0.5,
                        OptionalDouble.of(0.5), OptimizerKind.ADAM, true, 256, true, 0.1, 20_000, 10, 5_000)
                : A3cHyperparameters.defaults();
    }
}
