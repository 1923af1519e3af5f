package drl.env.mujoco;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// MuJoCo's functions. The class is initialised by the first call, which fails where there is no library.
///
/// The handles are constants, so that the compiler makes each call of a step a plain call of C. What the engine has to
/// say it says through two hooks, which keep the text for the thread that called; see [#words].
@SuppressWarnings("restricted") // calls C, which is the point of it
final class Engine {

    /// Where everything lies in this version.
    static final Layout LAYOUT = MuJoCo.library().layout();

    private static final MemoryLayout POINTER = ValueLayout.ADDRESS;
    private static final MemoryLayout INT = ValueLayout.JAVA_INT;

    private static final MethodHandle LOAD_XML = function("mj_loadXML",
            FunctionDescriptor.of(POINTER, POINTER, POINTER, POINTER, INT));
    private static final MethodHandle DELETE_MODEL = function("mj_deleteModel", FunctionDescriptor.ofVoid(POINTER));
    private static final MethodHandle NAME_TO_ID = function("mj_name2id",
            FunctionDescriptor.of(INT, POINTER, INT, POINTER));
    private static final MethodHandle MAKE_DATA = function("mj_makeData", FunctionDescriptor.of(POINTER, POINTER));
    private static final MethodHandle DELETE_DATA = function("mj_deleteData", FunctionDescriptor.ofVoid(POINTER));
    private static final MethodHandle RESET_DATA = onData("mj_resetData");
    private static final MethodHandle FORWARD = onData("mj_forward");
    private static final MethodHandle STEP = onData("mj_step");
    private static final MethodHandle RNE_POST_CONSTRAINT = onData("mj_rnePostConstraint");

    private static final ThreadLocal<StringBuilder> WORDS = ThreadLocal.withInitial(StringBuilder::new);
    private static final ThreadLocal<boolean[]> FAILED = ThreadLocal.withInitial(() -> new boolean[1]);

    static {
        hook("mju_user_warning", "warned");
        hook("mju_user_error", "failed");
    }

    private Engine() {
    }

    /// Compiles a model.
    ///
    /// @param error receives the engine's words
    /// @return null if the file is no model
    static MemorySegment loadXml(MemorySegment fileName, MemorySegment error) {
        try {
            return (MemorySegment) LOAD_XML.invokeExact(fileName, MemorySegment.NULL, error, (int) error.byteSize());
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void deleteModel(MemorySegment model) {
        try {
            DELETE_MODEL.invokeExact(model);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// The index of the object of that name; −1 if there is none.
    static int nameToId(MemorySegment model, int type, MemorySegment name) {
        try {
            return (int) NAME_TO_ID.invokeExact(model, type, name);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static MemorySegment makeData(MemorySegment model) {
        try {
            return (MemorySegment) MAKE_DATA.invokeExact(model);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void deleteData(MemorySegment data) {
        try {
            DELETE_DATA.invokeExact(data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void resetData(MemorySegment model, MemorySegment data) {
        try {
            RESET_DATA.invokeExact(model, data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void forward(MemorySegment model, MemorySegment data) {
        try {
            FORWARD.invokeExact(model, data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void step(MemorySegment model, MemorySegment data) {
        try {
            STEP.invokeExact(model, data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void rnePostConstraint(MemorySegment model, MemorySegment data) {
        try {
            RNE_POST_CONSTRAINT.invokeExact(model, data);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// What the engine has said to this thread since the last call of this; empty if nothing.
    static String words() {
        StringBuilder words = WORDS.get();
        String text = words.toString();
        words.setLength(0);
        FAILED.get()[0] = false;
        return text;
    }

    /// Whether the engine has met an error, rather than given a warning, on this thread since the last [#words].
    static boolean failed() {
        return FAILED.get()[0];
    }

    @SuppressWarnings("unused") // called by the engine
    private static void warned(MemorySegment text) {
        try {
            StringBuilder words = WORDS.get();
            if (!words.isEmpty()) {
                words.append("; ");
            }
            words.append(text.reinterpret(Long.MAX_VALUE).getString(0).strip());
        } catch (Throwable _) {
            // An exception would end the virtual machine: C has nowhere to throw it to.
        }
    }

    /// The engine expects an error handler not to return. It has to: there is no way past C's frames but back through
    /// them. So a call that failed goes on for a little, and is reported when it comes back.
    @SuppressWarnings("unused") // called by the engine
    private static void failed(MemorySegment text) {
        warned(text);
        FAILED.get()[0] = true;
    }

    private static MethodHandle onData(String name) {
        return function(name, FunctionDescriptor.ofVoid(POINTER, POINTER));
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbol(name), type);
    }

    private static void hook(String variable, String method) {
        try {
            MethodHandle target = MethodHandles.lookup().findStatic(Engine.class, method,
                    MethodType.methodType(void.class, MemorySegment.class));
            MemorySegment stub = Linker.nativeLinker().upcallStub(target,
                    FunctionDescriptor.ofVoid(POINTER), Arena.global());
            symbol(variable).reinterpret(ValueLayout.ADDRESS.byteSize()).set(ValueLayout.ADDRESS, 0, stub);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static MemorySegment symbol(String name) {
        return MuJoCo.library().symbols().find(name).orElseThrow(
                () -> new MujocoException(MuJoCo.path() + " is no complete MuJoCo: it has no " + name));
    }

    /// Memory that was freed already is an [IllegalStateException], found before the call; nothing else can be thrown.
    private static RuntimeException unexpected(Throwable e) {
        return e instanceof RuntimeException refused ? refused : new IllegalStateException("a call of C threw", e);
    }
}
