package drl.course;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Runs commands as a reader would, in an empty folder of their own, and keeps what they print, standard error included.
final class Commands implements AutoCloseable {

    /// Java's remarks on the incubator module.
    private static final String REMARKS = "(WARNING|warning): [Uu]sing incubat.*|1 warning";

    private final Repository repository;
    private final Path folder;

    Commands(Repository repository) {
        this.repository = repository;
        try {
            folder = Files.createTempDirectory("course");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the commands run.
    Path folder() {
        return folder;
    }

    /// What commands print, one after the other.
    ///
    /// @param output the commands, and which lines to keep; a program's path is counted from the repository's root
    /// @param enough after how many lines a command is stopped
    List<String> run(Source.Output output, long enough) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (List<String> command : output.commands()) {
            Process process = start(command);
            try (BufferedReader printed = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line; lines.size() < enough && (line = printed.readLine()) != null;) {
                    if (!line.matches(REMARKS) && output.filter().matcher(line).find()) {
                        lines.add(line);
                    }
                }
                if (lines.size() >= enough) {
                    process.destroyForcibly();
                }
            }
            process.waitFor();
        }
        return lines;
    }

    private Process start(List<String> command) throws IOException {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8",
                "-Djava.awt.headless=true", "-cp",
                repository.classPath(command).stream().map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator))));
        if (!command.isEmpty() && command.getFirst().endsWith(".java")) {
            words.add(repository.root().resolve(command.getFirst()).toString());
            words.addAll(command.subList(1, command.size()));
        } else {
            words.add("drl.cli.Rl");
            words.addAll(command);
        }
        return new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    }

    /// Deletes what the commands left behind.
    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
