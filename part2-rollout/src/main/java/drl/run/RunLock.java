package drl.run;

import drl.cli.UsageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps two processes from training one run at the same time: both would write its records, row into row.
///
/// The operating system gives the lock back when the process ends, however it ends. A file of its own carries it, since on
/// some systems a lock is lost as soon as its process closes any other stream of the file.
final class RunLock implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private RunLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of a run.
    ///
    /// @throws UsageException if somebody has it, or the run's folder cannot be written
    static RunLock of(RunFolder folder) {
        Path file = folder.path().resolve(".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new RunLock(file, channel);
            }
            channel.close();
        } catch (IOException failed) {
            throw new UsageException(folder.path() + " cannot be written ("
                    + failed.getClass().getSimpleName() + " " + failed.getMessage() + ")", failed);
        }
        throw new UsageException(folder.path() + " is being trained by another process; wait until that has ended");
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        } catch (IOException noLocksHere) {
            return true; // a network's file system may have none: then nobody watches
        }
    }

    /// Gives the lock back.
    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(file);
        } catch (IOException gone) {
            // with the whole folder, say; the channel is closed all the same
        }
    }
}
