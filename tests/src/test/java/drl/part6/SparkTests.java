package drl.part6;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cluster.LoopbackCluster;
import drl.course.Repository;
import drl.run.Records;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs on Spark, in processes of their own: within one process, and on a cluster of a master and two workers. All of
/// them have to end like the run that does without Spark, to the last byte.
@Tag("part6")
@Tag("slow")
class SparkTests {

    private static final List<String> SETTINGS = List.of("--env-id", "SlowPendulum-v0", "--num-envs", "5",
            "--num-steps", "64", "--num-minibatches", "4", "--update-epochs", "2", "--total-timesteps", "1920",
            "--eval-episodes", "1", "--seed", "3");
    private static final int ITERATIONS = 6;

    @TempDir
    static Path runs;

    private static String classPath;

    @BeforeAll
    static void one_machine() throws Exception {
        Path services = Files.createDirectories(runs.resolve("services/META-INF/services"));
        Files.writeString(services.resolve("drl.env.EnvProvider"), SlowEnvs.class.getName());
        List<Path> path = new ArrayList<>(Repository.here().classPath(List.of("part6-cluster")));
        path.add(Path.of(SlowEnvs.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
        path.add(runs.resolve("services"));
        classPath = path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        finish(start("alone", "none"), "alone");
    }

    @Test
    void spark_in_one_process_gives_the_same_bytes() throws Exception {
        finish(start("local", "local[2]", "--num-partitions", "2", "--barrier"), "local");
        assertEqual("local");
    }

    @Test
    void a_cluster_gives_the_same_bytes_even_when_an_executor_is_killed() throws Exception {
        try (LoopbackCluster cluster = LoopbackCluster.start(classPath, 2, 1, 0)) {
            String log = finish(start("standalone", cluster.url()), "standalone");
            assertThat(log).doesNotContain("is lost");
            assertEqual("standalone");

            Process run = start("killed", cluster.url());
            while (run.isAlive() && (Records.iterations(runs.resolve("killed")) < ITERATIONS / 2
                    || cluster.executors().isEmpty())) {
                Thread.sleep(5);
            }
            Thread.sleep(60); // of some 200 ms that a task takes
            ProcessHandle executor = cluster.executors().getFirst();
            assertThat(executor.destroyForcibly()).isTrue();
            assertThat(finish(run, "killed")).contains("is lost", "are rebuilt as they were at step ");
            assertEqual("killed");
        }
    }

    /// One executor of the two that the cluster could have, and then none.
    @Test
    void a_run_ends_when_its_cluster_does_and_goes_on_elsewhere() throws Exception {
        Path run = runs.resolve("left");
        String url;
        Process left;
        try (LoopbackCluster cluster = LoopbackCluster.start(classPath, 2, 1, 0)) {
            url = cluster.url();
            assertRefused("--num-partitions must be at most 1 with --barrier, got 2", url, "--barrier",
                    "--num-partitions", "2", "-Dspark.cores.max=1");
            left = start("left", url, "--save-freq", "1", "-Dspark.cores.max=1",
                    "-Dspark.scheduler.maxRegisteredResourcesWaitingTime=20s");
            while (left.isAlive() && Records.iterations(run) < 2) {
                Thread.sleep(5);
            }
        }
        String log = finish(left, "left", 1);
        assertThat(log).contains(", 1 task at a time",
                "; none is left, and the run waits 20 s for another");
        assertThat(log.lines().toList().getLast())
                .startsWith("the cluster at " + url + " has had no executor for 20 s: ").contains("; --resume and");
        assertThat(Records.iterations(run)).isLessThan(ITERATIONS);

        assertRefused("--master " + url + ": nothing answers there", "", "--resume", run.toString());
        finish(start("resumed", "none", "--resume", run.toString()), "resumed");
        assertThat(Records.rows(run)).isEqualTo(Records.rows(runs.resolve("alone")));
        assertThat(run.resolve("model.safetensors")) // the best is the best of those saved, here one in each iteration
                .hasSameBinaryContentAs(runs.resolve("alone/model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            yarn                                                    | --master yarn: that part of Spark is not
            k8s://host                                              | --master k8s://host: that part of Spark is not
            local[2] --barrier --num-partitions 3                   | --num-partitions must be at most 2 with --barrier
            """)
    void what_spark_cannot_do_is_refused_in_a_line(String master, String refusal) throws Exception {
        List<String> words = List.of(master.split(" "));
        assertRefused(refusal, words.getFirst(), words.subList(1, words.size()).toArray(String[]::new));
    }

    @Test
    void a_spark_that_does_not_start_says_why_in_a_line() throws Exception {
        assertEnds(1, "Spark does not start at local[2]: ", "local[2]", "-Dspark.driver.port=port");
    }

    private static void assertRefused(String refusal, String master, String... more) throws Exception {
        assertEnds(2, refusal, master, more);
    }

    /// In one line, and without a folder.
    private static void assertEnds(int status, String line, String master, String... more) throws Exception {
        String log = finish(start("ends", master, more), "ends", status);
        assertThat(log.lines().filter(said -> !said.contains("incubator modules"))).singleElement().asString()
                .startsWith(line);
        assertThat(runs.resolve("ends")).doesNotExist();
    }

    /// @param master of a new run; one that is resumed has settings already
    private static Process start(String name, String master, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dspark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector "
                                + "-XX:+UseSerialGC -XX:TieredStopAtLevel=1"));
        List<String> flags = new ArrayList<>(List.of(more));
        flags.removeIf(flag -> flag.startsWith("-D") && command.add(flag));
        command.addAll(List.of("-cp", classPath, "drl.cli.Rl", "part6-cluster", "ppo"));
        if (!master.isEmpty()) {
            command.addAll(List.of("--master", master));
        }
        if (!flags.contains("--resume")) {
            command.addAll(List.of("--runs-dir", runs.toString(), "--run-name", name));
            command.addAll(SETTINGS);
        }
        command.addAll(flags);
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(runs.resolve(name + ".log").toFile()).start();
    }

    private static String finish(Process run, String name) throws Exception {
        return finish(run, name, 0);
    }

    private static String finish(Process run, String name, int status) throws Exception {
        boolean ended = run.waitFor(150, TimeUnit.SECONDS);
        run.destroyForcibly();
        String log = Files.readString(runs.resolve(name + ".log"));
        assertThat(ended).as(log).isTrue();
        assertThat(run.exitValue()).as(log).isEqualTo(status);
        return log;
    }

    private static void assertEqual(String name) throws IOException {
        assertThat(Records.rows(runs.resolve(name))).isEqualTo(Records.rows(runs.resolve("alone")));
        assertThat(Records.iterations(runs.resolve(name))).isEqualTo(ITERATIONS);
        for (String model : List.of("model.safetensors", "best-model.safetensors")) {
            assertThat(runs.resolve(name).resolve(model))
                    .hasSameBinaryContentAs(runs.resolve("alone").resolve(model));
        }
    }
}
