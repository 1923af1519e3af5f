package drl.part2.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.mujoco.MuJoCo;
import drl.env.mujoco.MujocoEnv;
import drl.reference.Golden;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The robots against Gymnasium's own code and model files, recorded on Debian's engine.
@Tag("part2")
@Tag("golden")
@NeedsMujoco
class GoldenMujocoTests {

    private static final double MODEL_TOLERANCE = 1e-9;
    private static final double STEP_TOLERANCE = 1e-6;

    /// With its joints disturbed by a last digit at every step, the cheetah strays by 1e-6 within 59 steps; none of the
    /// others in less than 160.
    private static final int BEFORE_CHAOS = 40;

    @ParameterizedTest
    @ValueSource(strings = {"ant", "half_cheetah", "hopper", "humanoid", "inverted_pendulum", "pusher", "walker2d"})
    void isBuiltLikeGymnasiums(String robot) {
        JsonNode file = recording(robot);
        try (Env env = make(file)) {
            MujocoEnv inside = (MujocoEnv) env.unwrapped();
            assertThat(env.framesPerSecond()).isEqualTo(file.required("frames_per_second").intValue());
            assertThat(file.required("model").size()).isGreaterThan(80);
            for (Map.Entry<String, JsonNode> field : file.required("model").properties()) {
                double[] values = inside.model().array(field.getKey().substring("mjModel.".length()));
                assertThat(values).as(field.getKey()).hasSize(field.getValue().size());
                if (values.length > 0) {
                    Golden.assertMatches(field.getValue(), values, MODEL_TOLERANCE);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ant", "half_cheetah", "hopper", "humanoid", "inverted_pendulum", "pusher", "walker2d"})
    void startsWhereGymnasiumStarts(String robot) {
        JsonNode file = recording(robot);
        assertThat(file.required("initial")).isNotEmpty();
        for (JsonNode initial : file.required("initial")) {
            try (Env env = make(file)) {
                MujocoEnv inside = (MujocoEnv) env.unwrapped();
                float[] obs = env.reset(Golden.bigInteger(initial.required("seed")).longValue());
                Golden.assertMatches(initial.required("state"), inside.state(), 0);
                Golden.assertMatches(initial.required("obs"), obs, STEP_TOLERANCE);
                env.reset();
                Golden.assertMatches(initial.required("next_reset_state"), inside.state(), 0);
            }
        }
    }

    /// Legs and ground make chaos of the last digit of a sine within a hundred steps or two. So the replay starts again
    /// from the recorded state at every mark.
    @ParameterizedTest
    @ValueSource(strings = {"ant", "half_cheetah", "hopper", "humanoid", "inverted_pendulum", "pusher", "walker2d"})
    void followsTheTrajectoryFromMarkToMark(String robot) {
        JsonNode file = recording(robot);
        replay(file, file.required("trajectory").required("reward").size(), true);
    }

    /// From its own states on: all the way as long as the states at the marks are the recorded ones to the last bit,
    /// which they are on the recording's kind of processor, and on another one until chaos may set in.
    @ParameterizedTest
    @ValueSource(strings = {"ant", "half_cheetah", "hopper", "humanoid", "inverted_pendulum", "pusher", "walker2d"})
    void followsTheTrajectoryByItself(String robot) {
        replay(recording(robot), BEFORE_CHAOS, false);
    }

    private static void replay(JsonNode file, int leastSteps, boolean fromRecorded) {
        JsonNode trajectory = file.required("trajectory");
        int allSteps = trajectory.required("reward").size();
        int steps = leastSteps;
        int markEvery = trajectory.required("mark_every").intValue();
        int obsEvery = trajectory.required("obs_every").intValue();
        int resets = 0;
        try (Env env = make(file)) {
            MujocoEnv inside = (MujocoEnv) env.unwrapped();
            env.reset(trajectory.required("reset_seed").longValue());
            Golden.assertMatches(trajectory.required("reset_state"), inside.state(), 0);
            for (int t = 0; t < steps; t++) {
                if (t > 0 && t % markEvery == 0) {
                    JsonNode mark = trajectory.required("marks").required(t / markEvery - 1);
                    assertThat(mark.required("before_step").intValue()).isEqualTo(t);
                    Golden.assertMatches(mark.required("state"), inside.state(), STEP_TOLERANCE);
                    double[] recorded = Golden.doubles(mark.required("state"));
                    inside.setState(fromRecorded ? recorded : inside.state()); // which normalises quaternions
                    boolean equal = Arrays.equals(inside.state(), recorded);
                    steps = equal ? Math.min(allSteps, t + leastSteps) : steps;
                }
                Step step = env.step(Golden.floats(trajectory.required("action").required(t)));
                if (t % obsEvery == obsEvery - 1) {
                    Golden.assertMatches(trajectory.required("obs").required(t / obsEvery), step.obs(),
                            STEP_TOLERANCE);
                }
                Golden.assertMatches(trajectory.required("reward").required(t), new double[] {step.reward()},
                        STEP_TOLERANCE);
                assertThat(step.terminated()).isEqualTo(trajectory.required("terminated").required(t).booleanValue());
                assertThat(step.truncated()).isEqualTo(trajectory.required("truncated").required(t).booleanValue());
                if (step.done()) {
                    JsonNode reset = trajectory.required("resets").required(resets++);
                    assertThat(reset.required("after_step").intValue()).isEqualTo(t);
                    env.reset();
                    Golden.assertMatches(reset.required("state"), inside.state(), 0);
                }
            }
        }
    }

    private static JsonNode recording(String robot) {
        JsonNode file = Golden.read("mujoco_" + robot + "_a.json");
        Assumptions.assumeTrue(MuJoCo.version().equals(file.required("mujoco").textValue()),
                () -> "recorded on MuJoCo " + file.required("mujoco").textValue() + ", and this is "
                        + MuJoCo.version());
        return file;
    }

    private static Env make(JsonNode file) {
        return Envs.make(file.required("env").textValue());
    }
}
