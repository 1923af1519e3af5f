package drl.env.mujoco;

import drl.env.mujoco.Layout.Field;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The state of one simulation and everything computed from it, MuJoCo's `mjData`. Used by one thread at a time.
///
/// The arrays are the engine's own memory, which every step changes. [#close] frees it.
@SuppressWarnings("restricted") // calls C, which is the point of it
public final class MjData implements AutoCloseable {

    private static final String PREFIX = "mjData.";
    private static final String WARNING = PREFIX + "warning";

    private final MjModel model;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment struct;
    private final MemorySegment warnings; // pairs of (last info, how many)
    private final Doubles qpos;
    private final Doubles qvel;
    private final Doubles ctrl;
    private boolean broken;

    /// A simulation in the model's initial state, at time 0, with nothing computed yet; see [#forward].
    ///
    /// @throws MujocoException if there is not enough memory
    public MjData(MjModel model) {
        Engine.words();
        MemorySegment address = Engine.makeData(model.struct());
        String words = Engine.words();
        if (address.equals(MemorySegment.NULL)) {
            throw new MujocoException(model + ": no data for it can be made: " + words);
        }
        this.model = model.retain();
        struct = address.reinterpret(Long.MAX_VALUE, arena, Engine::deleteData);
        warnings = MjModel.values(struct, Engine.LAYOUT.field(WARNING), 1);
        qpos = doubles("qpos");
        qvel = doubles("qvel");
        ctrl = doubles("ctrl");
    }

    /// The model this simulates.
    public MjModel model() {
        return model;
    }

    /// Positions of the joints, (nq).
    public Doubles qpos() {
        return qpos;
    }

    /// Velocities of the joints, (nv).
    public Doubles qvel() {
        return qvel;
    }

    /// What the actuators are told, (nu); clipped by the engine to the range of each.
    public Doubles ctrl() {
        return ctrl;
    }

    /// An array of numbers, (rows × columns), row after row. It stays the same; ask once.
    ///
    /// @param field as in `mjData`, such as `xpos`
    /// @throws java.util.NoSuchElementException if there is no such field
    public Doubles doubles(String field) {
        Field place = Engine.LAYOUT.field(PREFIX + field);
        int rows = place.pointer() ? model.size(place.rows()) : 1;
        MemorySegment values = MjModel.values(struct, place, rows);
        return new Doubles(values.reinterpret(values.byteSize(), arena, null));
    }

    /// Puts everything back: the model's initial state, time 0, nothing computed.
    public void reset() {
        requireWhole();
        Engine.resetData(model.struct(), struct);
        check();
    }

    /// Computes everything that depends on the state, without letting time pass.
    ///
    /// @throws MujocoException if the state is unusable; with the engine's words
    public void forward() {
        requireWhole();
        Engine.forward(model.struct(), struct);
        check();
    }

    /// Lets time pass. What is computed from the state belongs, afterwards, to the last state but one that the
    /// integrator looked at: the engine computes first and moves then.
    ///
    /// @param times how many time steps of the model
    /// @throws MujocoException if the simulation has become unstable, with the engine's words; [#reset] is next then
    public void step(int times) {
        requireWhole();
        for (int i = 0; i < times; i++) {
            Engine.step(model.struct(), struct);
        }
        check();
    }

    /// Computes the forces that contacts exert on bodies, `cfrc_ext`, which a step leaves out.
    public void contactForces() {
        requireWhole();
        Engine.rnePostConstraint(model.struct(), struct);
        check();
    }

    private void requireWhole() {
        if (broken) {
            throw new IllegalStateException(model + ": this simulation met an error in the engine and is of no use;"
                    + " close it and make another");
        }
    }

    private void check() {
        int warned = 0;
        for (int i = 1; i < warnings.byteSize() / Integer.BYTES; i += 2) {
            warned += warnings.getAtIndex(ValueLayout.JAVA_INT, i);
        }
        broken = Engine.failed();
        if (warned != 0 || broken) {
            throw new MujocoException(model + ": " + Engine.words());
        }
    }

    /// Writes the state and whatever else has been computed that anybody here reads, the solver's starting point
    /// included: after [#load] a simulation goes on bit for bit.
    public void save(DataOutput out) throws IOException {
        for (Doubles values : state()) {
            for (int i = 0; i < values.size(); i++) {
                out.writeDouble(values.get(i));
            }
        }
    }

    /// Takes over what [#save] wrote.
    ///
    /// @throws IOException if it ends too soon
    public void load(DataInput in) throws IOException {
        for (Doubles values : state()) {
            for (int i = 0; i < values.size(); i++) {
                values.set(i, in.readDouble());
            }
        }
    }

    private List<Doubles> state() {
        List<Doubles> state = new ArrayList<>();
        for (Map.Entry<String, Field> field : Engine.LAYOUT.fields().entrySet()) {
            if (field.getKey().startsWith(PREFIX) && field.getValue().type() == Layout.Type.DOUBLE) {
                state.add(doubles(field.getKey().substring(PREFIX.length())));
            }
        }
        return state;
    }

    /// Frees the memory. Closing twice does no harm.
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
            model.close();
        }
    }
}
