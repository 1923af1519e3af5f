package drl.ppo;

import drl.cli.Preset;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// The two kinds of actions, and the settings that go with them.
public enum VectorPpoKind {
    /// Vectors of numbers: CleanRL's `ppo_continuous_action.py`.
    CONTINUOUS {
        @Override
        String exp() {
            return "ppo_continuous";
        }

        @Override
        String summary() {
            return "PPO as CleanRL has it, for continuous actions";
        }

        @Override
        boolean takes(Space actions) {
            return actions instanceof Box;
        }

        @Override
        String needs() {
            return "continuous ones, as Pendulum-v1 has; see ./rl part3-ppo discrete";
        }

        @Override
        List<Preset> presets() {
            return List.of(new Preset("pendulum", "settings that solve Pendulum"),
                    new Preset("none", "CleanRL's defaults"));
        }

        @Override
        String presetFor(String envId) {
            return envId.startsWith("Pendulum") ? "pendulum" : "none";
        }

        @Override
        VectorPpoHyperparameters settings(String preset) {
            return preset.equals("pendulum") ? pendulum() : VectorPpoHyperparameters.continuous();
        }
    },
    /// A choice among n: CleanRL's `ppo.py`.
    DISCRETE {
        @Override
        String exp() {
            return "ppo_discrete";
        }

        @Override
        String summary() {
            return "PPO as CleanRL has it, for discrete actions";
        }

        @Override
        boolean takes(Space actions) {
            return actions instanceof Discrete;
        }

        @Override
        String needs() {
            return "discrete ones, as CartPole-v1 has; see ./rl part3-ppo continuous";
        }

        @Override
        List<Preset> presets() {
            return List.of(new Preset("cleanrl", "CleanRL's defaults, which solve CartPole and Acrobot"),
                    new Preset("mountain-car", "settings that get MountainCar up the hill"));
        }

        @Override
        String presetFor(String envId) {
            return envId.startsWith("MountainCar") ? "mountain-car" : "cleanrl";
        }

        @Override
        VectorPpoHyperparameters settings(String preset) {
            return preset.equals("mountain-car") ? mountainCar() : VectorPpoHyperparameters.discrete();
        }
    };

    /// The word after the chapter's name.
    String program() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The program's name as it stands in the folders' names.
    abstract String exp();

    /// One line for the help.
    abstract String summary();

    /// Whether an environment with these actions fits.
    abstract boolean takes(Space actions);

    /// What would fit, for a refusal.
    abstract String needs();

    /// The presets on offer.
    abstract List<Preset> presets();

    /// The preset made for an environment.
    abstract String presetFor(String envId);

    /// A preset's settings; CleanRL's defaults for any other name.
    abstract VectorPpoHyperparameters settings(String preset);

    /// A short horizon, since a pendulum that is up shows it within ten steps; larger steps; and some entropy, without
    /// which one of fifteen runs settled for swinging.
    private static VectorPpoHyperparameters pendulum() {
        return new VectorPpoHyperparameters("Pendulum-v1", 300_000, 1e-3, 4, 512, true, 0.9, 0.95, 16, 10, true, 0.2,
                true, 0.01, 0.5, 0.5, OptionalDouble.empty(), true, true, false);
    }

    /// Many environments for few steps, and everything normalised: the flag is found by chance, and rarely.
    private static VectorPpoHyperparameters mountainCar() {
        return new VectorPpoHyperparameters("MountainCar-v0", 500_000, 1e-3, 16, 16, true, 0.99, 0.98, 4, 4, true, 0.2,
                true, 0, 0.5, 0.5, OptionalDouble.empty(), true, true, false);
    }
}
