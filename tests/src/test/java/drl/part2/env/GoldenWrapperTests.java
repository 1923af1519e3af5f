package drl.part2.env;

import static drl.part2.env.Closeness.assertWithin;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.env.Env;
import drl.env.Step;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.ClipObservation;
import drl.env.wrapper.ClipReward;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.NormalizeObservation;
import drl.env.wrapper.NormalizeReward;
import drl.env.wrapper.NormalizeReward.ReturnConvention;
import drl.env.wrapper.RecordEpisodeStatistics;
import drl.env.wrapper.RunningMeanStd;
import drl.env.wrapper.RunningMeanStd.Precision;
import drl.reference.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The wrappers against what Gymnasium's made of one recorded stream of observations, rewards and episode ends.
///
/// The tolerances are those in the file's `tolerance` field.
@Tag("part2")
@Tag("golden")
class GoldenWrapperTests {
    private static final double EXACT = 1e-12;
    private static final double SINGLE = 1e-5;

    private final JsonNode file = Golden.read("algo_wrappers_a.json");
    private final JsonNode stream = file.required("stream");
    private final int size = stream.required("obs").required(0).size();
    private final PlaybackEnv playback = new PlaybackEnv(stream);
    private final List<float[]> resetObs = new ArrayList<>();
    private final List<Integer> resetSteps = new ArrayList<>();

    /// Plays the whole stream through `env` and shows every step, before a reset follows it.
    private void play(Env env, ObjIntConsumer<Step> eachStep) {
        keepReset(0, env.reset());
        int length = stream.required("reward").size();
        for (int t = 0; t < length; t++) {
            Step step = env.step(Golden.floats(stream.required("actions").required(t)));
            eachStep.accept(step, t);
            if (step.done() && t + 1 < length) {
                keepReset(t + 1, env.reset());
            }
        }
    }

    private void keepReset(int beforeStep, float[] obs) {
        resetSteps.add(beforeStep);
        resetObs.add(obs.clone());
    }

