package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;

import drl.env.Env;
import drl.env.EnvSpec;
import drl.env.Envs;
import drl.env.Step;
import drl.random.NumpyRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One seed, one rollout, in every registered environment.
@Tag("part2")
class RolloutTests {
    private static final int STEPS = 600;

    static List<EnvSpec> specs() {
        return Envs.specs().stream().filter(spec -> spec.obstacle().get().isEmpty()).toList();
    }

    @ParameterizedTest
    @MethodSource("specs")
    void aSeedFixesTheRollout(EnvSpec spec) {
        List<Object> rollout = rollout(spec, 11);
        assertThat(rollout(spec, 11)).isEqualTo(rollout);
        assertThat(rollout(spec, 12)).isNotEqualTo(rollout);
    }

    @ParameterizedTest
    @MethodSource("specs")
    void episodesInterleavedInTwoEnvironmentsDoNotMix(EnvSpec spec) {
        List<Object> alone = rollout(spec, 11);
        List<Object> together = new ArrayList<>();
        try (Env env = spec.make(); Env other = spec.make()) {
            NumpyRandom actions = new NumpyRandom(1);
            NumpyRandom otherActions = new NumpyRandom(2);
            keep(together, env.reset(11));
            other.reset(12);
            for (int i = 0; i < STEPS; i++) {
                advance(env, actions, together);
                advance(other, otherActions, new ArrayList<>());
            }
        }
        assertThat(together).isEqualTo(alone);
    }

    private static List<Object> rollout(EnvSpec spec, long seed) {
        List<Object> seen = new ArrayList<>();
        try (Env env = spec.make()) {
            NumpyRandom actions = new NumpyRandom(1);
            keep(seen, env.reset(seed));
            for (int i = 0; i < STEPS; i++) {
                advance(env, actions, seen);
            }
        }
        return seen;
    }

    private static void advance(Env env, NumpyRandom actions, List<Object> seen) {
        float[] action = new float[env.actionSpace().size()];
        env.actionSpace().sample(actions, action);
        Step step = env.step(action);
        keep(seen, step.obs());
        seen.add(step.reward());
        seen.add(step.terminated());
        seen.add(step.truncated());
        if (step.done()) {
            keep(seen, env.reset());
        }
    }

    private static void keep(List<Object> seen, float[] obs) {
        for (float number : obs) {
            seen.add(number);
        }
    }
}
