package drl.env.mujoco;

import drl.env.mujoco.Layout.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/// A compiled model, MuJoCo's `mjModel`: bodies, joints, geoms, actuators, options. It never changes, so any number of
/// [MjData], on any threads, work on one of them.
///
/// The memory is freed when everyone who took a reference has closed it; an [MjData] holds one of its own.
@SuppressWarnings("restricted") // calls C, which is the point of it
public final class MjModel implements AutoCloseable {

    private static final int ERROR_BYTES = 1000;
    private static final int BODY = 1; // mjOBJ_BODY
    private static final Map<String, MjModel> SHARED = new HashMap<>();

    private final String name;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment struct;
    private int references = 1;

    private MjModel(String name, MemorySegment struct) {
        this.name = name;
        this.struct = struct.reinterpret(Long.MAX_VALUE, arena, Engine::deleteModel);
    }

    /// Compiles the model in a file.
    ///
    /// @param mjcf in MuJoCo's XML
    /// @throws MujocoException if there is no such file, or it is no model; with the engine's words
    public static MjModel load(Path mjcf) {
        return compile(mjcf.toString(), mjcf);
    }

    /// Takes a reference to a model of this library, and compiles it for the first who asks.
    ///
    /// @param resource beside this class, such as `half_cheetah.xml`
    static MjModel shared(String resource) {
        synchronized (SHARED) {
            MjModel model = SHARED.get(resource);
            if (model == null) {
                model = extract(resource);
                SHARED.put(resource, model);
            } else {
                model.references++;
            }
            return model;
        }
    }

    /// The engine reads files, and a resource is none.
    private static MjModel extract(String resource) {
        try (InputStream xml = MjModel.class.getResourceAsStream(resource)) {
            Path file = Files.createTempFile("mujoco-", ".xml");
            try {
                Files.copy(xml, file, StandardCopyOption.REPLACE_EXISTING);
                return compile(resource, file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file can be written for " + resource, e);
        }
    }

    private static MjModel compile(String name, Path file) {
        synchronized (SHARED) { // the engine's parser is not for several threads
            try (Arena call = Arena.ofConfined()) {
                MemorySegment error = call.allocate(ERROR_BYTES);
                Engine.words();
                MemorySegment struct = Engine.loadXml(call.allocateFrom(file.toString()), error);
                String remarks = Engine.words();
                if (struct.equals(MemorySegment.NULL)) {
                    String words = error.getString(0).strip();
                    throw new MujocoException(name + " is no model: "
                            + (words.isEmpty() ? remarks : words).replaceAll("\\s*\\R\\s*", ", "));
                }
                return new MjModel(name, struct);
            }
        }
    }

    MjModel retain() {
        synchronized (SHARED) {
            references++;
            return this;
        }
    }

    /// Gives a reference back; the last one frees the memory. To be called once for each [#load].
    @Override
    public void close() {
        synchronized (SHARED) {
            if (--references == 0) {
                SHARED.remove(name, this);
                arena.close();
            }
        }
    }

    /// How many there are of something.
    ///
    /// @param count as in `mjModel`, such as `nq`
    /// @throws NoSuchElementException if there is no such field
    public int size(String count) {
        Field field = Engine.LAYOUT.field("mjModel." + count);
        return field.type() == Layout.Type.LONG ? Math.toIntExact(struct().get(ValueLayout.JAVA_LONG, field.at()))
                : struct().get(ValueLayout.JAVA_INT, field.at());
    }

    /// A copy of an array, row after row; whole numbers are widened exactly.
    ///
    /// @param field as in `mjModel`, such as `body_mass` or `opt.gravity`
    /// @throws NoSuchElementException if there is no such field
    public double[] array(String field) {
        Field place = Engine.LAYOUT.field("mjModel." + field);
        int rows = place.pointer() ? size(place.rows()) : 1;
        double[] values = new double[rows * place.cols()];
        MemorySegment source = values(struct(), place, rows);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (place.type()) {
                case BYTE   -> source.get(ValueLayout.JAVA_BYTE, i);
                case INT    -> source.getAtIndex(ValueLayout.JAVA_INT, i);
                case LONG   -> source.getAtIndex(ValueLayout.JAVA_LONG, i);
                case FLOAT  -> source.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                case DOUBLE -> source.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
            };
        }
        return values;
    }

    /// The index of a body.
    ///
    /// @throws NoSuchElementException if the model has none of that name
    public int body(String body) {
        try (Arena call = Arena.ofConfined()) {
            int id = Engine.nameToId(struct(), BODY, call.allocateFrom(body));
            if (id < 0) {
                throw new NoSuchElementException(name + " has no body " + body);
            }
            return id;
        }
    }

    /// Where a field's values lie: in the struct, or where its address points.
    static MemorySegment values(MemorySegment struct, Field field, int rows) {
        long bytes = (long) rows * field.cols() * field.type().bytes();
        return field.pointer() ? struct.get(ValueLayout.ADDRESS, field.at()).reinterpret(bytes)
                : struct.asSlice(field.at(), bytes);
    }

    MemorySegment struct() {
        return struct;
    }

    @Override
    public String toString() {
        return name;
    }
}
