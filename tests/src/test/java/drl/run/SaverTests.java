package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.nn.StateDict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// When a run's files are written, by a clock that the tests turn.
@Tag("part2")
@Timeout(60)
class SaverTests {

    private static final long REST = 250_000_000;

    @TempDir
    Path runs;

    private final AtomicLong nanos = new AtomicLong();
    private final OneWeight training = new OneWeight();
    private final BestModel best = new BestModel();
    private final WriteBehind files = new WriteBehind(nanos::get);
    private RunFolder folder;
    private Saver saver;

    @BeforeEach
    void begin() throws Exception {
        folder = new RunFolder(Files.createDirectory(runs.resolve("run")));
        saver = new Saver(folder, training, best, "CartPole-v1", true, true, files);
    }

    @AfterEach
    void end() {
        files.close();
    }

    @Test
    void files_are_written_when_the_last_are_old_enough_and_at_the_end() {
        save(1);
        assertThat(folder.model()).doesNotExist();
        nanos.addAndGet(REST);
        save(2);
        assertThat(weight(folder.model())).isEqualTo(2);
        save(3);
        nanos.addAndGet(REST - 1);
        save(4);
        assertThat(weight(folder.model())).isEqualTo(2);
        saver.close();
        assertThat(weight(folder.model())).isEqualTo(4);
        assertThat(iteration(Checkpoint.file(folder))).isEqualTo(4);
        assertThat(iteration(Checkpoint.previous(folder))).isEqualTo(2);
    }

    @Test
    void what_was_saved_is_written_though_the_training_went_on() {
        save(1);
        training.weights[0] = 2;
        saver.await();
        assertThat(weight(folder.model())).isEqualTo(1);
        assertThat(StateDict.read(Checkpoint.file(folder)).get("weight", List.of(1))).containsExactly(1);
    }

    @Test
    void an_iteration_is_written_once() {
        nanos.addAndGet(REST);
        save(2);
        nanos.addAndGet(REST);
        save(2);
        saver.close();
        assertThat(iteration(Checkpoint.file(folder))).isEqualTo(2);
        assertThat(Checkpoint.previous(folder)).doesNotExist();
    }

    @Test
    void the_best_model_is_kept_until_files_are_written() {
        episode(10);
        save(1);
        episode(30);
        save(2);
        episode(0);
        save(3);
        nanos.addAndGet(REST);
        save(4);
        assertThat(weight(folder.model())).isEqualTo(4);
        assertThat(weight(folder.bestModel())).isEqualTo(2);
        assertThat(StateDict.read(folder.bestModel()).notes()).containsEntry("mean_return", "20.0")
                .containsEntry("env_id", "CartPole-v1");
        assertThat(StateDict.read(Checkpoint.file(folder)).getDoubles("best.return", 1)).containsExactly(20);
    }

    @Test
    void a_stop_writes_what_was_saved_before_it_and_then_the_networks() {
        episode(10);
        save(1);
        episode(0);
        training.weights[0] = 2;
        saver.saveModel();
        saver.await();
        assertThat(weight(folder.model())).isEqualTo(2);
        assertThat(weight(folder.bestModel())).isEqualTo(1);
        assertThat(iteration(Checkpoint.file(folder))).isEqualTo(1);
    }

    @Test
    void much_is_written_at_once() {
        training.more = new float[1_000_000];
        save(1);
        assertThat(iteration(Checkpoint.file(folder))).isEqualTo(1);
    }

    private void episode(double episodicReturn) {
        saver.watching(_ -> {
        }).episode(episodicReturn, 1, 0);
    }

    /// Returns when what has been begun is written.
    private void save(int iteration) {
        training.weights[0] = iteration;
        saver.save(new Position(iteration, iteration, 0, 0));
        files.await();
    }

    private static float weight(Path model) {
        return StateDict.read(model).get("weight", List.of(1))[0];
    }

    private static long iteration(Path checkpoint) {
        return Checkpoint.position(StateDict.read(checkpoint)).iteration();
    }

    /// A training of one weight, which who saves it leaves alone otherwise.
    private static final class OneWeight extends IdleTraining {

        private final float[] weights = new float[1];
        private float[] more = {};

        @Override
        public void begin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void learn(Recorder recorder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void saveModel(StateDict model) {
            model.put("weight", weights, 1);
        }

        @Override
        public void save(StateDict state) {
            saveModel(state);
            state.put("more", more, more.length);
        }

        @Override
        public void load(StateDict state) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
