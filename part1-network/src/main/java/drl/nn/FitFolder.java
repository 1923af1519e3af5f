package drl.nn;

import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The folder that the network and its picture go to, named as the folders of training runs are.
final class FitFolder {

    private FitFolder() {
    }

    /// Makes `curve__fit__{seed}__{unix time}` in the folder of all runs, or the folder of the name asked for.
    ///
    /// @throws UsageException if there is one of that name already, or none can be made
    static Path create(RunOptions options) {
        Path runsDir = options.runsDir();
        try {
            Files.createDirectories(runsDir);
            return options.runName().isPresent() ? named(runsDir, options.runName().get())
                    : timed(runsDir, "curve__fit__" + options.seed() + "__");
        } catch (IOException failed) {
            throw new UsageException("--runs-dir " + runsDir + ": no folder can be made there (" + switch (failed) {
                case FileAlreadyExistsException file -> file.getFile() + " is a file";
                case AccessDeniedException denied -> denied.getFile() + " is write-protected";
                default -> failed.getClass().getSimpleName() + " " + failed.getMessage();
            } + "); give one that can be written", failed);
        }
    }

    private static Path named(Path runsDir, String name) throws IOException {
        try {
            return Files.createDirectory(runsDir.resolve(name));
        } catch (FileAlreadyExistsException taken) {
            throw new UsageException("--run-name " + name + ": " + taken.getFile()
                    + " exists already, and runs are never overwritten; give another name", taken);
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
}
