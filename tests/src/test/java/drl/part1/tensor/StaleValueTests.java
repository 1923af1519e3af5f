package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// `-Ddrl.check=true` overwrites the values of the step before with NaN, so that a tensor kept too long shows.
///
/// The switch is read once, when the JVM loads the tape: each test is a JVM of its own.
@Tag("part1")
class StaleValueTests {

    @Test
    void areNaNWhenChecked() throws IOException, InterruptedException {
        assertThat(run("-Ddrl.check=true")).isEqualTo("kept NaN, parameter 3.0, of this step 10.0");
    }

    @Test
    void areNotTouchedOtherwise() throws IOException, InterruptedException {
        assertThat(run("-Ddrl.check=false")).isEqualTo("kept 9.0, parameter 3.0, of this step 10.0");
    }

    private static String run(String option) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(java.toString(), "--add-modules=jdk.incubator.vector", option, "-cp",
                System.getProperty("java.class.path"), KeepsATensor.class.getName()).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return printed.strip();
    }

    /// What the JVM runs: keeps the value of one step into the next, in which its node is not used.
    static final class KeepsATensor {

        /// Prints what has become of it.
        public static void main(String[] args) {
            Tape tape = new Tape();
            Tensor x = Tensor.parameter(3), kept;
            try (var _ = tape.step()) {
                x.add(0);
                kept = x.view(1).square();
                x.view(1);
            }
            try (var _ = tape.step()) {
                Tensor now = x.mul(3).add(1);
                System.out.println("kept " + kept.item() + ", parameter " + x.item() + ", of this step " + now.item());
            }
        }
    }
}
