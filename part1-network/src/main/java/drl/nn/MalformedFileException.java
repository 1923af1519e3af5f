package drl.nn;

import java.nio.file.Path;

/// Says that a file is not what it should be, and why, in one sentence.
public final class MalformedFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /// @param file the file that was read
    /// @param fault what is wrong with it, without a full stop
    public MalformedFileException(Path file, String fault) {
        super(file + " cannot be used: " + fault);
    }
}
