package drl.run;

import drl.cli.UsageException;
import drl.env.Env;
import drl.env.vector.VectorEnv;
import drl.nn.MalformedFileException;
import drl.nn.StateDict;
import drl.random.RandomStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// The parts of a checkpoint that every program has: random streams, environments, and where the records stand.
///
/// A checkpoint is one safetensors file with a checksum, `checkpoint/state.safetensors`, written aside and renamed. The
/// one before it is kept as `checkpoint/previous.safetensors`: whatever happens to the newest, the run can go on.
public final class Checkpoint {

    private static final String CHECKSUM = "crc32c";
    private static final String ENV = "env."; // before the name of an environment

    private Checkpoint() {
    }

    /// A checkpoint to go on from.
    ///
    /// @param state    what was saved; empty if the run ended before its first checkpoint, and begins anew
    /// @param position where the records stood
    /// @param remark   what the user has to know about it, empty if nothing
    public record Found(Optional<StateDict> state, Position position, String remark) {
    }

    /// Where a run's checkpoint lies.
    public static Path file(RunFolder folder) {
        return folder.checkpoint().resolve("state.safetensors");
    }

    /// Where the one before it lies.
    public static Path previous(RunFolder folder) {
        return folder.checkpoint().resolve("previous.safetensors");
    }

    /// Writes a checkpoint. Until that is complete, the ones before it stay.
    public static void write(RunFolder folder, StateDict state) {
        Path newest = file(folder), next = folder.checkpoint().resolve("next.safetensors");
        state.note(CHECKSUM, checksum(state));
        try {
            Files.createDirectories(folder.checkpoint());
            state.write(next);
            if (Files.exists(newest)) {
                Files.move(newest, previous(folder), StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(next, newest, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /// The newest checkpoint that is whole.
    ///
    /// @throws UsageException if there are checkpoints and none of them is, or if the run was to have none
    public static Found read(RunFolder folder) {
        Path newest = file(folder), older = previous(folder);
        if (!Files.exists(newest) && !Files.exists(older)) {
            if ("0".equals(folder.readConfig().options().get("save_freq"))) {
                throw new UsageException(folder.path() + " has no checkpoint: the run was made with --save-freq 0");
            }
            return new Found(Optional.empty(), Position.START, "none yet, so the run begins anew");
        }
        try {
            return found(newest, "");
        } catch (MalformedFileException | UncheckedIOException damaged) {
            try {
                return found(older, damaged.getMessage() + "; going on from the one before it");
            } catch (MalformedFileException | UncheckedIOException both) {
                throw new UsageException(damaged.getMessage() + "; and the checkpoint before it: " + both.getMessage(),
                        both);
            }
        }
    }

    private static Found found(Path file, String remark) {
        StateDict state = StateDict.read(file);
        if (!checksum(state).equals(state.notes().get(CHECKSUM))) {
            throw new MalformedFileException(file, "its checksum does not match, so it is damaged");
        }
        return new Found(Optional.of(state), position(state), remark);
    }

    private static String checksum(StateDict state) {
        return Long.toHexString(state.checksum());
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
        putBytes(state, ENV + name, env::save);
    }

    /// Adds the whole state of environments that step side by side, under this very name.
    public static void put(StateDict state, String name, VectorEnv envs) {
        putBytes(state, name, envs::save);
    }

    /// Puts an environment where it stood.
    ///
    /// @throws MalformedFileException if its state is missing or that of another kind of environment
    public static void get(StateDict state, String name, Env env) {
        getBytes(state, ENV + name, "environment " + name, env::load);
    }

    /// Puts environments where they stood.
    ///
    /// @throws MalformedFileException if their state is missing or that of another kind or number of environments
    public static void get(StateDict state, String name, VectorEnv envs) {
        getBytes(state, name, "the environments", envs::load);
    }

    private interface Save {
        void to(DataOutput out) throws IOException;
    }

    private interface Load {
        void from(DataInput in) throws IOException;
    }

    private static void putBytes(StateDict state, String key, Save save) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            save.to(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        state.putBytes(key, bytes.toByteArray());
    }

    private static void getBytes(StateDict state, String key, String what, Load load) {
        byte[] bytes = state.getBytes(key);
        try {
            load.from(new DataInputStream(new ByteArrayInputStream(bytes)));
        } catch (IOException unfit) {
            throw new IllegalArgumentException("the checkpoint's state of " + what + " does not fit: "
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
