package drl.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Makes the folder of a new run, and never takes one that is there.
public final class NewFolder {

    private NewFolder() {
    }

    /// Makes the folder of the name asked for, or `{env-id}__{exp}__{seed}__{unix time}`, in the folder of all runs. The
    /// unix time is that of the first second in which no other run with the same environment, program and seed began.
    ///
    /// @param exp the program's name as it stands in the folder's, CleanRL's `exp_name`
    /// @throws UsageException if there is such a folder already, or none can be made; nothing is left behind then
    public static Path create(RunOptions options, String envId, String exp) {
        Deque<Path> made = new ArrayDeque<>();
        try {
            makeFolders(options.runsDir(), made);
            return options.runName().isPresent() ? named(options.runsDir(), options.runName().get())
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

    private static Path named(Path runsDir, String name) throws IOException {
        try {
            return Files.createDirectory(runsDir.resolve(name));
        } catch (FileAlreadyExistsException taken) {
            throw new UsageException("--run-name " + name + ": " + runsDir.resolve(name)
                    + " exists already, and runs are never overwritten; give another name", taken);
        } catch (InvalidPathException malformed) {
            throw new UsageException("--run-name " + name + ": " + malformed.getReason(), malformed);
        }
    }

    private static Path timed(Path runsDir, String prefix) throws IOException {
        for (long second = Instant.now().getEpochSecond();; second++) {
            try {
                return Files.createDirectory(runsDir.resolve(prefix + second));
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
