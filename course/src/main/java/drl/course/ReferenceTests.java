package drl.course;

import drl.cli.UsageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The chapters' reference tests, in the module `tests`. They are built when they are first needed, and run in a Java
/// process of their own, so that nothing else of the command line has to know JUnit.
///
/// @param repository where they are
record ReferenceTests(Repository repository) {

    private static final String TESTS = "tests";

    /// Compiles the tests if they are newer than what was compiled last.
    ///
    /// @throws UsageException if they do not compile, or there is no Maven
    void build() throws IOException, InterruptedException {
        if (upToDate()) {
            return;
        }
        System.err.println("rl: building the tests (the first time also fetches their libraries) ...");
        Files.createDirectories(begun().getParent());
        Files.writeString(begun(), ""); // as old as the start of the build, so that an edit made meanwhile counts as newer
        Path log = repository.root().resolve("target/check.log");
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        ProcessBuilder maven = new ProcessBuilder(windows ? "mvn.cmd" : "mvn", "-q", "-pl", TESTS, "-am",
                "process-test-classes").directory(repository.root().toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile());
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int status;
        try {
            status = maven.start().waitFor();
        } catch (IOException e) {
            throw new UsageException("building the tests needs Apache Maven (\"mvn\"), and it cannot be started: "
                    + e.getMessage(), e);
        }
        if (status != 0) {
            throw new UsageException("the tests cannot be built; Maven says\n" + Repository.read(log));
        }
        Files.move(begun(), stamp(), StandardCopyOption.REPLACE_EXISTING);
        Files.delete(log);
    }

    /// Whether the tests were compiled, by this command or by any other build, after their sources were last changed. A
    /// build of this command that did not come to its end may have left anything.
    boolean upToDate() throws IOException {
        if (Files.exists(begun()) || !Files.exists(classPathFile())
                || Repository.recorded(classPathFile()).stream().anyMatch(library -> !Files.exists(library))) {
            return false;
        }
        FileTime changed = latest(repository.root().resolve("pom.xml"), repository.root().resolve("tests/pom.xml"),
                repository.root().resolve("tests/src"));
        return latest(stamp(), repository.root().resolve("tests/target/test-classes")).compareTo(changed) > 0;
    }

    /// When anything in these files and folders was last changed; long ago if there is nothing.
    private static FileTime latest(Path... places) throws IOException {
        FileTime latest = FileTime.fromMillis(0);
        for (Path place : places) {
            if (Files.exists(place)) {
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path file : files.toList()) {
                        FileTime time = Files.getLastModifiedTime(file);
                        latest = time.compareTo(latest) > 0 ? time : latest;
                    }
                }
            }
        }
        return latest;
    }

    /// Runs a chapter's tests, and prints a line a step.
    ///
    /// @param module  the chapter
    /// @param classes the chapter's classes, or those of a workbook
    /// @param quiet   whether nothing is printed
    /// @return 0 if all steps are right, else 1
    int run(String module, Path classes, boolean quiet) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true",
                "-cp", classPath(module, classes).stream().map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)),
                "drl.steps.StepRunner", module).directory(repository.root().resolve(TESTS).toFile())
                .redirectOutput(quiet ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return java.start().waitFor();
    }

    /// The tests, the chapter's classes as given, all other modules, and the libraries of both.
    List<Path> classPath(String module, Path classes) {
        List<Path> path = new ArrayList<>(List.of(classes.toAbsolutePath(),
                repository.root().resolve("tests/target/test-classes")));
        path.addAll(new Workbook(repository, module, classes).otherClasses());
        path.addAll(Repository.recorded(classPathFile()));
        return path.stream().distinct().toList();
    }

    private Path stamp() {
        return repository.root().resolve("target/check.stamp");
    }

    /// Becomes the stamp when the build ends well.
    private Path begun() {
        return repository.root().resolve("target/check.stamp.new");
    }

    private Path classPathFile() {
        return repository.root().resolve("tests/target/test-classpath.txt");
    }
}
