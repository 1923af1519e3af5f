package drl.run;

import drl.cli.Setting;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;

/// `events.out.tfevents.*`: the logged points and the table of hyperparameters, as TensorBoard reads them.
///
/// The file is a sequence of TFRecords (length, its checksum, data, its checksum), each an `Event` message whose
/// fields are numbered in TensorBoard's `compat/proto/event.proto` and `summary.proto`. Like `metrics.csv`, it grows by
/// one write an iteration.
final class TensorBoardEvents implements MetricsSink {

    private static final int CHECKSUM_MASK = 0xa282ead8;
    private static final int DT_STRING = 7;
    private static final int SESSION_START = 1;

    private final FileOutputStream file;
    private final CRC32C checksum = new CRC32C();
    private final ProtoBuffer records = new ProtoBuffer();
    private final ProtoBuffer frame = new ProtoBuffer();
    private final ProtoBuffer event = new ProtoBuffer();
    private final ProtoBuffer summary = new ProtoBuffer();
    private final ProtoBuffer value = new ProtoBuffer();

    /// Begins a file. A resumed run gets a further one, which tells TensorBoard to forget what older ones say of later
    /// steps.
    ///
    /// @param hyperparameters the table; empty for a resumed run
    /// @param fromStep        the step the run is resumed at, 0 for a new one
    /// @throws IOException if it cannot be written
    TensorBoardEvents(RunFolder folder, List<Setting> hyperparameters, long fromStep) throws IOException {
        file = new FileOutputStream(folder.newEventFile().toFile());
        add(begin(0).ascii(3, "brain.Event:2"));
        if (fromStep > 0) {
            add(begin(fromStep + 1).message(7, summary.clear().varint(1, SESSION_START)));
        }
        if (!hyperparameters.isEmpty()) {
            StringBuilder table = new StringBuilder("|param|value|\n|-|-|");
            hyperparameters.forEach(
                    setting -> table.append("\n|").append(setting.name()).append('|').append(setting.text())
                            .append('|'));
            addText("hyperparameters/text_summary", table.toString());
        }
        flush();
    }

    @Override
    public void write(Rows rows, double wallTime) throws IOException {
        for (int i = 0; i < rows.count(); i++) {
            value.clear().ascii(1, rows.name(i)).fixed32(2, (float) rows.value(i));
            add(begin(rows.step(i)).message(5, summary.clear().message(1, value)));
        }
        flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /// A text goes as a tensor of one string, for the plugin named `text`.
    private void addText(String tag, String text) {
        ProtoBuffer plugin = new ProtoBuffer().message(1, new ProtoBuffer().ascii(1, "text"));
        ProtoBuffer shape = new ProtoBuffer().message(2, new ProtoBuffer().varint(1, 1));
        ProtoBuffer tensor = new ProtoBuffer().varint(1, DT_STRING).message(2, shape).text(8, text);
        value.clear().ascii(1, tag).message(8, tensor).message(9, plugin);
        add(begin(0).message(5, summary.clear().message(1, value)));
    }

    private ProtoBuffer begin(long step) {
        return event.clear().fixed64(1, System.currentTimeMillis() / 1e3).varint(2, step);
    }

    /// Frames an event as a TFRecord.
    private void add(ProtoBuffer data) {
        frame.clear().littleEndian(data.length(), 8);
        records.append(frame.bytes(), 8).littleEndian(masked(frame.bytes(), 8), 4);
        records.append(data.bytes(), data.length()).littleEndian(masked(data.bytes(), data.length()), 4);
    }

    /// The checksum of data that may hold checksums themselves is turned and shifted, as the format demands.
    private int masked(byte[] bytes, int length) {
        checksum.reset();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + CHECKSUM_MASK;
    }

    private void flush() throws IOException {
        file.write(records.bytes(), 0, records.length());
        records.clear();
    }
}
