package drl.part6;

import drl.env.Env;
import drl.env.EnvProvider;
import drl.env.EnvSpec;
import drl.env.Pendulum;
import drl.env.Step;
import drl.env.wrapper.Wrapper;
import java.util.List;

/// An environment that takes its time, so that an executor can be killed in the middle of playing. It is not among the
/// services of the tests, but of a class path that [SparkTests] makes.
public final class SlowEnvs implements EnvProvider {

    @Override
    public List<EnvSpec> specs() {
        return List.of(new EnvSpec("SlowPendulum-v0", 50, SlowPendulum::new));
    }

    private static final class SlowPendulum extends Wrapper {

        SlowPendulum() {
            super((Env) new Pendulum());
        }

        @Override
        public Step step(float[] action) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return env.step(action);
        }
    }
}
