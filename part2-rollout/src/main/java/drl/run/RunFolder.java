package drl.run;

import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// Where everything about one run lies: `runs/{env-id}__{exp}__{seed}__{unix time}/`.
///
/// @param path the folder
public record RunFolder(Path path) {

    private static final String EVENTS = "events.out.tfevents.";
    private static final List<String> READING_ORDER = List.of("config.json", "metrics.csv", "learning-curve.png",
            "model.safetensors", "best-model.safetensors");

    /// Creates the folder of a new run. The unix time is that of the first second in which no other run with the same
    /// environment, program and seed began.
    ///
    /// @param exp the program's name as it stands in the folder's, CleanRL's `exp_name`
    /// @throws UsageException if there is such a folder already, or none can be made; nothing is left behind then
    public static RunFolder create(RunOptions options, String envId, String exp) {
        Deque<Path> made = new ArrayDeque<>();
        try {
            makeFolders(options.runsDir(), made);
            return options.runName().isPresent()
                    ? named(options.runsDir(), options.runName().get())
                    : timed(options.runsDir(), envId + "__" + exp + "__" + options.seed() + "__");
        } catch (IOException failed) {
            removeAll(made);
            throw new UsageException("--runs-dir " + options.runsDir() + ": no folder can be made there ("
                    + reason(failed) + "); give one that can be written", failed);
        } catch (UsageException refused) {
            removeAll(made);
            throw refused;
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

    private static RunFolder named(Path runsDir, String name) throws IOException {
        try {
            return new RunFolder(Files.createDirectory(runsDir.resolve(name)));
        } catch (FileAlreadyExistsException taken) {
            throw new UsageException("--run-name " + name + ": " + runsDir.resolve(name)
                    + " exists already, and runs are never overwritten; give another name", taken);
        } catch (InvalidPathException malformed) {
            throw new UsageException("--run-name " + name + ": " + malformed.getReason(), malformed);
        }
    }

    private static RunFolder timed(Path runsDir, String prefix) throws IOException {
        for (long second = Instant.now().getEpochSecond();; second++) {
            try {
                return new RunFolder(Files.createDirectory(runsDir.resolve(prefix + second)));
            } catch (FileAlreadyExistsException taken) {
                continue; // another run began in the same second
            }
        }
    }

    private static void makeFolders(Path folder, Deque<Path> made) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeFolders(parent, made);
        }
        try {
            Files.createDirectory(folder);
            made.push(folder);
        } catch (FileAlreadyExistsException exists) {
            if (!Files.isDirectory(folder)) { // it is one if another run has just made it
                throw exists;
            }
        }
    }

    private static void removeAll(Deque<Path> made) {
        for (Path folder : made) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException inUseByNow) {
                return;
            }
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case FileAlreadyExistsException file -> file.getFile() + " is a file";
            case AccessDeniedException denied -> denied.getFile() + " is write-protected";
            case FileSystemException system when system.getReason() != null ->
                system.getFile() + ": " + system.getReason();
            default -> failed.getClass().getSimpleName() + " " + failed.getMessage();
        };
    }
}
