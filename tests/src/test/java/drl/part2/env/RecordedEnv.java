package drl.part2.env;

import com.fasterxml.jackson.databind.JsonNode;
import drl.env.ClassicControl;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Pendulum;
import drl.env.Step;
import drl.env.wrapper.TimeLimit;
import drl.env.wrapper.Wrapper;
import drl.reference.Golden;

/// The environment that a reference file was recorded from, driven by the file's actions.
final class RecordedEnv implements AutoCloseable {
    private final Env env;
    private final ClassicControl inside;
    private double wideAction;

    /// @param file the file's root
    RecordedEnv(JsonNode file) {
        String id = file.required("env").textValue();
        inside = (ClassicControl) Envs.make(id).unwrapped();
        env = new TimeLimit(wide(inside), Envs.spec(id).maxEpisodeSteps());
    }

    /// Some trajectories were recorded with actions in double precision, which a `float[]` does not carry; Pendulum
    /// takes them by a method of its own.
    private Env wide(ClassicControl env) {
        if (!(env instanceof Pendulum pendulum)) {
            return env;
        }
        return new Wrapper(pendulum) {
            @Override
            public Step step(float[] action) {
                return action[0] == wideAction ? pendulum.step(action) : pendulum.step(wideAction);
            }
        };
    }

    float[] reset(JsonNode seed) {
        return env.reset(Golden.bigInteger(seed).longValue());
    }

    float[] reset() {
        return env.reset();
    }

    Step step(JsonNode action) {
        double[] recorded = Golden.doubles(action);
        wideAction = recorded[0];
        return env.step(Golden.floats(action));
    }

    double[] state() {
        return inside.state();
    }

    void setState(JsonNode state) {
        inside.setState(Golden.doubles(state));
    }

    @Override
    public void close() {
        env.close();
    }
}
