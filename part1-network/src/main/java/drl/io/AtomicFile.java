package drl.io;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes files that are either there as a whole or not at all, whenever the process ends.
public final class AtomicFile {

    private AtomicFile() {
    }

    /// What goes into a file.
    @FunctionalInterface
    public interface Content {

        /// Writes everything; the stream is closed by the caller.
        ///
        /// @param out a buffered stream
        /// @throws IOException if it cannot be written
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes `file` aside, sees it onto the disk, then renames it, replacing a file of that name.
    ///
    /// @throws IOException if it cannot be written; an older `file` is then as it was, and nothing is left aside
    public static void write(Path file, Content content) throws IOException {
        Path aside = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            try (FileOutputStream raw = new FileOutputStream(aside.toFile());
                    BufferedOutputStream out = new BufferedOutputStream(raw, 1 << 16)) {
                content.writeTo(out);
                out.flush();
                raw.getFD().sync();
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
