package drl.env;

import drl.random.NumpyRandom;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// An environment's random stream in a checkpoint. There is none before the first reset.
public final class RandomState {
    private RandomState() {
    }

    /// Writes where a stream stands.
    ///
    /// @param random the stream, or null if there is none yet
    public static void write(NumpyRandom random, DataOutput out) throws IOException {
        out.writeBoolean(random != null);
        if (random != null) {
            for (long word : random.state()) {
                out.writeLong(word);
            }
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @param name of the environment, for the message
    /// @return the stream, or null if there was none
    /// @throws IOException if the data hold no stream
    public static NumpyRandom read(DataInput in, String name) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        NumpyRandom stream = new NumpyRandom(0);
        long[] position = stream.state();
        for (int i = 0; i < position.length; i++) {
            position[i] = in.readLong();
        }
        try {
            stream.restore(position);
        } catch (IllegalArgumentException e) {
            throw new IOException(name + ": the checkpoint holds no random stream: " + e.getMessage(), e);
        }
        return stream;
    }
}
