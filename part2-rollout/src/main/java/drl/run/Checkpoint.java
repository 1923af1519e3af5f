package drl.run;

import drl.env.Env;
import drl.nn.MalformedFileException;
import drl.nn.StateDict;
import drl.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The parts of a checkpoint that every program has: random streams, environments, and where the records stand.
///
/// A checkpoint is one safetensors file, `checkpoint/state.safetensors`, written aside and renamed: there is a whole one
/// or the one before it, never half of one.
public final class Checkpoint {

    private Checkpoint() {
    }

    /// Where a run's checkpoint lies.
    public static Path file(RunFolder folder) {
        return folder.checkpoint().resolve("state.safetensors");
    }

    /// Writes a checkpoint.
    public static void write(RunFolder folder, StateDict state) {
        try {
            Files.createDirectories(folder.checkpoint());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        state.write(file(folder));
    }

    /// Adds a random stream's exact position.
    public static void put(StateDict state, String name, RandomStream random) {
        state.putLongs("random." + name, random.state());
    }

    /// Puts a random stream where it stood.
    ///
    /// @throws MalformedFileException if it is missing or not one of this kind
    public static void get(StateDict state, String name, RandomStream random) {
        random.restore(state.getLongs("random." + name, -1));
    }

    /// Adds an environment's whole state.
    public static void put(StateDict state, String name, Env env) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            env.save(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        state.putBytes("env." + name, bytes.toByteArray());
    }

    /// Puts an environment where it stood.
    ///
    /// @throws MalformedFileException if its state is missing or that of another kind of environment
    public static void get(StateDict state, String name, Env env) {
        byte[] bytes = state.getBytes("env." + name);
        try {
            env.load(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException unfit) {
            throw new IllegalArgumentException("the checkpoint's state of environment " + name + " does not fit: "
                    + unfit.getMessage(), unfit);
        }
    }

    /// Adds where the run's records stand.
    public static void put(StateDict state, Position position) {
        state.putLongs("records", position.globalStep(), position.iteration(), position.metricsBytes());
        state.putDoubles("wall_time", position.wallTime());
    }

    /// Where the run's records stood.
    ///
    /// @throws MalformedFileException if that is missing
    public static Position position(StateDict state) {
        long[] records = state.getLongs("records", 3);
        return new Position(records[0], records[1], records[2], state.getDoubles("wall_time", 1)[0]);
    }
}
