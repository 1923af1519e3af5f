package drl.run;

import drl.cli.NewFolder;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Where everything about one run lies: `runs/{env-id}__{exp}__{seed}__{unix time}/`.
///
/// @param path the folder
public record RunFolder(Path path) {

    private static final String EVENTS = "events.out.tfevents.";
    private static final List<String> READING_ORDER = List.of("config.json", "metrics.csv", "learning-curve.png",
            "model.safetensors", "best-model.safetensors");

    /// Creates the folder of a new run: see [NewFolder#create].
    ///
    /// @param exp the program's name as it stands in the folder's, CleanRL's `exp_name`
    /// @throws UsageException if there is such a folder already, or none can be made; nothing is left behind then
    public static RunFolder create(RunOptions options, String envId, String exp) {
        return new RunFolder(NewFolder.create(options, envId, exp));
    }

    /// Takes the folder away again if nothing was put into it: a run that never began leaves no trace.
    void removeIfEmpty() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException inUse) {
            // it holds a run
        }
    }

    /// The folder of an earlier run.
    ///
    /// @throws UsageException if it is not one
    public static RunFolder open(Path path) {
        RunFolder folder = new RunFolder(path);
        if (!Files.isDirectory(path)) {
            throw new UsageException(path + " is not the folder of a run: there is no such folder");
        }
        if (!Files.isRegularFile(folder.config()) || !Files.isRegularFile(folder.metrics())) {
            throw new UsageException(path + " is not the folder of a run: it lacks config.json or metrics.csv");
        }
        return folder;
    }

    /// What its config.json says.
    ///
    /// @throws UsageException if it cannot be read
    public RunConfig readConfig() {
        return ConfigJson.read(this);
    }

    /// The folder's name, which is the run's.
    public String name() {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    /// Every hyperparameter, the versions, the command line.
    public Path config() {
        return path.resolve("config.json");
    }

    /// Every logged point.
    public Path metrics() {
        return path.resolve("metrics.csv");
    }

    /// The picture of the return over the steps.
    public Path learningCurve() {
        return path.resolve("learning-curve.png");
    }

    /// A file for TensorBoard that is not there yet: `events.out.tfevents.{unix time}`.
    Path newEventFile() {
        long second = Instant.now().getEpochSecond();
        while (Files.exists(path.resolve(EVENTS + second))) {
            second++;
        }
        return path.resolve(EVENTS + second);
    }

    /// The trained networks.
    public Path model() {
        return path.resolve("model.safetensors");
    }

    /// The networks as they were when they did best.
    public Path bestModel() {
        return path.resolve("best-model.safetensors");
    }

    /// What is needed to go on where the run stopped.
    public Path checkpoint() {
        return path.resolve("checkpoint");
    }

    /// Recorded episodes.
    public Path videos() {
        return path.resolve("videos");
    }

    /// What lies in the folder, in reading order: files, and folders as one entry.
    ///
    /// @throws UncheckedIOException if it cannot be read
    public List<Path> files() {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith(".")).sorted((a, b) -> {
                int byRank = Integer.compare(rank(a), rank(b));
                return byRank != 0 ? byRank : a.compareTo(b);
            }).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int rank(Path entry) {
        int rank = READING_ORDER.indexOf(entry.getFileName().toString());
        return rank < 0 ? READING_ORDER.size() : rank;
    }
}
