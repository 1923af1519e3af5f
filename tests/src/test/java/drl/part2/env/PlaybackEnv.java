package drl.part2.env;

import com.fasterxml.jackson.databind.JsonNode;
import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import drl.reference.Golden;

/// Plays back the recorded stream that the wrappers were run on, and keeps the actions that reach it.
final class PlaybackEnv implements Env {
    private final JsonNode stream;
    private final Box actions;
    private int resets;
    private int steps;
    private float[] executed;

    PlaybackEnv(JsonNode stream) {
        this.stream = stream;
        this.actions = new Box(Golden.floats(stream.required("action_low")),
                Golden.floats(stream.required("action_high")));
    }

    /// The action that the last step was given.
    float[] executed() {
        return executed;
    }

    @Override
    public Space observationSpace() {
        return Box.unbounded(stream.required("obs").required(0).size());
    }

    @Override
    public Space actionSpace() {
        return actions;
    }

    @Override
    public float[] reset() {
        return Golden.floats(stream.required("reset_obs").required(resets++));
    }

    @Override
    public float[] reset(long seed) {
        return reset();
    }

    @Override
    public Step step(float[] action) {
        executed = action.clone();
        int t = steps++;
        return new Step(Golden.floats(stream.required("obs").required(t)),
                Golden.number(stream.required("reward").required(t)),
                stream.required("terminated").required(t).booleanValue(),
                stream.required("truncated").required(t).booleanValue());
    }
}
