package drl.video;

import java.awt.image.BufferedImage;
import java.io.IOException;

/// A moving picture that is being written, frame after frame.
///
/// The file takes its name when the clip is closed; until then, and after a failure, an older file of that name stays
/// as it was. A clip without frames leaves no file.
public sealed interface Clip extends AutoCloseable permits Mp4, Gif {

    /// Adds a frame; the image may be drawn on again afterwards.
    ///
    /// @param frame of the same size as those before it
    /// @throws IllegalArgumentException if its size differs, or the format cannot hold it
    /// @throws IOException if it cannot be written
    void add(BufferedImage frame) throws IOException;

    /// Completes the file.
    ///
    /// @throws IOException if it cannot be written
    @Override
    void close() throws IOException;
}
