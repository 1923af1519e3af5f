package drl.part2.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a machine without MuJoCo, or with a version that is not known, is told. The engine is looked for once in a
/// process, so each test asks another one.
@Tag("part2")
class MissingMujocoTests {

    private static final String HOW_TO_GET_IT = ": apt-get install libmujoco2.2.2, or get release ";

    @TempDir
    Path folder;

    private record Answer(int status, String out) {
    }

    private Answer rl(Path mujoco, String... args) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
                        "-Dmujoco.path=" + mujoco,
                        "-cp", System.getProperty("java.class.path"), "drl.cli.Rl"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out);
    }

    @Test
    void theListSaysHowToGetIt() throws IOException, InterruptedException {
        Answer envs = rl(folder, "envs");
        assertThat(envs.status()).isZero();
        assertThat(envs.out().lines().filter(line -> line.startsWith("HalfCheetah-v4 "))).singleElement().asString()
                .contains("1000", "missing", "there is no MuJoCo library in " + folder, HOW_TO_GET_IT);
        assertThat(envs.out().lines()).anyMatch(line -> line.startsWith("Pendulum-v1 ") && line.contains("installed"));
    }

    @Test
    void aRunIsRefusedInOneLine() throws IOException, InterruptedException {
        Answer run = rl(folder, "part3-ppo", "continuous", "--env-id", "HalfCheetah-v4");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out().lines().filter(line -> !line.startsWith("WARNING"))).singleElement().asString()
                .contains("--env-id", "HalfCheetah-v4: there is no MuJoCo library in", HOW_TO_GET_IT);
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void anotherVersionIsRefusedByName() throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("other.c"), """
                int mj_version(void) { return 317; }
                const char *mj_versionString(void) { return "3.1.7"; }
                """);
        Path library = folder.resolve("libmujoco.so.3.1.7");
        int compiled;
        try {
            compiled = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                    .inheritIO().start().waitFor();
        } catch (IOException e) {
            compiled = -1;
        }
        Assumptions.assumeTrue(compiled == 0, "needs a C compiler, to make another version of the library");
        assertThat(rl(folder, "envs").out().lines().filter(line -> line.startsWith("Hopper-v4 "))).singleElement()
                .asString()
                .contains("MuJoCo 3.1.7 (" + library + ") is a version whose layout is not known here; known "
                        + "are 2.2.2 and 3.14.0" + HOW_TO_GET_IT);
    }
}
