package drl.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.cli.RlHarness;
import drl.cli.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./rl exercise` and `./rl check` on the command line.
@Tag("text")
class CourseCommandTests {

    @TempDir
    Path folder;

    private static RlHarness rl(String... args) {
        return RlHarness.run(List.of(new ExerciseChapter(), new CheckChapter(), new TextChapter()), args);
    }

    @Test
    void an_exercise_names_steps_files_and_equations() {
        Path out = folder.resolve("mine");
        RlHarness written = rl("exercise", "part2", "--out", out.toString());
        assertThat(written.status()).as(written.err()).isZero();
        assertThat(written.out()).contains("written  " + out, "ALG STEP 4, rewards-to-go",
                "drl/rollout/RewardsToGo.java",
                "R(t) = r(t) + γ·R(t+1)", "./rl check part2-rollout --workbook " + out);
        assertThat(out.resolve("src/main/java/drl/rollout/RewardsToGo.java")).content()
                .contains("throw new UnsupportedOperationException(");
        RlHarness again = rl("exercise", "part2", "--out", out.toString());
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.err()).contains("exists");
    }

    @Test
    void a_single_step_can_be_left_out() {
        Path out = folder.resolve("one");
        assertThat(rl("exercise", "part2-rollout", "--step", "ALG STEP 4", "--out", out.toString()).status()).isZero();
        assertThat(out.resolve("src/main/java/drl/rollout/RewardsToGo.java")).content().contains("Unsupported");
        assertThat(out.resolve("src/main/java/drl/rollout/Rollout.java")).content().doesNotContain("Unsupported");
        RlHarness none =
                rl("exercise", "part2-rollout", "--step", "ALG STEP 99", "--out", folder.resolve("x").toString());
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("ALG STEP 99", "ALG STEP 4, rewards-to-go");
    }

    @Test
    void a_folder_that_cannot_be_made_is_refused_in_one_line() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        for (Path out : List.of(file.resolve("mine"), file.resolve("a/mine"))) {
            RlHarness refused = rl("exercise", "part4", "--out", out.toString());
            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err().strip()).isEqualTo(out + ": no folder can be made there (" + file
                    + " is a file); name one that can be written with --out");
        }
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void tests_whose_build_did_not_come_to_its_end_are_built_again() throws IOException {
        Path source = write("tests/src/Tests.java"), classes = write("tests/target/test-classes/Tests.class");
        write("tests/pom.xml");
        write("tests/target/test-classpath.txt");
        Files.writeString(folder.resolve("pom.xml"), "what Maven refuses at once");
        ReferenceTests tests = new ReferenceTests(new Repository(folder));
        FileTime now = Files.getLastModifiedTime(source), later = FileTime.fromMillis(now.toMillis() + 10_000);
        Files.setLastModifiedTime(classes, later);
        assertThat(tests.upToDate()).as("built by whomever, after the last change").isTrue();

        Files.setLastModifiedTime(source, FileTime.fromMillis(now.toMillis() + 20_000));
        assertThat(tests.upToDate()).isFalse();
        assertThatThrownBy(tests::build).isInstanceOf(UsageException.class);
        Files.setLastModifiedTime(classes, FileTime.fromMillis(now.toMillis() + 30_000));
        assertThat(tests.upToDate()).as("of what such a build left").isFalse();
    }

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "");
    }

    @Test
    void what_cannot_be_done_is_refused_in_one_line() {
        assertThat(rl("exercise").err()).contains("CHAPTER");
        assertThat(rl("exercise", "part9").err()).contains("part9", "part2-rollout");
        assertThat(rl("check", "part6").err()).contains("part6-cluster has no steps", "part2-rollout");
        assertThat(rl("check", "part2", folder.toString()).err()).contains("--workbook");
        assertThat(rl("check", "part2", "--workbook", folder.toString()).err()).contains("./rl exercise part2-rollout");
        assertThat(rl("text", folder.resolve("none.md").toString()).err()).contains("none.md");
        for (String[] bad : new String[][] {{"exercise"}, {"exercise", "part9"}, {"check", "part2", folder.toString()},
            {"check", "part2", "--workbook", folder.toString()}, {"text", "none.md"}}) {
            assertThat(rl(bad).status()).isEqualTo(2);
            assertThat(rl(bad).err().strip()).doesNotContain("\n");
        }
    }
}
