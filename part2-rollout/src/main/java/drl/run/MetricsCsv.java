package drl.run;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// `metrics.csv`: a row for every logged point. The points of an iteration are appended in one write, so the file ends
/// with a complete iteration whenever the process is killed.
///
/// Values are written as the shortest decimal that reads back as the same double, times in milliseconds.
final class MetricsCsv implements MetricsSink {

    static final String HEADER = "global_step,wall_time_s,name,value\n";

    private final FileOutputStream file;
    private final TextBuffer text = new TextBuffer();
    private long length;

    /// Opens the file, after its first `length` bytes if there are any: what stands behind them belongs to iterations
    /// that will be run again.
    ///
    /// @throws IOException if it cannot be written or is shorter than that
    MetricsCsv(Path path, long length) throws IOException {
        if (length > 0) {
            try (RandomAccessFile older = new RandomAccessFile(path.toFile(), "rw")) {
                if (older.length() < length) {
                    throw new IOException(
                            path + " ends at byte " + older.length() + ", before the checkpoint's " + length);
                }
                older.setLength(length);
            }
        }
        file = new FileOutputStream(path.toFile(), length > 0);
        this.length = length;
        if (length == 0) {
            this.length += text.append(HEADER).writeTo(file);
        }
    }

    @Override
    public void write(Rows rows, double wallTime) throws IOException {
        for (int i = 0; i < rows.count(); i++) {
            text.append(rows.step(i)).append(',').fixed(wallTime, 3).append(',').append(rows.name(i)).append(',')
                    .exact(rows.value(i)).append('\n');
        }
        length += text.writeTo(file);
    }

    /// Bytes written so far, which a checkpoint keeps.
    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
