package drl.env.mujoco;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Whether MuJoCo is installed, and which version.
///
/// The library is looked for once, when it is first asked for:
/// - in what the environment variable `MUJOCO_PATH` (or the system property `mujoco.path`) names: the library itself or
///   the folder of a release, and then nowhere else;
/// - where the system looks for libraries, among them those of a Debian package;
/// - in `~/.mujoco`, where releases are unpacked by custom.
///
/// Only the versions of which the layout is known are used; any other is refused by name.
@SuppressWarnings("restricted") // calls C, which is the point of it
public final class MuJoCo {

    /// Names a library or a folder to look in, and nowhere else.
    public static final String PATH_VARIABLE = "MUJOCO_PATH";

    /// The same as a system property, which goes first.
    public static final String PATH_PROPERTY = "mujoco.path";

    private static final Found FOUND = search();

    /// A library that can be used, or why there is none.
    private record Found(Optional<Library> library, String obstacle) {
    }

    /// @param symbols its functions and variables
    /// @param layout  where its structs keep their fields
    /// @param name    how it was found
    record Library(SymbolLookup symbols, Layout layout, String name) {
    }

    private MuJoCo() {
    }

    /// Says what is missing for MuJoCo, in one line that tells how to get it; empty if nothing is.
    public static Optional<String> obstacle() {
        return FOUND.library.isPresent() ? Optional.empty() : Optional.of(FOUND.obstacle);
    }

    /// The engine's version, such as 2.2.2.
    ///
    /// @throws MujocoException if it is not installed, saying how to install it
    public static String version() {
        return library().layout.version();
    }

    /// Which file the engine was loaded from, as it was given to the system.
    ///
    /// @throws MujocoException if it is not installed, saying how to install it
    public static String path() {
        return library().name;
    }

    static Library library() {
        return FOUND.library.orElseThrow(() -> new MujocoException(FOUND.obstacle));
    }

    private static Found search() {
        Optional<String> chosen = Optional.ofNullable(System.getProperty(PATH_PROPERTY))
                .or(() -> Optional.ofNullable(System.getenv(PATH_VARIABLE)))
                .filter(path -> !path.isBlank());
        List<String> candidates = chosen.map(path -> LibraryFiles.in(Path.of(path)))
                .orElseGet(() -> LibraryFiles.usual(Layout.versions()));
        Optional<String> refused = Optional.empty();
        for (String candidate : candidates) {
            SymbolLookup symbols;
            try {
                symbols = SymbolLookup.libraryLookup(candidate, Arena.global());
                Optional<Layout> layout = Layout.of(number(symbols));
                if (layout.isPresent()) {
                    return new Found(Optional.of(new Library(symbols, layout.get(), candidate)), "");
                }
                refused = refused.or(() -> Optional.of("MuJoCo " + text(symbols) + " (" + candidate
                        + ") is a version whose layout is not known here; known are "));
            } catch (IllegalArgumentException _) {
                // no library of that name, or not one of MuJoCo
            }
        }
        String found = refused.map(text -> text + String.join(" and ", Layout.versions()))
                .or(() -> chosen.map(path -> "there is no MuJoCo library in " + path + ", which " + PATH_VARIABLE
                        + " names"))
                .orElse("MuJoCo is not installed");
        return new Found(Optional.empty(), found + ": apt-get install libmujoco2.2.2, or get release "
                + Layout.versions().getLast() + " from github.com/google-deepmind/mujoco/releases and let "
                + PATH_VARIABLE + " name its folder");
    }

    private static int number(SymbolLookup symbols) {
        try {
            return (int) Linker.nativeLinker()
                    .downcallHandle(symbol(symbols, "mj_version"), FunctionDescriptor.of(ValueLayout.JAVA_INT))
                    .invokeExact();
        } catch (Throwable e) {
            throw new IllegalArgumentException("mj_version failed", e);
        }
    }

    private static String text(SymbolLookup symbols) {
        try {
            MemorySegment text = (MemorySegment) Linker.nativeLinker()
                    .downcallHandle(symbol(symbols, "mj_versionString"), FunctionDescriptor.of(ValueLayout.ADDRESS))
                    .invokeExact();
            return text.reinterpret(Long.MAX_VALUE).getString(0);
        } catch (Throwable e) {
            throw new IllegalArgumentException("mj_versionString failed", e);
        }
    }

    private static MemorySegment symbol(SymbolLookup symbols, String name) {
        return symbols.find(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
    }
}
