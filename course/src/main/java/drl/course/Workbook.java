package drl.course;

import drl.cli.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// A copy of a chapter's sources in which the bodies of its exercises are left to the reader.
///
/// @param repository where the chapter is
/// @param module     the chapter, such as `part2-rollout`
/// @param folder     where the workbook is
record Workbook(Repository repository, String module, Path folder) {

    private static final String SOURCES = "src/main/java";
    private static final String RESOURCES = "src/main/resources";

    /// Where a workbook lies if nobody says otherwise.
    static Path defaultFolder(Repository repository, String module) {
        return repository.root().resolve("workbook").resolve(module);
    }

    /// The chapter's exercises.
    List<Exercise> exercises() {
        return Exercise.in(files(repository.sources(module), ".java"));
    }

    /// Writes the workbook. It is written aside and renamed, so that there is never half of one.
    ///
    /// @param blank which exercises are left to the reader; the others keep the chapter's bodies
    /// @throws UsageException if no folder can be made there
    /// @throws IOException    if it cannot be written; nothing is left behind
    void write(Predicate<Exercise> blank) throws IOException {
        Path aside = aside();
        try {
            copy(repository.sources(module), aside.resolve(SOURCES));
            copy(repository.root().resolve(module).resolve(RESOURCES), aside.resolve(RESOURCES));
            for (Exercise exercise : exercises().stream().filter(blank)
                    .sorted(Comparator.comparingInt(Exercise::from).reversed()).toList()) {
                Path file = aside.resolve(SOURCES).resolve(repository.sources(module).relativize(exercise.file()));
                Files.writeString(file, blanked(Files.readString(file), exercise));
            }
            Files.move(aside, folder);
        } finally {
            delete(aside);
        }
    }

    private Path aside() {
        Path parent = folder.toAbsolutePath().getParent();
        try {
            return Files.createTempDirectory(Files.createDirectories(parent), ".workbook");
        } catch (IOException failed) {
            Path there = parent;
            while (!Files.exists(there)) {
                there = there.getParent();
            }
            String reason = Files.isDirectory(there) ? "nothing can be written in " + there : there + " is a file";
            throw new UsageException(folder + ": no folder can be made there (" + reason
                    + "); name one that can be written with --out", failed);
        }
    }

    /// The text of a file with one exercise's body left out. Bodies behind it in the file must be left out before.
    private static String blanked(String text, Exercise exercise) {
        int line = text.lastIndexOf('\n', text.lastIndexOf("// exercise: " + exercise.step(), exercise.from())) + 1;
        String indent = text.substring(line, text.indexOf("//", line));
        return text.substring(0, exercise.from()) + exercise.placeholder(indent) + text.substring(exercise.to());
    }

    /// Compiles the workbook to its own folder, on the class path of the project.
    ///
    /// @return where the classes are
    /// @throws IllegalArgumentException if it does not compile, with the compiler's messages
    Path compile() throws IOException {
        Path classes = folder.resolve("target/classes");
        delete(classes);
        copy(folder.resolve(RESOURCES), classes);
        Files.createDirectories(classes);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            manager.setLocationFromPaths(javax.tools.StandardLocation.CLASS_PATH, otherClasses());
            manager.setLocationFromPaths(javax.tools.StandardLocation.CLASS_OUTPUT, List.of(classes));
            boolean compiled = compiler.getTask(new PrintWriter(messages), manager, null,
                    List.of("--add-modules=jdk.incubator.vector", "-nowarn", "-proc:none"), null,
                    manager.getJavaFileObjectsFromPaths(files(folder.resolve(SOURCES), ".java"))).call();
            if (!compiled) {
                String text = messages.toString().lines().filter(line -> !line.startsWith("warning: using incubating"))
                        .collect(Collectors.joining("\n"));
                throw new IllegalArgumentException("the workbook does not compile\n" + text);
            }
        }
        return classes;
    }

    /// The class path of `./rl` without the chapter.
    List<Path> otherClasses() {
        List<Path> path = new ArrayList<>(repository.classPath());
        path.remove(repository.classes(module));
        return path;
    }

    private static List<Path> files(Path folder, String ending) {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            for (Path file : files(from, "").stream().filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            for (Path file : files(folder, "").reversed()) {
                Files.delete(file);
            }
        }
    }
}
