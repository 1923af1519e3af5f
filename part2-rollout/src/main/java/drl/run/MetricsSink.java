package drl.run;

import java.io.Closeable;
import java.io.IOException;

/// A place that logged points go to.
interface MetricsSink extends Closeable {

    /// Writes the points of an iteration; when this returns they survive the end of the process.
    ///
    /// @param rows     the points, the sink's to read until it returns
    /// @param wallTime seconds since the run began, pauses left out
    /// @throws IOException if they cannot be written
    void write(Rows rows, double wallTime) throws IOException;
}
