package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import drl.env.Box;
import drl.env.CartPole;
import drl.env.Discrete;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Space;
import drl.env.Step;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.ClipObservation;
import drl.env.wrapper.ClipReward;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.NormalizeObservation;
import drl.env.wrapper.NormalizeReward;
import drl.env.wrapper.RecordEpisodeStatistics;
import drl.env.wrapper.RescaleAction;
import drl.env.wrapper.RescaleObservation;
import drl.env.wrapper.RunningMeanStd;
import drl.env.wrapper.ScaleReward;
import drl.env.wrapper.TimeLimit;
import drl.env.wrapper.TransformObservation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What each wrapper changes, and what it leaves alone.
@Tag("part2")
class WrapperTests {

    @Test
    void aTimeLimitTruncatesAndDoesNotTerminate() {
        ScriptedEnv script = new ScriptedEnv(1, 1, 1, 1, 1);
        Env env = new TimeLimit(script, 3);
        env.reset();
        assertThat(env.step(new float[2]).done()).isFalse();
        assertThat(env.step(new float[2]).done()).isFalse();
        Step last = env.step(new float[2]);
        assertThat(last.truncated()).isTrue();
        assertThat(last.terminated()).isFalse();
        assertThat(last.obs()).as("the final observation").isEqualTo(script.obs);
        assertThatIllegalStateException().isThrownBy(() -> env.step(new float[2]))
                .withMessage("ScriptedEnv: step outside an episode; call reset first");
        env.reset();
        assertThat(env.step(new float[2]).done()).as("the count starts anew").isFalse();
    }

    @Test
    void aTaskThatEndsInItsLastStepIsBoth() {
        Env env = new TimeLimit(new ScriptedEnv(1, 1).terminatingAt(2), 2);
        env.reset();
        env.step(new float[2]);
        assertThat(env.step(new float[2])).matches(Step::terminated).matches(Step::truncated);
    }

    @Test
    void aTimeLimitRefusesStepsAfterATerminalOne() {
        Env env = new TimeLimit(new ScriptedEnv(1, 1, 1).terminatingAt(1), 3);
        env.reset(1);
        assertThat(env.step(new float[2]).terminated()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> env.step(new float[2]));
    }

    @Test
    void aTimeLimitKeepsATruncationFromInside() {
        ScriptedEnv script = new ScriptedEnv(1, 1, 1, 1);
        Env env = new TimeLimit(new TimeLimit(script, 2), 4);
        env.reset();
        env.step(new float[2]);
        assertThat(env.step(new float[2]).truncated()).isTrue();
    }

    @Test
    void clipsActionsNumberByNumber() {
        ScriptedEnv script = new ScriptedEnv(1, 1);
        Env env = new ClipAction(script);
        env.reset();
        float[] action = {-9, 9};
        env.step(action);
        assertThat(script.action).containsExactly(-2, 1);
        assertThat(action).as("the caller's array").containsExactly(-9, 9);
        env.step(new float[] {0.5f, -0.5f});
        assertThat(script.action).containsExactly(0.5f, -0.5f);
        assertThat(env.actionSpace()).isEqualTo(Box.unbounded(2));
    }

    @Test
    void rescalesActionsNumberByNumber() {
        ScriptedEnv script = new ScriptedEnv(1, 1, 1);
        Env env = new RescaleAction(script);
        env.reset();
        assertThat(env.actionSpace()).isEqualTo(Box.of(-1, 1, 2));
        env.step(new float[] {-1, -1});
        assertThat(script.action).containsExactly(-2, -1);
        env.step(new float[] {1, 1});
        assertThat(script.action).containsExactly(4, 1);
        env.step(new float[] {0, 0.5f});
        assertThat(script.action).containsExactly(1, 0.5f);
    }

