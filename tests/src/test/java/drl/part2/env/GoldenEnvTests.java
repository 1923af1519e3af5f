package drl.part2.env;

import static drl.part2.env.Closeness.assertWithin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.fasterxml.jackson.databind.JsonNode;
import drl.env.Step;
import drl.reference.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The environments against trajectories recorded from Gymnasium.
///
/// The tolerances are those in the files' `tolerance` field.
@Tag("part2")
@Tag("golden")
@drl.steps.Step("Step 2, Pendulum")
class GoldenEnvTests {
    private static final String CART_POLE = "envs_cartpole_a.json";

    /// The files whose every trajectory can be replayed from its start to its end.
    private static final List<String> REPLAYABLE = List.of("envs_pendulum_a.json", "envs_mountaincar_a.json",
            "envs_mountaincar_continuous_a.json");

    @ParameterizedTest
    @ValueSource(strings = {CART_POLE, "envs_pendulum_a.json", "envs_acrobot_a.json", "envs_mountaincar_a.json",
        "envs_mountaincar_continuous_a.json"})
    void startsWhereGymnasiumStarts(String name) {
        JsonNode file = Golden.read(name);
        assertThat(file.required("initial")).isNotEmpty();
        for (JsonNode initial : file.required("initial")) {
            try (RecordedEnv env = new RecordedEnv(file)) {
                Golden.assertMatches(initial.required("obs"), env.reset(initial.required("seed")), 0);
                Golden.assertMatches(initial.required("state"), env.state(), 0);
                Golden.assertMatches(initial.required("next_reset_obs"), env.reset(), 0);
                Golden.assertMatches(initial.required("next_reset_state"), env.state(), 0);
            }
        }
    }

    static List<Arguments> replayable() {
        List<Arguments> trajectories = new ArrayList<>();
        for (String name : REPLAYABLE) {
            JsonNode file = Golden.read(name);
            double tolerance = leadingNumber(file.required("tolerance").required("state"));
            for (JsonNode trajectory : file.required("trajectories")) {
                trajectories.add(arguments(file, trajectory, tolerance));
            }
        }
        JsonNode cartPole = Golden.read(CART_POLE);
        trajectories.add(arguments(cartPole, cartPole.required("trajectories").required(0), 1e-10));
        return trajectories;
    }

    private static Arguments arguments(JsonNode file, JsonNode trajectory, double tolerance) {
        String label = file.required("env").textValue() + ", " + trajectory.required("label").textValue();
        return argumentSet(label, file, trajectory, tolerance);
    }

    @ParameterizedTest
    @MethodSource("replayable")
    void followsTheTrajectory(JsonNode file, JsonNode trajectory, double tolerance) {
        replay(file, trajectory, tolerance, trajectory.required("action").size(), false);
    }

    /// The pole stays up in all trajectories but the first. Upright it is unstable: the last digit of a sine grows to
    /// metres in 500 steps. A double pendulum is no better. So each step starts from the recorded state before it, where
    /// nothing can grow, and the replay from the start ends early.
    @Test
    void followsUnstableSystemsStepByStep() {
        JsonNode cartPole = Golden.read(CART_POLE);
        for (int i = 1; i < cartPole.required("trajectories").size(); i++) {
            followStepByStep(cartPole, cartPole.required("trajectories").required(i), 1e-14, 1e-9);
        }
        JsonNode acrobot = Golden.read("envs_acrobot_a.json");
        double tolerance = leadingNumber(acrobot.required("tolerance").required("state"));
        acrobot.required("trajectories").forEach(trajectory -> followStepByStep(acrobot, trajectory, 1e-13, tolerance));
    }

    private static void followStepByStep(JsonNode file, JsonNode trajectory, double oneStep, double many) {
        int steps = trajectory.required("action").size();
        replay(file, trajectory, oneStep, steps, true);
        replay(file, trajectory, many, Math.min(steps, 150), false);
    }

    private static void replay(JsonNode file, JsonNode trajectory, double tolerance, int steps, boolean fromRecorded) {
        double obsTolerance = leadingNumber(file.required("tolerance").required("obs"));
        int resets = 0;
        try (RecordedEnv env = new RecordedEnv(file)) {
            Golden.assertMatches(trajectory.required("reset_obs"), env.reset(trajectory.required("reset_seed")), 0);
            Golden.assertMatches(trajectory.required("reset_state"), env.state(), 0);
            JsonNode before = trajectory.required("reset_state");
            for (int t = 0; t < steps; t++) {
                if (fromRecorded) {
                    env.setState(before);
                }
                Step step = env.step(trajectory.required("action").required(t));
                assertWithin(tolerance, trajectory.required("state").required(t), env.state());
                assertWithin(obsTolerance, trajectory.required("obs").required(t), step.obs());
                assertWithin(tolerance, trajectory.required("reward").required(t), step.reward());
                assertThat(step.terminated()).isEqualTo(trajectory.required("terminated").required(t).booleanValue());
                assertThat(step.truncated()).isEqualTo(trajectory.required("truncated").required(t).booleanValue());
                before = trajectory.required("state").required(t);
                if (step.done()) {
                    JsonNode reset = trajectory.required("resets").required(resets++);
                    assertThat(reset.required("after_step").intValue()).isEqualTo(t);
                    Golden.assertMatches(reset.required("obs"), env.reset(), 0);
                    Golden.assertMatches(reset.required("state"), env.state(), 0);
                    before = reset.required("state");
                }
            }
        }
        if (steps == trajectory.required("action").size()) {
            assertThat(resets).isEqualTo(trajectory.required("resets").size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"envs_acrobot_a.json", "envs_mountaincar_a.json", "envs_mountaincar_continuous_a.json"})
    void isTruncatedAtTheTimeLimit(String name) {
        JsonNode file = Golden.read(name);
        JsonNode probe = file.required("truncation_probe");
        try (RecordedEnv env = new RecordedEnv(file)) {
            env.reset(probe.required("seed"));
            Step step;
            int steps = 0;
            double sum = 0;
            do {
                step = env.step(probe.required("constant_action"));
                steps++;
                sum += step.reward();
            } while (!step.done());
            assertThat(steps).isEqualTo(probe.required("steps").intValue());
            assertThat(step.terminated()).isEqualTo(probe.required("terminated").booleanValue());
            assertThat(step.truncated()).isEqualTo(probe.required("truncated").booleanValue());
            JsonNode tolerance = file.required("tolerance");
            assertWithin(leadingNumber(tolerance.required("obs")), probe.required("final_obs"), step.obs());
            assertWithin(leadingNumber(tolerance.required("state")), probe.required("final_state"), env.state());
            assertWithin(0, probe.required("reward_sum_float64"), sum);
        }
    }

    /// A tolerance field is a number with a remark behind it.
    private static double leadingNumber(JsonNode tolerance) {
        return Double.parseDouble(tolerance.textValue().split(" ", 2)[0]);
    }
}
