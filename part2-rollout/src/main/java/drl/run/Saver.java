package drl.run;

import drl.cli.RunOptions;
import drl.nn.StateDict;

/// Writes what a training has come to: the networks as `model.safetensors`, the best so far as `best-model.safetensors`,
/// and a checkpoint to go on from.
final class Saver {

    private final RunFolder folder;
    private final Training training;
    private final BestModel best;
    private final String envId;
    private final boolean models;
    private final boolean checkpoints;
    private long saved = -1; // the iteration of the latest save

    /// @param options say whether there are to be models and checkpoints
    Saver(RunFolder folder, Training training, BestModel best, String envId, RunOptions options) {
        this.folder = folder;
        this.training = training;
        this.best = best;
        this.envId = envId;
        models = options.saveModel();
        checkpoints = options.saveFreq() > 0;
    }

    /// Writes a checkpoint of a run that has not begun, so that it can be resumed from its first moment on.
    void saveStart() {
        if (checkpoints) {
            saveCheckpoint(Position.START);
        }
    }

    /// Writes everything as it is at the end of an iteration, once.
    void save(Position position) {
        if (saved != position.iteration()) {
            saved = position.iteration();
            saveModel();
            if (checkpoints) {
                saveCheckpoint(position);
            }
        }
    }

    /// Writes the networks alone.
    void saveModel() {
        boolean improved = best.improved();
        if (!models) {
            return;
        }
        StateDict model = new StateDict();
        training.saveModel(model);
        model.note("env_id", envId);
        model.write(folder.model());
        if (improved) {
            model.note("mean_return", Double.toString(best.best()));
            model.write(folder.bestModel());
        }
    }

    /// Writes a checkpoint alone.
    ///
    /// @param position where the run's records stand
    void saveCheckpoint(Position position) {
        StateDict state = new StateDict();
        training.save(state);
        best.save(state);
        Checkpoint.put(state, position);
        Checkpoint.write(folder, state);
    }
}
