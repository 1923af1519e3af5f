package drl.video;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Where a clip is written until it is complete, so that a half-written one never carries its name.
final class AsideFile {
    private final Path file;
    private final Path aside;

    /// Makes the folder if it is missing.
    AsideFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        this.aside = this.file.resolveSibling("." + file.getFileName() + ".part");
        Files.createDirectories(this.file.getParent());
    }

    Path path() {
        return aside;
    }

    /// Gives the file its name, replacing an older one.
    void publish() throws IOException {
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard() throws IOException {
        Files.deleteIfExists(aside);
    }
}
