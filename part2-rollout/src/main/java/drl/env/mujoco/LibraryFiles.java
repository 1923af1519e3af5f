package drl.env.mujoco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where a MuJoCo library may lie.
final class LibraryFiles {

    /// `libmujoco.so`, `libmujoco.so.2.2.2`, `libmujoco.3.14.0.dylib`, `mujoco.dll`.
    private static final Pattern LIBRARY = Pattern.compile("libmujoco(\\.so[.0-9]*|[.0-9]*\\.dylib)|mujoco\\.dll");

    private static final int DEPTH = 6; // a framework of macOS is nested that deep

    private LibraryFiles() {
    }

    /// The libraries that `path` names: itself, or all below a folder, the newest first.
    static List<String> in(Path path) {
        Path place = path.toAbsolutePath();
        return Files.isDirectory(place) ? below(place) : List.of(place.toString());
    }

    private static List<String> below(Path folder) {
        try (Stream<Path> files = Files.find(folder, DEPTH,
                (file, attributes) -> !attributes.isDirectory()
                        && LIBRARY.matcher(file.getFileName().toString()).matches())) {
            return files.map(Path::toString).sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Names for the system's own search, then what is unpacked in `~/.mujoco`.
    static List<String> usual(List<String> versions) {
        List<String> names = new ArrayList<>();
        String mapped = System.mapLibraryName("mujoco"); // libmujoco.so, libmujoco.dylib, mujoco.dll
        for (String version : versions) {
            names.add(mapped.endsWith(".dylib") ? "libmujoco." + version + ".dylib" : mapped + "." + version);
        }
        names.add(mapped);
        names.addAll(below(Path.of(System.getProperty("user.home"), ".mujoco")));
        names.addAll(below(Path.of("/Applications/MuJoCo.app/Contents/Frameworks")));
        return names;
    }
}
