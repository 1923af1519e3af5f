package drl.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/// The project's own classes as jars, for executors on machines that have none of it.
final class OwnClasses {

    private OwnClasses() {
    }

    /// What of this process's class path belongs to the project or adds an environment to it: folders of classes, made
    /// into jars that last as long as the process, and jars.
    static List<String> jars() {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry).toAbsolutePath();
            try {
                if (Files.isDirectory(path)) {
                    jars.add(jar(path).toString());
                } else if (Files.exists(path) && isOurs(path)) {
                    jars.add(path.toString());
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return jars;
    }

    private static boolean isOurs(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).anyMatch(
                    name -> name.startsWith("drl/") || name.equals("META-INF/services/drl.env.EnvProvider"));
        }
    }

    private static Path jar(Path classes) throws IOException {
        Path jar = Files.createTempFile("classes", ".jar");
        jar.toFile().deleteOnExit();
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, entries);
                entries.closeEntry();
            }
        }
        return jar;
    }
}
