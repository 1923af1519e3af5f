package drl.run;

import drl.nn.StateDict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Writes what a training has come to: the networks as `model.safetensors`, the best so far as `best-model.safetensors`,
/// and a checkpoint to go on from. The training goes on while files are being written.
final class Saver implements AutoCloseable {

    /// Numbers up to which a copy is made for that; more, such as a replay buffer, are waited for instead.
    private static final long FEW = 1_000_000;

    private final RunFolder folder;
    private final Training training;
    private final BestModel best;
    private final String envId;
    private final boolean models;
    private final boolean checkpoints;
    private final WriteBehind files = new WriteBehind();
    private long saved = -1; // the iteration of the latest save

    /// @param models      whether networks are saved
    /// @param checkpoints whether checkpoints are
    Saver(RunFolder folder, Training training, BestModel best, String envId, boolean models, boolean checkpoints) {
        this.folder = folder;
        this.training = training;
        this.best = best;
        this.envId = envId;
        this.models = models;
        this.checkpoints = checkpoints;
    }

    /// Whether checkpoints are saved.
    boolean checkpoints() {
        return checkpoints;
    }

    /// A recorder that also finds out which model is the best.
    Recorder watching(Recorder recorder) {
        return best.watching(recorder);
    }

    /// A file's content, and how it is written.
    private record Writing(StateDict content, Consumer<StateDict> write) {

        Writing copy() {
            return new Writing(content.copy(), write);
        }

        void run() {
            write.accept(content);
        }
    }

    /// Writes everything as it is at the end of an iteration, once.
    void save(Position position) {
        if (saved != position.iteration()) {
            saved = position.iteration();
            List<Writing> writings = model();
            writings.addAll(checkpoint(position));
            write(writings);
        }
    }

    /// Writes the networks alone.
    void saveModel() {
        write(model());
    }

    /// Writes a checkpoint alone.
    ///
    /// @param position where the run's records stand
    void saveCheckpoint(Position position) {
        write(checkpoint(position));
    }

    private List<Writing> model() {
        List<Writing> writings = new ArrayList<>();
        boolean improved = best.improved();
        if (models) {
            StateDict model = new StateDict();
            training.saveModel(model);
            model.note("env_id", envId);
            String meanReturn = Double.toString(best.best());
            writings.add(new Writing(model, networks -> {
                networks.write(folder.model());
                if (improved) {
                    networks.note("mean_return", meanReturn);
                    networks.write(folder.bestModel());
                }
            }));
        }
        return writings;
    }

    private List<Writing> checkpoint(Position position) {
        if (!checkpoints) {
            return List.of();
        }
        StateDict state = new StateDict();
        training.save(state);
        best.save(state);
        Checkpoint.put(state, position);
        return List.of(new Writing(state, all -> Checkpoint.write(folder, all)));
    }

    private void write(List<Writing> writings) {
        boolean few = writings.stream().mapToLong(writing -> writing.content.numbers()).sum() <= FEW;
        List<Writing> now = few ? writings.stream().map(Writing::copy).toList() : writings;
        files.begin(() -> now.forEach(Writing::run));
        if (!few) {
            await();
        }
    }

    /// Returns when everything is written.
    ///
    /// @throws RuntimeException if something could not be
    void await() {
        files.await();
    }

    @Override
    public void close() {
        files.close();
    }
}
