package drl.course;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every trap of `TRAPS.md` names a place where it is taught and a test that exists. (That its links lead somewhere is
/// tested with those of all pages.)
@Tag("text")
class TrapsTests {

    private static final Pattern TEST = Pattern.compile("`([\\w/]+Tests)(?:#(\\w+))?`");

    @Test
    void every_trap_is_taught_and_tested() {
        Path tests = Repository.here().root().resolve("tests");
        int traps = 0;
        for (String line : Repository.read(tests.resolve("TRAPS.md")).lines().toList()) {
            if (line.matches("\\| \\d+ \\|.*")) {
                traps++;
                assertThat(line).contains("](../part");
                Matcher test = TEST.matcher(line);
                int found = 0;
                while (test.find()) {
                    found++;
                    Path file = tests.resolve("src/test/java/drl").resolve(test.group(1) + ".java");
                    assertThat(file).as(line).exists();
                    if (test.group(2) != null) {
                        assertThat(file).as(line).content().contains(" " + test.group(2) + "(");
                    }
                }
                assertThat(found).as(line).isPositive();
            }
        }
        assertThat(traps).as("the traps of five tutorials").isGreaterThan(80);
    }
}
