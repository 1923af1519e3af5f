package drl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.cli.RunOptions;
import drl.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("the folder of a run")
class RunFolderTests {

    @TempDir
    Path temp;

    @Test
    void isNamedAfterEnvironmentProgramSeedAndSecond() {
        long before = Instant.now().getEpochSecond();
        RunFolder folder = RunFolder.create(options(temp.resolve("a/b"), Optional.empty()), "Pendulum-v1", "ppo");
        assertThat(folder.path()).isDirectory().hasParent(temp.resolve("a/b"));
        String[] parts = folder.name().split("__");
        assertThat(parts).hasSize(4).startsWith("Pendulum-v1", "ppo", "42");
        assertThat(Long.parseLong(parts[3])).isBetween(before, Instant.now().getEpochSecond());
    }

    @Test
    void runsOfOneSecondDoNotCollide() {
        Set<Path> paths = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            paths.add(RunFolder.create(options(temp, Optional.empty()), "Pendulum-v1", "ppo").path());
        }
        assertThat(paths).hasSize(5).allMatch(Files::isDirectory);
    }

    @Test
    void mayBeNamedByHand() {
        RunFolder folder = RunFolder.create(options(temp, Optional.of("first try")), "Pendulum-v1", "ppo");
        assertThat(folder.path()).isEqualTo(temp.resolve("first try")).isDirectory();
    }

    @Test
    void isNeverOverwritten() throws IOException {
        Path taken = Files.createDirectory(temp.resolve("taken"));
        Files.writeString(taken.resolve("metrics.csv"), "precious");
        assertThatThrownBy(() -> RunFolder.create(options(temp, Optional.of("taken")), "Pendulum-v1", "ppo"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--run-name taken: " + taken + " exists already, and runs are never overwritten;"
                        + " give another name");
        assertThat(taken.resolve("metrics.csv")).hasContent("precious");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedAndNothingIsLeftThere() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "not a folder");
        assertThatThrownBy(
                () -> RunFolder.create(options(file.resolve("runs"), Optional.empty()), "Pendulum-v1", "ppo"))
                .isInstanceOf(UsageException.class)
                .hasMessage("--runs-dir " + file.resolve("runs") + ": no folder can be made there (" + file
                        + " is a file); give one that can be written");
        assertThatThrownBy(() -> RunFolder.create(options(file, Optional.empty()), "Pendulum-v1", "ppo"))
                .isInstanceOf(UsageException.class).hasMessageContaining(file + " is a file");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void foldersMadeOnTheWayToARefusalAreRemoved() {
        String noName = "n\0";
        assertThatThrownBy(() -> RunFolder.create(options(temp.resolve("a/b"), Optional.of(noName)), "X-v0", "ppo"))
                .isInstanceOf(UsageException.class).hasMessageContaining("--run-name");
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void onlyTheFolderOfARunIsOpened() throws IOException {
        assertThatThrownBy(() -> RunFolder.open(temp.resolve("absent"))).isInstanceOf(UsageException.class)
                .hasMessage(temp.resolve("absent") + " is not the folder of a run: there is no such folder");
        assertThatThrownBy(() -> RunFolder.open(temp)).isInstanceOf(UsageException.class)
                .hasMessage(temp + " is not the folder of a run: it lacks config.json or metrics.csv");
        RunFolder run = new SampleRun(temp, 1, SampleRun.Hyperparameters.PLAIN).runAll();
        assertThat(RunFolder.open(run.path())).isEqualTo(run);
        Files.delete(run.metrics());
        assertThatThrownBy(() -> RunFolder.open(run.path())).isInstanceOf(UsageException.class);
    }

    private static RunOptions options(Path runsDir, Optional<String> name) {
        return SampleRun.options(runsDir, 42, name, false);
    }
}
