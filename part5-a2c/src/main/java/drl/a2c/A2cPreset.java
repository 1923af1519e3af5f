package drl.a2c;

import drl.cli.Preset;
import java.util.List;
import java.util.OptionalDouble;

/// Named settings of [A2C]. Found on the seeds 11 to 26; the chapter's results are of others.
final class A2cPreset {

    static final String NONE = "none";
    private static final String CARTPOLE_V0 = "cartpole-v0";
    private static final String CARTPOLE_V1 = "cartpole-v1";
    private static final String ACROBOT = "acrobot";
    private static final String PENDULUM = "pendulum";

    private A2cPreset() {
    }

    static List<Preset> all() {
        return List.of(
                new Preset(CARTPOLE_V0, "the tutorial's settings, with rewards normalised"),
                new Preset(CARTPOLE_V1, "the same for 500,000 steps on CartPole-v1"),
                new Preset(ACROBOT, "the same on Acrobot-v1"),
                new Preset(PENDULUM, "settings for continuous actions that stand the pendulum up"),
                new Preset(NONE, "the tutorial's settings as they are"));
    }

    /// The preset made for an environment; for one that none was made for, CartPole's.
    static String forEnv(String envId) {
        return switch (envId) {
            case "CartPole-v0" -> CARTPOLE_V0;
            case "Acrobot-v1" -> ACROBOT;
            case "Pendulum-v0", "Pendulum-v1" -> PENDULUM;
            default -> CARTPOLE_V1;
        };
    }

    static A2cHyperparameters settings(String preset) {
        return switch (preset) {
            case CARTPOLE_V0 -> normalised("CartPole-v0", 320_000);
            case CARTPOLE_V1 -> normalised("CartPole-v1", 500_000);
            case ACROBOT -> normalised("Acrobot-v1", 500_000);
            case PENDULUM -> new A2cHyperparameters("Pendulum-v1", 600_000, 1e-3, 16, 5, true, 0.9, 0, 0.5,
                    OptionalDouble.empty(), OptimizerKind.ADAM, 256, true, true, 1000, 10, 100, true, false, true,
                    false);
            default -> A2cHyperparameters.tutorial();
        };
    }

    /// The tutorial's, but for one thing. A pole that stands earns a hundred discounted steps of 1, and a critic that
    /// starts near 0 takes most of the run to get there; divided by their deviation, returns are of the size that
    /// networks start with.
    private static A2cHyperparameters normalised(String envId, long totalTimesteps) {
        return new A2cHyperparameters(envId, totalTimesteps, 1e-3, 16, 5, false, 0.99, 0.001, 0.5,
                OptionalDouble.empty(), OptimizerKind.ADAM, 256, false, true, 1000, 10, 100, true, false, true, false);
    }
}
