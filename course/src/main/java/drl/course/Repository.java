package drl.course;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// Where the course's modules, texts and classes are.
///
/// @param root the folder of the repository
public record Repository(Path root) {

    /// The chapters' modules and what is built on them, in reading order; those that `./rl` has on its class path.
    public static final List<String> MODULES = List.of("part1-network", "part2-rollout", "part3-ppo", "part4-ddpg",
            "part5-a2c", "cuda", "examples", "course", "bench");

    /// The chapter whose libraries no other command has on its class path, and no workbook: it continues chapter 3.
    private static final String CLUSTER = "part6-cluster";

    private static final String CLASSES = "target/classes";

    /// The repository that this class was built in.
    ///
    /// @throws IllegalStateException if it is not in one
    public static Repository here() {
        try {
            Path folder = Path.of(Repository.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            while (folder != null && !(Files.exists(folder.resolve("rl")) && Files.exists(folder.resolve("pom.xml")))) {
                folder = folder.getParent();
            }
            if (folder == null) {
                throw new IllegalStateException("this command needs the repository that it was built in");
            }
            return new Repository(folder);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The module that `part` names, as a whole or by its beginning: `part3` is `part3-ppo`.
    ///
    /// @throws IllegalArgumentException if there is none, or it has no steps to be written
    public static String chapter(String part) {
        List<String> chapters = MODULES.stream().filter(module -> module.startsWith("part")).toList();
        if (CLUSTER.equals(part) || CLUSTER.startsWith(part + "-")) {
            throw new IllegalArgumentException(
                    CLUSTER + " has no steps to write or check, since its algorithm is that of "
                            + "part3-ppo; there are " + String.join(", ", chapters));
        }
        return chapters.stream().filter(module -> module.equals(part) || module.startsWith(part + "-")).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no chapter " + part + "; there are " + String.join(", ", chapters)));
    }

    /// The pages that the course consists of, in reading order.
    public List<Path> pages() {
        List<Path> pages = new ArrayList<>(List.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")));
        for (String folder : Stream.concat(MODULES.stream(), Stream.of(CLUSTER, "tests")).toList()) {
            pages.add(root.resolve(folder).resolve("README.md"));
        }
        pages.add(root.resolve("tests/TRAPS.md"));
        return pages.stream().filter(Files::exists).toList();
    }

    /// The source file `drl/ppo/PPO.java`, in whichever module it is, or a test.
    ///
    /// @throws IllegalArgumentException if no module has it
    public Path source(String name) {
        return Stream
                .concat(Stream.concat(MODULES.stream(), Stream.of(CLUSTER)).map(this::sources),
                        Stream.of(root.resolve("tests/src/test/java")))
                .map(sources -> sources.resolve(name)).filter(Files::exists).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no module has a source file " + name));
    }

    /// The folder of a module's sources.
    public Path sources(String module) {
        return root.resolve(module).resolve("src/main/java");
    }

    /// The folder of a module's compiled classes.
    public Path classes(String module) {
        return root.resolve(module).resolve(CLASSES);
    }

    /// The class path that `./rl` uses: all modules' classes, then the libraries that the build recorded.
    public List<Path> classPath() {
        return pathOf(MODULES);
    }

    /// The same for a command.
    ///
    /// @param command the words behind `./rl`
    public List<Path> classPath(List<String> command) {
        return command.getFirst().equals(CLUSTER)
                ? pathOf(Stream.concat(Stream.of(CLUSTER), MODULES.stream()).toList()) : classPath();
    }

    private List<Path> pathOf(List<String> modules) {
        SequencedSet<Path> path = new LinkedHashSet<>();
        modules.forEach(module -> path.add(classes(module)));
        modules.forEach(module -> path.addAll(recorded(root.resolve(module).resolve("target/runtime-classpath.txt"))));
        return List.copyOf(path);
    }

    /// A class path that the build wrote to a file.
    static List<Path> recorded(Path file) {
        String separator = System.getProperty("path.separator");
        return Stream.of(read(file).strip().split(java.util.regex.Pattern.quote(separator))).filter(e -> !e.isEmpty())
                .map(Path::of).toList();
    }

    /// The text of a file.
    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
