package drl.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Spark cluster on the loopback interface: a master and workers as processes of their own, from the libraries that
/// Maven has, without a Spark to be installed. Their logs and the executors' lie in a folder that goes with them.
public final class LoopbackCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern URL = Pattern.compile("Starting Spark master at (spark://\\S+:\\d+)");

    private final String classPath;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private String url;

    private LoopbackCluster(String classPath) throws IOException {
        this.classPath = classPath;
        folder = Files.createTempDirectory("spark");
    }

    /// Starts the processes and waits until the workers have found the master.
    ///
    /// @param classPath holds Spark and what it needs
    /// @param workers   how many
    /// @param cores     tasks that each worker takes at a time
    /// @param port      of the master, 0 for any
    /// @throws IllegalStateException if it does not come up within a minute, with the end of the log
    public static LoopbackCluster start(String classPath, int workers, int cores, int port) throws IOException {
        LoopbackCluster cluster = new LoopbackCluster(classPath);
        try {
            cluster.linkLibraries();
            Path log = cluster.startProcess("master", "org.apache.spark.deploy.master.Master", "--host", HOST, "--port",
                    Integer.toString(port), "--webui-port", "0");
            cluster.url = cluster.await(log, URL).group(1);
            List<Path> logs = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                logs.add(cluster.startProcess("worker-" + worker, "org.apache.spark.deploy.worker.Worker", "--host",
                        HOST, "--webui-port", "0", "--cores", Integer.toString(cores), "--memory", "1g", "--work-dir",
                        cluster.folder.resolve("work-" + worker).toString(), cluster.url));
            }
            for (Path workersLog : logs) {
                cluster.await(workersLog, Pattern.compile("Successfully registered with master"));
            }
            return cluster;
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /// Workers look for Spark in the folder `jars` of SPARK_HOME.
    private void linkLibraries() throws IOException {
        Path jars = Files.createDirectories(folder.resolve("home/jars"));
        for (String entry : classPath.split(File.pathSeparator)) {
            Path library = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar") && Files.exists(library)) {
                try {
                    link(library, jars.resolve(library.getFileName()));
                } catch (FileAlreadyExistsException twice) {
                    continue; // the first on a class path counts
                }
            }
        }
    }

    private static void link(Path library, Path link) throws IOException {
        try {
            Files.createSymbolicLink(link, library);
        } catch (UnsupportedOperationException | java.nio.file.FileSystemException notHere) {
            if (notHere instanceof FileAlreadyExistsException twice) {
                throw twice;
            }
            Files.copy(library, link);
        }
    }

    private Path startProcess(String name, String main, String... args) throws IOException {
        Path log = folder.resolve(name + ".log");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path config = Files.writeString(folder.resolve("log4j2.properties"), """
                rootLogger.level = info
                rootLogger.appenderRef.stderr.ref = stderr
                appender.stderr.type = Console
                appender.stderr.name = stderr
                appender.stderr.layout.type = PatternLayout
                appender.stderr.layout.pattern = %d{HH:mm:ss} %c{1}: %m%n
                """);
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + config, "-cp", folder.resolve("home/jars") + File.separator + "*",
                main));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile())
                .directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("SPARK_HOME", folder.resolve("home").toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", HOST);
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        processes.add(builder.start());
        return log;
    }

    /// Waits for a line in a log.
    private Matcher await(Path log, Pattern line) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Matcher found = line.matcher(Files.readString(log));
            if (found.find()) {
                return found;
            }
            boolean alive = processes.stream().allMatch(Process::isAlive);
            if (!alive || System.nanoTime() > end) {
                List<String> lines = Files.readAllLines(log);
                throw new IllegalStateException("the cluster does not come up:\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size())));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a cluster came up", stop);
            }
        }
    }

    /// The master's address, for `--master`.
    public String url() {
        return url;
    }

    /// The processes of the executors that run now.
    public List<ProcessHandle> executors() {
        return processes.stream().flatMap(worker -> worker.toHandle().descendants())
                .filter(child -> child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .toList();
    }

    /// Waits until the master ends.
    ///
    /// @return its exit status
    int await() throws InterruptedException {
        return processes.getFirst().waitFor();
    }

    /// Ends all processes, executors included, and deletes the folder.
    @Override
    public synchronized void close() {
        for (Process process : processes.reversed()) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            children.forEach(ProcessHandle::destroy);
        }
        for (Process process : processes) {
            process.onExit().orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                    .exceptionally(_ -> process.destroyForcibly()).join();
        }
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            } catch (IOException | UncheckedIOException busy) {
                folder.toFile().deleteOnExit(); // an executor's last words
            }
        }
    }
}
