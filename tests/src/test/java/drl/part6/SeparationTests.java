package drl.part6;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import drl.distribution.Categorical;
import drl.distribution.Covariance;
import drl.distribution.Distribution;
import drl.distribution.MultivariateNormal;
import drl.distribution.Normal;
import drl.env.Box;
import drl.env.wrapper.RunningMeanStd;
import drl.ppo.Agent;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.NumpyRandom;
import drl.random.TorchRandom;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What lets environments be divided at will: the one row does not feel the others.
@Tag("part6")
class SeparationTests {

    private static final int MOST = 40; // rows: more than any block that a kernel handles at once

    /// The products' sums are in one order, whatever the number of rows.
    @ParameterizedTest
    @CsvSource({"3, 1, 64", "17, 6, 64", "376, 17, 64", "5, 2, 13", "11, 3, 100"})
    void what_an_agent_does_does_not_depend_on_the_rows_beside(int obsDim, int actDim, int hidden) {
        VectorPpoHyperparameters hp = VectorPpoHyperparameters.continuous().with("--hidden", Integer.toString(hidden));
        Agent agent = hp.agent(Box.unbounded(obsDim), Box.of(-1, 1, actDim), new TorchRandom(7));
        agent.parameters().get("actor_logstd").set(new float[actDim]);
        float[] obs = new float[MOST * obsDim];
        NumpyRandom random = new NumpyRandom(5);
        for (int i = 0; i < obs.length; i++) {
            obs[i] = (float) random.standardNormal();
        }
        float[][] alone = new float[MOST][];
        for (int row = 0; row < MOST; row++) {
            alone[row] = act(agent, obs, row, 1, obsDim, actDim)[0];
        }
        for (int rows = 2; rows <= MOST; rows++) {
            float[][] together = act(agent, obs, 0, rows, obsDim, actDim);
            for (int row = 0; row < rows; row++) {
                assertThat(together[row]).as("row %d of %d", row, rows).isEqualTo(alone[row]);
            }
        }
    }

    /// For each of some rows: action, log probability, value.
    private static float[][] act(Agent agent, float[] obs, int from, int rows, int obsDim, int actDim) {
        Tensor batch = Tensor.zeros(rows, obsDim), action = agent.actions(rows);
        batch.set(0, obs, from * obsDim, rows * obsDim);
        TorchRandom[] randoms = new TorchRandom[rows];
        Arrays.setAll(randoms, row -> new TorchRandom(from + row));
        float[] logProbs = new float[rows], values = new float[rows];
        Tape tape = Tape.withoutGradients();
        try (var _ = tape.step()) {
            Tensor outputs = agent.getAction(batch, randoms, action);
            agent.logProb(outputs, action).get(0, logProbs, 0, rows);
            agent.getValue(batch).get(0, values, 0, rows);
        }
        float[][] all = new float[rows][actDim + 2];
        for (int row = 0; row < rows; row++) {
            action.get(row * actDim, all[row], 0, actDim);
            all[row][actDim] = logProbs[row];
            all[row][actDim + 1] = values[row];
        }
        return all;
    }

    @Test
    void rows_are_drawn_from_their_own_streams() {
        Tensor mean = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor logits = Tensor.of(new float[] {0, 1, 1, 0, 2, 2}, 3, 2);
        Tape tape = Tape.withoutGradients();
        try (var _ = tape.step()) {
            rowsAreDrawnFromTheirOwnStreams(mean, logits);
        }
    }

    private static void rowsAreDrawnFromTheirOwnStreams(Tensor mean, Tensor logits) {
        List<Distribution> distributions = List.of(new Normal(mean, Tensor.of(new float[] {1, 2}, 2)),
                new MultivariateNormal(mean, Covariance.diagonal(2, 0.5f)), Categorical.ofLogits(logits));
        for (Distribution distribution : distributions) {
            int dim = distribution instanceof Categorical ? 1 : 2;
            float[] own = new float[3 * dim];
            distribution.sample(new TorchRandom[] {new TorchRandom(1), new TorchRandom(2), new TorchRandom(3)}, own);
            for (int row = 0; row < 3; row++) {
                float[] expected = new float[3 * dim];
                TorchRandom[] others = {new TorchRandom(8), new TorchRandom(8), new TorchRandom(8)};
                others[row] = new TorchRandom(row + 1);
                distribution.sample(others, expected);
                assertThat(Arrays.copyOfRange(own, row * dim, (row + 1) * dim)).as("%s, row %d", distribution, row)
                        .isEqualTo(Arrays.copyOfRange(expected, row * dim, (row + 1) * dim));
            }
            float[] one = new float[3 * dim], same = new float[3 * dim];
            TorchRandom shared = new TorchRandom(4);
            distribution.sample(new TorchRandom[] {shared, shared, shared}, same);
            distribution.sample(new TorchRandom(4), one);
            assertThat(same).isEqualTo(one);
        }
    }

    /// Merged from means and variances, statistics are those of all samples at once.
    @Test
    void statistics_are_merged_exactly() {
        RunningMeanStd whole = new RunningMeanStd(2), merged = new RunningMeanStd(2);
        NumpyRandom random = new NumpyRandom(9);
        float[] samples = new float[2 * 300];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (1000 * (i % 2) + random.standardNormal());
        }
        whole.update(samples, 300);
        for (int part = 0; part < 3; part++) {
            double[] block = new double[5]; // one number of something else before
            for (int i = 0; i < 2; i++) {
                double sum = 0, squares = 0;
                for (int row = 100 * part; row < 100 * part + 100; row++) {
                    sum += samples[2 * row + i];
                }
                for (int row = 100 * part; row < 100 * part + 100; row++) {
                    squares += Math.pow(samples[2 * row + i] - sum / 100, 2);
                }
                block[1 + i] = sum / 100;
                block[3 + i] = squares / 100;
            }
            merged.update(block, 1, 100);
        }
        assertThat(merged.count()).isEqualTo(whole.count(), within(1e-9));
        assertThat(merged.mean()).containsExactly(whole.mean(), within(1e-9));
        assertThat(merged.variance()).containsExactly(whole.variance(), within(1e-9));
    }
}
