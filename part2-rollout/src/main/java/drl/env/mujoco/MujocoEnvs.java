package drl.env.mujoco;

import drl.env.EnvProvider;
import drl.env.EnvSpec;
import java.util.List;
import java.util.function.Supplier;

/// Gymnasium's robots. They are listed whether or not the engine is installed, with what to do if it is not.
public final class MujocoEnvs implements EnvProvider {

    @Override
    public List<EnvSpec> specs() {
        return List.of(spec("Ant-v4", 1000, Ant::new),
                spec("HalfCheetah-v4", 1000, HalfCheetah::new),
                spec("Hopper-v4", 1000, Hopper::new),
                spec("Humanoid-v4", 1000, Humanoid::new),
                spec("InvertedPendulum-v4", 1000, InvertedPendulum::new),
                spec("Pusher-v4", 100, Pusher::new),
                spec("Walker2d-v4", 1000, Walker2d::new));
    }

    private static EnvSpec spec(String id, int maxEpisodeSteps, Supplier<MujocoEnv> factory) {
        return new EnvSpec(id, maxEpisodeSteps, factory, MuJoCo::obstacle);
    }
}
