package drl.part4;

import drl.env.Box;
import drl.env.Env;
import drl.env.Space;
import drl.env.Step;
import java.util.Arrays;

/// An environment for tests: an episode walks from 0 to 5, whatever one does, and earns 1 a step. It hands out the same
/// array each time, as environments may.
final class Corridor implements Env {

    private static final int LENGTH = 5;

    private final boolean terminates;
    private final int badStep;
    private final double badReward;
    private final float[] position = new float[1];
    private float[] taken = new float[0];

    /// @param terminates whether the end of the corridor ends the task; otherwise it is a time limit
    Corridor(boolean terminates) {
        this(terminates, 0, 0);
    }

    /// @param badStep   the step, from 1 on, with another reward
    /// @param badReward that reward
    Corridor(boolean terminates, int badStep, double badReward) {
        this.terminates = terminates;
        this.badStep = badStep;
        this.badReward = badReward;
    }

    @Override
    public Space observationSpace() {
        return Box.of(0, LENGTH, 1);
    }

    @Override
    public Space actionSpace() {
        return Box.of(-2, 2, 1);
    }

    @Override
    public float[] reset() {
        position[0] = 0;
        return position;
    }

    @Override
    public float[] reset(long seed) {
        return reset();
    }

    @Override
    public Step step(float[] action) {
        if (taken.length < 1000) { // a test of allocations takes more steps, and looks at none
            taken = Arrays.copyOf(taken, taken.length + 1);
            taken[taken.length - 1] = action[0];
        }
        boolean end = ++position[0] == LENGTH;
        return new Step(position, taken.length == badStep ? badReward : 1, end && terminates, end && !terminates);
    }

    /// The first actions, a copy.
    float[] taken() {
        return taken.clone();
    }
}
