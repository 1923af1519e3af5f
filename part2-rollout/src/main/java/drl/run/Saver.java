package drl.run;

import drl.nn.StateDict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Writes what a training has come to: the networks as `model.safetensors`, the best so far as `best-model.safetensors`,
/// and a checkpoint to go on from. The training goes on while files are being written.
///
/// A file replaces the one before it, so where iterations take milliseconds not every one is written: what is saved is
/// kept, and written when the files have rested for a quarter of a second, and at the end, however the training ends.
/// Only a killed process loses what was kept.
final class Saver implements AutoCloseable {

    private static final Duration REST = Duration.ofMillis(250);
    /// Numbers up to which a copy is kept; more, such as a replay buffer, are written at once and waited for.
    private static final long FEW = 1_000_000;

    private final RunFolder folder;
    private final Training training;
    private final BestModel best;
    private final String envId;
    private final boolean models;
    private final boolean checkpoints;
    private final WriteBehind files;
    private Optional<Writing> bestModel = Optional.empty(); // kept: the best since files were written, if there was one
    private List<Writing> latest = List.of();               // kept: the rest
    private long saved = -1;                                // the iteration of the latest save

    /// @param models      whether networks are saved
    /// @param checkpoints whether checkpoints are
    /// @param files       writes them; closed with this
    Saver(RunFolder folder, Training training, BestModel best, String envId, boolean models, boolean checkpoints,
            WriteBehind files) {
        this.folder = folder;
        this.training = training;
        this.best = best;
        this.envId = envId;
        this.models = models;
        this.checkpoints = checkpoints;
        this.files = files;
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

    /// Saves everything as it is at the end of an iteration, once.
    void save(Position position) {
        if (saved != position.iteration()) {
            saved = position.iteration();
            List<Writing> writings = model();
            writings.addAll(checkpoint(position));
            keep(writings);
            if (files.restedFor(REST)) {
                write();
            }
        }
    }

    /// Writes the networks alone.
    void saveModel() {
        writeAlone(model());
    }

    /// Writes a checkpoint alone.
    ///
    /// @param position where the run's records stand
    void saveCheckpoint(Position position) {
        writeAlone(checkpoint(position));
    }

    private List<Writing> model() {
        List<Writing> writings = new ArrayList<>();
        boolean improved = best.improved();
        if (models) {
            StateDict model = new StateDict();
            training.saveModel(model);
            model.note("env_id", envId);
            writings.add(new Writing(model, networks -> networks.write(folder.model())));
            if (improved) {
                StateDict copy = model.copy();
                copy.note("mean_return", Double.toString(best.best()));
                bestModel = Optional.of(new Writing(copy, networks -> networks.write(folder.bestModel())));
            }
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

    /// Behind what is kept, which it does not replace.
    private void writeAlone(List<Writing> writings) {
        write();
        keep(writings);
        write();
    }

    private void keep(List<Writing> writings) {
        boolean few = writings.stream().mapToLong(writing -> writing.content.numbers()).sum() <= FEW;
        latest = few ? writings.stream().map(Writing::copy).toList() : writings;
        if (!few) {
            await();
        }
    }

    /// Begins to write what is kept, the best model before the checkpoint that knows how good it was.
    private void write() {
        List<Writing> now = Stream.concat(bestModel.stream(), latest.stream()).toList();
        bestModel = Optional.empty();
        latest = List.of();
        if (!now.isEmpty()) {
            files.begin(() -> now.forEach(Writing::run));
        }
    }

    /// Returns when everything is written.
    ///
    /// @throws RuntimeException if something could not be
    void await() {
        write();
        files.await();
    }

    /// Writes what is kept, and waits for it.
    @Override
    public void close() {
        try (files) {
            write();
        }
    }
}