    private void assertResets(JsonNode recorded, double tolerance) {
        assertThat(recorded).hasSameSizeAs(resetSteps);
        for (int i = 0; i < recorded.size(); i++) {
            JsonNode reset = recorded.required(i);
            assertThat(resetSteps.get(i)).isEqualTo(reset.required("before_step").intValue());
            assertWithin(tolerance, reset.required("obs"), resetObs.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void normalizesObservations(Precision precision) {
        JsonNode expected = file.required("normalize_observation");
        RunningMeanStd statistics = new RunningMeanStd(size, precision);
        List<JsonNode> moments = new ArrayList<>();
        expected.required("rms").forEach(moments::add);
        play(new NormalizeObservation(playback, statistics), (step, t) -> {
            assertWithin(SINGLE, expected.required("obs").required(t), step.obs());
            if (!moments.isEmpty() && moments.getFirst().required("t").intValue() == t) {
                JsonNode moment = moments.removeFirst();
                // Single precision repeats Gymnasium's arithmetic digit by digit; double only comes close to it.
                double tolerance = precision == Precision.SINGLE ? 0 : SINGLE;
                assertWithin(tolerance, moment.required("mean"), statistics.mean());
                assertWithin(tolerance, moment.required("var"), statistics.variance());
                assertWithin(EXACT, moment.required("count"), statistics.count());
            }
        });
        assertThat(moments).isEmpty();
        assertResets(expected.required("resets"), SINGLE);
    }

    @Test
    void normalizesObservationsInDoublePrecision() {
        JsonNode expected = file.required("normalize_observation_float64_variant");
        RunningMeanStd statistics = new RunningMeanStd(size);
        Env env = new NormalizeObservation(playback, statistics);
        double epsilon = Golden.number(file.required("normalize_observation").required("epsilon"));
        play(env, (step, t) -> {
            double[] normalized = Golden.doubles(stream.required("obs").required(t));
            for (int i = 0; i < size; i++) {
                normalized[i] = statistics.normalize(i, normalized[i], epsilon);
            }
            assertWithin(EXACT, expected.required("obs").required(t), normalized);
            assertRounded(expected.required("obs").required(t), step.obs());
        });
        assertThat(expected.required("resets")).hasSameSizeAs(resetObs);
        for (int i = 0; i < resetObs.size(); i++) {
            assertRounded(expected.required("resets").required(i), resetObs.get(i));
        }
    }

    /// The wrapper returns what was recorded in double precision, rounded to single.
    private static void assertRounded(JsonNode expected, float[] actual) {
        for (int i = 0; i < actual.length; i++) {
            float rounded = (float) Golden.number(expected.required(i));
            assertThat(Math.abs(actual[i] - rounded)).isLessThanOrEqualTo(Math.ulp(rounded));
        }
    }

    private static Stream<String> rewardFields() {
        return Golden.read("algo_wrappers_a.json").properties().stream().map(field -> field.getKey())
                .filter(name -> name.startsWith("normalize_reward_gamma"));
    }

    @ParameterizedTest
    @MethodSource("rewardFields")
    void normalizesRewards(String name) {
        JsonNode expected = file.required(name);
        double gamma = Double.parseDouble(name.substring("normalize_reward_gamma".length()));
        RunningMeanStd statistics = new RunningMeanStd(1);
        List<JsonNode> moments = new ArrayList<>();
        expected.required("rms").forEach(moments::add);
        play(new NormalizeReward(playback, gamma, ReturnConvention.GYMNASIUM, statistics), (step, t) -> {
            assertWithin(EXACT, expected.required("reward").required(t), step.reward());
            if (!moments.isEmpty() && moments.getFirst().required("t").intValue() == t) {
                JsonNode moment = moments.removeFirst();
                assertWithin(EXACT, moment.required("mean"), statistics.mean());
                assertWithin(EXACT, moment.required("var"), statistics.variance());
                assertWithin(EXACT, moment.required("count"), statistics.count());
            }
        });
        assertThat(moments).isEmpty();
    }

    @Test
    void clipsActions() {
        play(new ClipAction(playback), (_, t) -> assertWithin(0,
                file.required("clip_action").required("executed").required(t), playback.executed()));
    }

    @Test
    void recordsEpisodes() {
        RecordEpisodeStatistics env = new RecordEpisodeStatistics(playback);
        assertEpisodes(file.required("record_episode_statistics"), env, env, (_, _) -> {});
    }

    private void assertEpisodes(JsonNode expected, RecordEpisodeStatistics statistics, Env env,
            ObjIntConsumer<Step> eachStep) {
        List<JsonNode> episodes = new ArrayList<>();
        expected.forEach(episodes::add);
        play(env, (step, t) -> {
            eachStep.accept(step, t);
            if (step.done()) {
                JsonNode episode = episodes.removeFirst();
                assertThat(t).isEqualTo(episode.required("t").intValue());
                assertWithin(EXACT, episode.required("r"), statistics.lastReturn());
                assertThat(statistics.lastLength()).isEqualTo(episode.required("l").intValue());
            }
        });
        assertThat(episodes).isEmpty();
    }

    /// All of them in CleanRL's order, with its limits of ±10 and its default γ.
    @Test
    void stacksAsCleanRlDoes() {
        JsonNode expected = file.required("cleanrl_stack");
        RecordEpisodeStatistics statistics = new RecordEpisodeStatistics(new FlattenObservation(playback));
        Env env = new ClipAction(statistics);
        env = new NormalizeObservation(env, new RunningMeanStd(size, Precision.SINGLE));
        env = new ClipObservation(env, -10, 10);
        env = new NormalizeReward(env, 0.99, ReturnConvention.GYMNASIUM, new RunningMeanStd(1));
        env = new ClipReward(env, -10, 10);
        JsonNode executed = expected.required("executed_first5");
        assertEpisodes(expected.required("episodes"), statistics, env, (step, t) -> {
            assertWithin(SINGLE, expected.required("obs").required(t), step.obs());
            assertWithin(EXACT, expected.required("reward").required(t), step.reward());
            if (t < executed.size()) {
                assertWithin(0, executed.required(t), playback.executed());
            }
        });
        assertResets(expected.required("resets"), SINGLE);
    }
}
