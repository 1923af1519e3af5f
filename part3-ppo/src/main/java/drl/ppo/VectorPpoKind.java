package drl.ppo;

import drl.cli.RunOptions;
import drl.env.Box;
import drl.env.Discrete;
import drl.env.Space;
import drl.env.mujoco.MuJoCo;
import java.util.List;
import java.util.Locale;

/// The two kinds of actions, and the settings that go with them. Presets were found by measurement, on other seeds than
/// those the chapter reports.
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

        /// On Pendulum-v1, which needs nothing, where MuJoCo is not installed.
        @Override
        VectorPpoHyperparameters defaults() {
            VectorPpoHyperparameters cleanRl = VectorPpoHyperparameters.continuous();
            return MuJoCo.obstacle().isEmpty() ? cleanRl : cleanRl.with("--env-id", "Pendulum-v1");
        }

        @Override
        List<VectorPpoPreset> presets() {
            return List.of(
                    VectorPpoPreset.of("Pendulum", "pendulum", "settings that solve Pendulum",
                            () -> VectorPpoHyperparameters.continuous().with("--env-id", "Pendulum-v1",
                                    "--total-timesteps", "300_000",
                                    "--learning-rate", "1e-3", "--num-envs", "4", "--num-steps", "512", "--gamma",
                                    "0.9", "--num-minibatches", "16", "--ent-coef", "0.01")),
                    // A bonus that keeps the noise large until the flag is found, and a discount that reaches to the flag.
                    VectorPpoPreset.of("MountainCarContinuous", "mountain-car-continuous",
                            "settings that get the continuous MountainCar up the hill",
                            () -> VectorPpoHyperparameters.continuous().with("--env-id", "MountainCarContinuous-v0",
                                    "--total-timesteps", "150_000", "--learning-rate", "1e-3", "--num-envs", "16",
                                    "--num-steps", "256", "--gamma", "0.999", "--num-minibatches", "16",
                                    "--update-epochs", "4", "--ent-coef", "0.1")),
                    VectorPpoPreset.general("none", "CleanRL's defaults", this::defaults));
        }
    },
    /// A choice among n: "MyPPO", and CleanRL's `ppo.py`.
    DISCRETE {
        @Override
        String exp() {
            return "ppo_discrete";
        }

        @Override
        String summary() {
            return "PPO for discrete actions: MyPPO, or with --preset cleanrl as CleanRL has it";
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
        VectorPpoHyperparameters defaults() {
            return VectorPpoHyperparameters.discrete();
        }

        @Override
        List<VectorPpoPreset> presets() {
            return List.of(
                    VectorPpoPreset.of("CartPole", "myppo", "MyPPO's settings, and its seed and number of test episodes",
                            VectorPpoHyperparameters::myPpo).with(MY_PPO_OPTIONS),
                    VectorPpoPreset.general("cleanrl", "CleanRL's defaults", VectorPpoHyperparameters::discrete),
                    VectorPpoPreset.of("Acrobot", "acrobot", "settings that solve Acrobot",
                            () -> VectorPpoHyperparameters.discrete().with("--env-id", "Acrobot-v1")),
                    // Many environments for few steps, and everything normalised: the flag is found by chance, and rarely.
                    VectorPpoPreset.of("MountainCar", "mountain-car", "settings that get MountainCar up the hill",
                            () -> VectorPpoHyperparameters.discrete().with("--env-id", "MountainCar-v0",
                                    "--learning-rate", "1e-3", "--num-envs", "16", "--num-steps", "16",
                                    "--gae-lambda", "0.98", "--ent-coef", "0", "--norm-obs", "true", "--norm-reward",
                                    "true")),
                    VectorPpoPreset.general("none", "the same as myppo", VectorPpoHyperparameters::myPpo)
                            .with(MY_PPO_OPTIONS));
        }
    };

    private static final RunOptions MY_PPO_OPTIONS = RunOptions.DEFAULTS.withSeed(0).withEvalEpisodes(5);

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

    /// CleanRL's settings, which were once all there was.
    abstract VectorPpoHyperparameters defaults();

    /// The presets on offer; the last one is for environments that none was made for.
    abstract List<VectorPpoPreset> presets();

    /// The preset made for an environment.
    final VectorPpoPreset presetFor(String envId) {
        return presets().stream().filter(preset -> preset.fits(envId)).findFirst().orElse(presets().getLast());
    }

    /// The preset of that name.
    final VectorPpoPreset preset(String name) {
        return presets().stream().filter(preset -> preset.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no preset " + name));
    }
}
