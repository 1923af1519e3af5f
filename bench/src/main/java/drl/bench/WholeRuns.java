package drl.bench;

import drl.a2c.A2cProgram;
import drl.ddpg.DdpgProgram;
import drl.env.EnvSpec;
import drl.env.Envs;
import drl.ppo.VectorPpoKind;
import drl.ppo.VectorPpoProgram;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The training runs that are measured.
final class WholeRuns {

    /// The sizes of RLtools' example: PPO on Pendulum-v1, 4 × 1024 steps an iteration, 2 epochs of minibatches of 256,
    /// networks 64-64 of ReLU.
    static final Benchmark PENDULUM = new WholeRun<>("pendulum-ppo-4x1024",
            new VectorPpoProgram(VectorPpoKind.CONTINUOUS), List.of("part3-ppo", "continuous"), "pendulum",
            settings("env_id", "Pendulum-v1", "total_timesteps", "307200", "num_envs", "4", "num_steps", "1024",
                    "num_minibatches", "16", "update_epochs", "2", "gamma", "0.9", "learning_rate", "0.001",
                    "activation", "relu"),
            Work.actorCritic(new int[] {3, 64, 64, 1}, new int[] {3, 64, 64, 1}, 2, 256), "");

    /// CleanRL's `ppo.py` as it is.
    static final Benchmark CARTPOLE = new WholeRun<>("cartpole-ppo-4x128",
            new VectorPpoProgram(VectorPpoKind.DISCRETE), List.of("part3-ppo", "discrete"), "cleanrl",
            settings("env_id", "CartPole-v1", "total_timesteps", "500000", "num_envs", "4", "num_steps", "128",
                    "num_minibatches", "4", "update_epochs", "4"),
            Work.actorCritic(new int[] {4, 64, 64, 2}, new int[] {4, 64, 64, 1}, 4, 128), "");

    /// CleanRL's `ppo_continuous_action.py` as it is.
    static final Benchmark HALF_CHEETAH = new WholeRun<>("halfcheetah-ppo-1x2048",
            new VectorPpoProgram(VectorPpoKind.CONTINUOUS), List.of("part3-ppo", "continuous"), "none",
            settings("env_id", "HalfCheetah-v4", "total_timesteps", "100000", "num_envs", "1", "num_steps", "2048",
                    "num_minibatches", "32", "update_epochs", "10"),
            Work.actorCritic(new int[] {17, 64, 64, 6}, new int[] {17, 64, 64, 1}, 10, 64), obstacle("HalfCheetah-v4"));

    /// The tutorial's DDPG, an update after each of 5,000 steps.
    static final Benchmark DDPG = new WholeRun<>("ddpg-64x400x300", new DdpgProgram(), List.of("part4-ddpg"), "paper",
            settings("env_id", "Pendulum-v1", "total_timesteps", "5000", "batch_size", "64", "hidden1_size", "400",
                    "hidden2_size", "300"),
            Work.ddpg(new int[] {3, 400, 300, 1}, new int[] {3, 401, 300, 1}, 64), "");

    /// The sizes of the A2C tutorial on CartPole-v0: 16 environments, 5 steps an update, one hidden layer of 256.
    static final Benchmark A2C = new WholeRun<>("a2c-16x5x256", new A2cProgram(), List.of("part5-a2c", "a2c"), "none",
            settings("env_id", "CartPole-v0", "total_timesteps", "320000", "num_envs", "16", "num_steps", "5",
                    "hidden_size", "256", "test_freq", "0"),
            Work.actorCritic(new int[] {4, 256, 2}, new int[] {4, 256, 1}, 1, 80), "");

    private WholeRuns() {
    }

    private static SequencedMap<String, String> settings(String... namesAndValues) {
        SequencedMap<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            settings.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings;
    }

    private static String obstacle(String envId) {
        return Envs.specs().stream().filter(spec -> spec.id().equals(envId)).findFirst().map(EnvSpec::obstacle)
                .map(obstacle -> obstacle.get().orElse("")).orElse("there is no environment " + envId);
    }
}