    @Test
    void actionWrappersRefuseWhatTheyCannotHandle() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClipAction(new CartPole()))
                .withMessage("ClipAction needs actions from a Box, not from Discrete(2)");
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleAction(new ClipAction(new ScriptedEnv())))
                .withMessageContaining("finite action bounds");
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleAction(new ScriptedEnv(), 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClipAction(new ScriptedEnv()).step(new float[3]))
                .withMessage("ClipAction: an action has 2 numbers, not 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new TimeLimit(new ScriptedEnv(), 0));
    }

    @Test
    void clipsObservationsAndRewards() {
        ScriptedEnv script = new ScriptedEnv(-30, 4);
        script.obs = new float[] {-12, 3, 11};
        Env env = new ClipReward(new ClipObservation(script, -10, 10), -5, 5);
        assertThat(env.observationSpace()).isEqualTo(Box.of(-10, 10, 3));
        assertThat(env.reset()).containsExactly(-10, 3, 10);
        Step step = env.step(new float[2]);
        assertThat(step.obs()).containsExactly(-10, 3, 10);
        assertThat(step.reward()).isEqualTo(-5);
        assertThat(env.step(new float[2]).reward()).isEqualTo(4);
        assertThat(script.obs).as("the environment's own buffer").containsExactly(-12, 3, 11);
        assertThatIllegalArgumentException().isThrownBy(() -> new ClipReward(script, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClipObservation(script, 1, 0));
    }

    @Test
    void rescalesObservationsNumberByNumber() {
        ScriptedEnv script = new ScriptedEnv(1);
        script.space = new Box(new float[] {-1, 0, -8}, new float[] {1, 10, 8});
        script.obs = new float[] {-1, 10, 4};
        Env env = new RescaleObservation(script);
        assertThat(env.observationSpace()).isEqualTo(Box.of(-1, 1, 3));
        assertThat(env.reset()).containsExactly(-1, 1, 0.5f);
        script.obs = new float[] {0.5f, 0, -16};
        assertThat(env.step(new float[2]).obs()).containsExactly(0.5f, -1, -2);
        assertThat(script.obs).as("the environment's own buffer").containsExactly(0.5f, 0, -16);
        Env other = new RescaleObservation(script, 0, 4);
        assertThat(other.observationSpace()).isEqualTo(Box.of(0, 4, 3));
        assertThat(other.reset()).containsExactly(3, 0, -2);
    }

    @Test
    void onlyBoundedObservationsAreRescaled() {
        ScriptedEnv script = new ScriptedEnv(1);
        script.space = new Discrete(4);
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleObservation(script))
                .withMessage("RescaleObservation needs observations from a Box, not from Discrete(4)");
        script.space = new Box(new float[] {0, 0}, new float[] {1, Float.POSITIVE_INFINITY});
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleObservation(script))
                .withMessage("RescaleObservation needs finite observation bounds, not Box(0.0, [1.0, Infinity], (2,), "
                        + "float32); NormalizeObservation needs none");
        script.space = new Box(new float[] {0, 3}, new float[] {1, 3});
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleObservation(script))
                .withMessage("RescaleObservation cannot stretch number 1, which is always 3.0");
        script.space = Box.of(0, 1, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> new RescaleObservation(script, 1, 1))
                .withMessage("RescaleObservation needs finite bounds with min < max, not 1.0 and 1.0");
    }

    @Test
    void scalesRewards() {
        Env env = new ScaleReward(new ScriptedEnv(-6, 4), 0.5);
        env.reset();
        assertThat(env.step(new float[2]).reward()).isEqualTo(-3);
        assertThat(env.step(new float[2]).reward()).isEqualTo(2);
        assertThatIllegalArgumentException().isThrownBy(() -> new ScaleReward(env, 0)).withMessageContaining("above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new ScaleReward(env, Double.NaN));
    }

    @Test
    void transformsObservations() {
        ScriptedEnv script = new ScriptedEnv(1);
        Env env = new TransformObservation(script, Box.of(0, 10, 1), (obs, out) -> out[0] = obs.length);
        assertThat(env.reset()).containsExactly(3);
        assertThat(env.step(new float[2]).obs()).containsExactly(3);
        assertThat(env.observationSpace()).isEqualTo(Box.of(0, 10, 1));
    }

    @Test
    void flattensArraysAndIndices() {
        ScriptedEnv script = new ScriptedEnv(1);
        script.space = Box.of(0, 9, 1, 3);
        Env flat = new FlattenObservation(script);
        assertThat(flat.observationSpace()).isEqualTo(Box.of(0, 9, 3));
        assertThat(flat.reset()).isEqualTo(script.obs);
        script.space = new Discrete(4);
        script.obs = new float[] {2};
        Env oneHot = new FlattenObservation(script);
        assertThat(oneHot.observationSpace()).isEqualTo(Box.of(0, 1, 4));
        assertThat(oneHot.reset()).containsExactly(0, 0, 1, 0);
        script.obs = new float[] {3};
        assertThat(oneHot.step(new float[2]).obs()).containsExactly(0, 0, 0, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new NormalizeObservation(script))
                .withMessage("NormalizeObservation needs observations from a Box, not from Discrete(4)");
    }

    @Test
    void normalizedObservationsShareAndFreezeTheirStatistics() {
        RunningMeanStd shared = new RunningMeanStd(3);
        ScriptedEnv script = new ScriptedEnv(1, 1);
        NormalizeObservation one = new NormalizeObservation(script, shared);
        NormalizeObservation other = new NormalizeObservation(new ScriptedEnv(1, 1), shared);
        one.reset();
        other.reset();
        assertThat(shared.count()).isEqualTo(1e-4 + 1 + 1);
        assertThat(one.statistics()).isSameAs(shared);
        shared.freeze(true);
        float[] before = one.step(new float[2]).obs().clone();
        assertThat(one.step(new float[2]).obs()).isEqualTo(before);
        assertThat(shared.count()).isEqualTo(1e-4 + 1 + 1);
        assertThat(script.obs).as("the environment's own buffer").containsExactly(1, 2, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NormalizeObservation(script, new RunningMeanStd(2)));
    }

    @Test
    void recordsTheReturnOfTheTaskInsideRewardWrappers() {
        RecordEpisodeStatistics statistics = new RecordEpisodeStatistics(
                new TimeLimit(new ScriptedEnv(100, 200, 50), 2));
        Env env = new NormalizeReward(new ClipReward(statistics, -1, 1), 0.99);
        assertThat(statistics.lastReturn()).isNaN();
        env.reset();
        env.step(new float[2]);
        assertThat(statistics.episodes()).isZero();
        env.step(new float[2]);
        assertThat(statistics.episodes()).isEqualTo(1);
        assertThat(statistics.lastReturn()).isEqualTo(300);
        assertThat(statistics.lastLength()).isEqualTo(2);
        env.reset();
        env.step(new float[2]);
        env.reset();
        assertThat(statistics.episodes()).as("an episode that a reset cut off does not count").isEqualTo(1);
    }

    @Test
    void wrappersPassEverythingElseOn() {
        boolean[] closed = {false};
        Env inside = new ScriptedEnv(1) {
            @Override
            public int framesPerSecond() {
                return 77;
            }

            @Override
            public void close() {
                closed[0] = true;
            }
        };
        Env env = new ClipReward(new ClipAction(new RecordEpisodeStatistics(inside)), -1, 1);
        assertThat(env.framesPerSecond()).isEqualTo(77);
        assertThat(env.unwrapped()).isSameAs(inside);
        assertThat(env.observationSpace()).isEqualTo(inside.observationSpace());
        env.close();
        assertThat(closed[0]).isTrue();
    }

    @Test
    void theWholeStackGoesOnExactlyFromACheckpoint() throws IOException {
        Env env = stack();
        env.reset(4);
        play(env, 333);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        env.save(new DataOutputStream(bytes));
        Env loaded = stack();
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        loaded.load(in);
        assertThat(in.available()).isZero();
        for (int i = 0; i < 500; i++) {
            float[] action = {(float) Math.sin(i)};
            Step expected = env.step(action);
            Step step = loaded.step(action);
            assertThat(step.obs()).isEqualTo(expected.obs());
            assertThat(step.reward()).isEqualTo(expected.reward());
            assertThat(step.truncated()).isEqualTo(expected.truncated());
            if (step.done()) {
                assertThat(loaded.reset()).isEqualTo(env.reset());
            }
        }
    }

    private static Env stack() {
        Env env = new RecordEpisodeStatistics(new FlattenObservation(Envs.make("Pendulum-v1")));
        env = new ClipObservation(new NormalizeObservation(new ClipAction(env)), -10, 10);
        return new ClipReward(new NormalizeReward(env, 0.99), -10, 10);
    }

    private static void play(Env env, int steps) {
        for (int i = 0; i < steps; i++) {
            if (env.step(new float[] {(float) Math.cos(i)}).done()) {
                env.reset();
            }
        }
    }

    /// Pays given rewards, keeps the action it saw, and shows the same observation all the time.
    private static class ScriptedEnv implements Env {
        private final double[] rewards;
        private int terminalStep = -1;
        private int steps;
        Space space = Box.unbounded(3);
        float[] obs = {1, 2, 3};
        float[] action;

        ScriptedEnv(double... rewards) {
            this.rewards = rewards;
        }

        ScriptedEnv terminatingAt(int step) {
            terminalStep = step;
            return this;
        }

        @Override
        public Space observationSpace() {
            return space;
        }

        @Override
        public Space actionSpace() {
            return new Box(new float[] {-2, -1}, new float[] {4, 1});
        }

        @Override
        public float[] reset() {
            return obs;
        }

        @Override
        public float[] reset(long seed) {
            return reset();
        }

        @Override
        public Step step(float[] action) {
            this.action = action.clone();
            return new Step(obs, rewards[steps++], steps == terminalStep, false);
        }
    }
}
