package drl.part2.env;

import drl.env.Box;
import drl.env.Discrete;
import drl.env.Env;
import drl.env.EnvProvider;
import drl.env.EnvSpec;
import drl.env.Space;
import drl.env.Step;
import drl.random.NumpyRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/// An environment as a reader would write one: walk on a line from 0 to 1 in steps of random length. Tests override one
/// method to break one rule.
class LineWorld implements Env {
    protected NumpyRandom random = new NumpyRandom(0);
    protected double position;

    /// Registers it by `META-INF/services`.
    public static final class Provider implements EnvProvider {
        @Override
        public List<EnvSpec> specs() {
            return List.of(new EnvSpec("LineWorld-v0", 50, LineWorld::new));
        }
    }

    @Override
    public Space observationSpace() {
        return Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
        return new Discrete(2);
    }

    @Override
    public float[] reset() {
        position = random.uniform(0.4, 0.6);
        return obs();
    }

    @Override
    public float[] reset(long seed) {
        random = new NumpyRandom(seed);
        return reset();
    }

    @Override
    public Step step(float[] action) {
        if (!actionSpace().contains(action)) {
            throw new IllegalArgumentException("LineWorld: 0 goes left, 1 goes right");
        }
        position += (action[0] == 0 ? -1 : 1) * random.uniform(0, 0.1);
        boolean over = position <= 0 || position >= 1;
        position = Math.clamp(position, 0, 1);
        return new Step(obs(), position, over, false);
    }

    protected float[] obs() {
        return new float[] {(float) position};
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeDouble(position);
        for (long word : random.state()) {
            out.writeLong(word);
        }
    }

    @Override
    public void load(DataInput in) throws IOException {
        position = in.readDouble();
        long[] words = random.state();
        for (int i = 0; i < words.length; i++) {
            words[i] = in.readLong();
        }
        random.restore(words);
    }
}
