package drl.env.wrapper;

import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import java.awt.Graphics2D;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/// An environment around another one: passes every call on. A subclass overrides what it changes.
///
/// A wrapper with state of its own overrides [#save] and [#load] as well: its own numbers first, then
/// `super.save(out)`.
public abstract class Wrapper implements Env {

    /// The environment inside.
    protected final Env env;

    /// @param env the environment inside; closing the wrapper closes it
    protected Wrapper(Env env) {
        this.env = Objects.requireNonNull(env, "env");
    }

    @Override
    public Space observationSpace() {
        return env.observationSpace();
    }

    @Override
    public Space actionSpace() {
        return env.actionSpace();
    }

    @Override
    public float[] reset() {
        return env.reset();
    }

    @Override
    public float[] reset(long seed) {
        return env.reset(seed);
    }

    @Override
    public Step step(float[] action) {
        return env.step(action);
    }

    @Override
    public Env unwrapped() {
        return env.unwrapped();
    }

    @Override
    public int framesPerSecond() {
        return env.framesPerSecond();
    }

    @Override
    public void render(Graphics2D g, int width, int height) {
        env.render(g, width, height);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        env.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        env.load(in);
    }

    @Override
    public void close() {
        env.close();
    }
}
