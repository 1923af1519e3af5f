package drl.part2.rollout;

import static drl.rollout.Rollout.Ending.EXACT;
import static drl.rollout.Rollout.Ending.WHOLE_EPISODES;
import static org.assertj.core.api.Assertions.assertThat;

import drl.part2.rollout.ScriptedEnv.End;
import drl.part2.rollout.ScriptedEnv.Script;
import drl.rollout.Episodes;
import drl.rollout.RewardsToGo;
import drl.rollout.Rollout;
import drl.steps.Step;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a batch holds, and how episodes end in it.
@Tag("part2")
@Step("ALG STEP 3, the rollout")
class RolloutTests {

    private static final int NO_LIMIT = 1000;

    /// The value of the rest: 100·(episode + 1) + time, so that a tail tells which observation it was asked for.
    private static double valueOfRest(float[] obs) {
        return 100 * (obs[0] + 1) + obs[1];
    }

    private static Rollout rollout(int timesteps, int limit, Rollout.Ending ending, Script... script) {
        return new Rollout(new ScriptedEnv(script), ScriptedEnv.policy(), timesteps, limit, ending,
                RolloutTests::valueOfRest);
    }

    private static void assertEpisode(Episodes batch, int i, int len, double tail, boolean whole) {
        assertThat(batch.len(i)).as("length of episode %d", i).isEqualTo(len);
        assertThat(batch.tail(i)).as("tail of episode %d", i).isEqualTo(tail);
        assertThat(batch.whole(i)).as("episode %d is whole", i).isEqualTo(whole);
    }

    @Test
    void anExactBatchCutsItsLastEpisode() {
        Episodes batch = rollout(5, NO_LIMIT, EXACT, new Script(End.TERMINATED, 1, 2, 3)).rollout();
        assertThat(batch.timesteps()).isEqualTo(5);
        assertThat(batch.count()).isEqualTo(2);
        assertEpisode(batch, 0, 3, 0, true);
        assertEpisode(batch, 1, 2, 202, false);
        assertThat(Arrays.copyOf(batch.rews(), 5)).containsExactly(1, 2, 3, 1, 2);
        assertThat(batch.episodicReturn(0, 3)).isEqualTo(6);
    }

    @Test
    void aBatchOfWholeEpisodesOvershoots() {
        Episodes batch = rollout(5, NO_LIMIT, WHOLE_EPISODES, new Script(End.TERMINATED, 1, 2, 3)).rollout();
        assertThat(batch.timesteps()).isEqualTo(6);
        assertThat(batch.count()).isEqualTo(2);
        assertEpisode(batch, 0, 3, 0, true);
        assertEpisode(batch, 1, 3, 0, true);
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatEndsWithAnEpisodeIsNoLonger(Rollout.Ending ending) {
        Episodes batch = rollout(6, NO_LIMIT, ending, new Script(End.TERMINATED, 1, 2, 3)).rollout();
        assertThat(batch.timesteps()).isEqualTo(6);
        assertThat(batch.count()).isEqualTo(2);
        assertEpisode(batch, 1, 3, 0, true);
    }

    @ParameterizedTest
    @EnumSource
    void whatFollowsCountsAfterATimeLimitAndNotAfterTheEnd(Rollout.Ending ending) {
        Episodes batch = rollout(6, NO_LIMIT, ending, new Script(End.TERMINATED, 1, 1), new Script(End.TRUNCATED, 1, 1),
                new Script(End.BOTH, 1, 1)).rollout();
        assertThat(batch.count()).isEqualTo(3);
        assertEpisode(batch, 0, 2, 0, true);
        assertEpisode(batch, 1, 2, 202, true);
        assertEpisode(batch, 2, 2, 0, true);
    }

    @Test
    void episodesAreBrokenOffAtTheLimit() {
        Episodes batch = rollout(6, 2, WHOLE_EPISODES, new Script(End.NEVER, 1)).rollout();
        assertThat(batch.count()).isEqualTo(3);
        assertEpisode(batch, 0, 2, 102, true);
        assertEpisode(batch, 2, 2, 302, true);
    }

    /// The environment writes each observation into one array; a batch that kept the array would hold the last one
    /// everywhere.
    @Test
    void observationsAreCopiesAndBelongToTheirActions() {
        Episodes batch =
                rollout(7, NO_LIMIT, EXACT, new Script(End.TERMINATED, 1, 2, 3), new Script(End.TRUNCATED, 4, 5))
                        .rollout();
        assertThat(Arrays.copyOf(batch.obs(), 14)).containsExactly(0, 0, 0, 1, 0, 2, 1, 0, 1, 1, 2, 0, 2, 1);
        assertThat(Arrays.copyOf(batch.acts(), 7)).containsExactly(0, 1, 2, 10, 11, 20, 21);
        assertThat(Arrays.copyOf(batch.logProbs(), 7)).containsExactly(-0f, -1, -2, -0f, -1, -0f, -1);
        assertThat(Arrays.copyOf(batch.rews(), 7)).containsExactly(1, 2, 3, 4, 5, 1, 2);
    }

    @Test
    void theNextBatchBeginsAnEpisodeAndReusesTheArrays() {
        Rollout rollout = rollout(4, NO_LIMIT, EXACT, new Script(End.TERMINATED, 1, 2, 3));
        float[] obs = rollout.rollout().obs();
        Episodes second = rollout.rollout();
        assertThat(second.obs()).isSameAs(obs);
        assertThat(second.timesteps()).isEqualTo(4);
        assertThat(second.count()).isEqualTo(2);
        assertThat(Arrays.copyOf(second.obs(), 8)).containsExactly(2, 0, 2, 1, 2, 2, 3, 0);
        assertEpisode(second, 1, 1, 401, false);
    }

    @Test
    void manyShortEpisodesFit() {
        Episodes batch = rollout(100, NO_LIMIT, EXACT, new Script(End.TERMINATED, 1)).rollout();
        assertThat(batch.count()).isEqualTo(100);
        assertEpisode(batch, 99, 1, 0, true);
    }

    @Test
    void longOvershootsFit() {
        Episodes batch = rollout(1, NO_LIMIT, WHOLE_EPISODES, new Script(End.TERMINATED, new double[900])).rollout();
        assertThat(batch.timesteps()).isEqualTo(900);
        assertThat(batch.obs()[2 * 899 + 1]).isEqualTo(899);
    }

    @ParameterizedTest
    @EnumSource
    void anEpisodeMayHaveNoLimitAtAll(Rollout.Ending ending) {
        Episodes batch = rollout(3, Integer.MAX_VALUE, ending, new Script(End.TERMINATED, 1, 1)).rollout();
        assertThat(batch.timesteps()).isEqualTo(ending == EXACT ? 3 : 4);
    }

    @Test
    void aTailCountsOnceDiscounted() {
        Episodes batch = rollout(2, NO_LIMIT, EXACT, new Script(End.TRUNCATED, 1, 1)).rollout();
        double[] rtgs = new double[2];
        RewardsToGo.computeRtgs(batch, 0.5, rtgs);
        assertThat(rtgs[1]).isEqualTo(1 + 0.5 * 102);
        assertThat(rtgs[0]).isEqualTo(1 + 0.5 * rtgs[1]);
    }
}
