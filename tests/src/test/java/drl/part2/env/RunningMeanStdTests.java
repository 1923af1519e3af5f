package drl.part2.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import drl.env.wrapper.RunningMeanStd;
import drl.nn.MalformedFileException;
import drl.nn.StateDict;
import drl.random.NumpyRandom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Running statistics against the plain formulas.
@Tag("part2")
class RunningMeanStdTests {
    private static final int ROWS = 200;
    private static final int SIZE = 3;

    private final float[] samples = samples();

    private static float[] samples() {
        NumpyRandom random = new NumpyRandom(5);
        float[] samples = new float[ROWS * SIZE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) random.normal(1000 * (i % SIZE), 1 + i % SIZE);
        }
        return samples;
    }

    @Test
    void startsAtMeanZeroAndVarianceOne() {
        RunningMeanStd statistics = new RunningMeanStd(2);
        assertThat(statistics.mean()).containsExactly(0, 0);
        assertThat(statistics.variance()).containsExactly(1, 1);
        assertThat(statistics.count()).isEqualTo(1e-4);
    }

    @Test
    void agreesWithTheFormulasOverAllSamples() {
        RunningMeanStd statistics = new RunningMeanStd(SIZE);
        for (int row = 0; row < ROWS; row++) {
            statistics.update(Arrays.copyOfRange(samples, row * SIZE, (row + 1) * SIZE), 1);
        }
        assertThat(statistics.count()).isCloseTo(ROWS + 1e-4, within(1e-9));
        double pseudo = 1e-4;
        for (int i = 0; i < SIZE; i++) {
            double sum = 0;
            double squares = pseudo;    // the pseudo-sample's own spread: its variance of 1 around 0
            for (int row = 0; row < ROWS; row++) {
                sum += samples[row * SIZE + i];
            }
            double mean = sum / (ROWS + pseudo);
            squares += pseudo * mean * mean;
            for (int row = 0; row < ROWS; row++) {
                double deviation = samples[row * SIZE + i] - mean;
                squares += deviation * deviation;
            }
            assertThat(statistics.mean()[i]).isCloseTo(mean, within(1e-9));
            assertThat(statistics.variance()[i]).isCloseTo(squares / (ROWS + pseudo), within(1e-6));
        }
    }

    @Test
    void batchesAndSingleSamplesAgree() {
        RunningMeanStd one = new RunningMeanStd(SIZE);
        RunningMeanStd many = new RunningMeanStd(SIZE);
        for (int row = 0; row < ROWS; row++) {
            one.update(Arrays.copyOfRange(samples, row * SIZE, (row + 1) * SIZE), 1);
        }
        many.update(samples, 150);
        many.update(Arrays.copyOfRange(samples, 150 * SIZE, ROWS * SIZE), ROWS - 150);
        for (int i = 0; i < SIZE; i++) {
            assertThat(many.mean()[i]).isCloseTo(one.mean()[i], within(1e-9));
            assertThat(many.variance()[i]).isCloseTo(one.variance()[i], within(1e-6));
        }
    }

    @Test
    void aFrozenOneLearnsNothing() {
        RunningMeanStd statistics = new RunningMeanStd(SIZE);
        statistics.update(samples, ROWS);
        double[] mean = statistics.mean();
        statistics.freeze(true);
        statistics.update(new float[SIZE], 1);
        assertThat(statistics.mean()).isEqualTo(mean);
        statistics.freeze(false);
        statistics.update(new float[SIZE], 1);
        assertThat(statistics.mean()).isNotEqualTo(mean);
        RunningMeanStd reward = new RunningMeanStd(1);
        reward.freeze(true);
        reward.update(3);
        assertThat(reward.mean()).containsExactly(0);
    }

    @Test
    void normalizesToMeanZeroAndDeviationOne() {
        RunningMeanStd statistics = new RunningMeanStd(SIZE);
        statistics.restore(new double[] {1, 2, 3}, new double[] {4, 9, 0}, 10);
        assertThat(statistics.normalize(0, 5, 0)).isEqualTo(2);
        assertThat(statistics.normalize(1, -1, 0)).isEqualTo(-1);
        assertThat(statistics.normalize(2, 3.5, 0.25)).isEqualTo(1);
    }

    @Test
    void savesAndLoadsExactly() throws IOException {
        RunningMeanStd statistics = new RunningMeanStd(SIZE);
        statistics.update(samples, ROWS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        statistics.save(new DataOutputStream(bytes));
        RunningMeanStd loaded = new RunningMeanStd(SIZE);
        loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        RunningMeanStd restored = new RunningMeanStd(SIZE);
        restored.restore(statistics.mean(), statistics.variance(), statistics.count());
        StateDict model = new StateDict();
        statistics.save(model, "obs_rms.");
        RunningMeanStd read = RunningMeanStd.of(model, "obs_rms.", SIZE);
        for (RunningMeanStd copy : new RunningMeanStd[] {loaded, restored, read}) {
            assertThat(copy.mean()).isEqualTo(statistics.mean());
            assertThat(copy.variance()).isEqualTo(statistics.variance());
            assertThat(copy.count()).isEqualTo(statistics.count());
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        RunningMeanStd statistics = new RunningMeanStd(SIZE);
        assertThatIllegalArgumentException().isThrownBy(() -> new RunningMeanStd(0)).withMessageContaining("not 0");
        assertThatIllegalArgumentException().isThrownBy(() -> statistics.update(samples, ROWS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> statistics.update(samples, 0));
        assertThatIllegalStateException().isThrownBy(() -> statistics.update(1.0));
        double[] three = new double[SIZE];
        assertThatIllegalArgumentException().isThrownBy(() -> statistics.restore(new double[2], three, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> statistics.restore(three, three, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statistics.restore(three, new double[] {1, -1, 1}, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statistics.restore(new double[] {Double.NaN, 0, 0}, three, 1));
        StateDict model = new StateDict();
        statistics.save(model, "obs_rms.");
        assertThatThrownBy(() -> RunningMeanStd.of(model, "obs_rms.", SIZE + 1))
                .isInstanceOf(MalformedFileException.class).hasMessageContaining("obs_rms.mean");
    }
}
