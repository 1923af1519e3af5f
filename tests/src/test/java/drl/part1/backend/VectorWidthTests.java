package drl.part1.backend;

import static org.assertj.core.api.Assertions.assertThat;

import drl.backend.Activation;
import drl.backend.AdamStep;
import drl.backend.Backend;
import drl.backend.Unary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fast kernels with vectors narrower than this machine's, as other machines have them, and the JVM without any.
///
/// A JVM has one width for its lifetime: each test is a JVM of its own.
@Tag("part1")
class VectorWidthTests {

    @TempDir
    private Path folder;

    /// What a JVM printed.
    private record Printed(String out, String err) {
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void kernelsAgreeWithTheirPlainStatement(int bytes) throws IOException, InterruptedException {
        Printed printed = run("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=" + bytes);
        // A machine with narrower vectors than asked for keeps its own.
        assertThat(printed.out).matches("Vector API, (128|256|512) bit, 1 thread: \\d+ calls agree");
        assertThat(Integer.parseInt(printed.out.split(" ")[2])).isLessThanOrEqualTo(8 * bytes);
    }

    @Test
    void withoutTheModuleThePlainKernelsRunAndOneLineNamesTheFlag() throws IOException, InterruptedException {
        Printed printed = run("-Dfile.encoding=UTF-8");
        assertThat(printed.out).matches("scalar loops, 1 thread: \\d+ calls agree");
        assertThat(printed.err.lines()).singleElement().asString().contains("--add-modules jdk.incubator.vector");
    }

    private Printed run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Kernels.class.getName()));
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).describedAs(Files.readString(err)).isZero();
        return new Printed(out.strip(), Files.readString(err));
    }

    /// What the JVM runs: the kernels that are written with vectors, over sizes around every multiple of a vector.
    static final class Kernels {

        private static final int[] SIZES = {1, 3, 4, 5, 8, 9, 16, 17, 31, 33, 64, 65, 130};

        private final Backend backend = Backend.onCpu(1);
        private int calls;

        /// Prints what computed, and how often it agreed; fails where it did not.
        public static void main(String[] args) {
            Kernels kernels = new Kernels();
            for (int n : SIZES) {
                kernels.along(n);
            }
            System.out.println(kernels.backend.description() + ": " + kernels.calls + " calls agree");
        }

        private void along(int n) {
            check("adam " + n, Parity.rounding(), k -> k.backend().adam(
                    new AdamStep(0.1, 0.9, 0.999, 1e-8, 0.01, false, 1), k.random(n), k.random(n), k.random(n),
                    k.positive(n)));
            for (Unary f : List.of(Unary.EXP, Unary.TANH, Unary.SIGMOID)) {
                check(f + " " + n, Parity.rounding(), k -> k.backend().unary(f, 0, k.whole(n), k.random(n)));
            }
            for (int rows : new int[] {1, 2, 3, 4, 5, 6, 7, 49}) {
                layer(rows, 5, n);
                layer(rows, n, 3);
            }
            layer(7, 257, n);
            layer(17, 130, n);
            layer(130, 130, n);
            for (int kind = 0; kind < 4; kind++) {
                boolean ta = (kind & 1) != 0, tb = (kind & 2) != 0;
                check("matmul " + n, Parity.sumOf(9), k -> k.backend().matmul(ta, tb, k.random(13 * 9), k.random(9 * n),
                        k.random(13 * n), 13, n, 9, true));
            }
        }

        private void layer(int rows, int in, int out) {
            for (Activation act : List.of(Activation.TANH, Activation.RELU)) {
                check("layer " + rows + " " + in + " " + out + " " + act, Parity.sumOf(Math.max(in, rows)),
                        k -> LayerCalls.forwardAndBackward(k, act, rows, in, out, false));
            }
        }

        private void check(String name, double tolerance, Parity.Call call) {
            Parity.check(name, tolerance, call, List.of(backend));
            calls++;
        }
    }
}
