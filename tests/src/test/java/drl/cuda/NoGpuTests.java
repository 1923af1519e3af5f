package drl.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drl.backend.Backend;
import drl.cli.Rl;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A machine without a GPU, which most are.
@Tag("cuda")
class NoGpuTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void noGpu() {
        assumeTrue(CudaRequirements.obstacle().isPresent(), "this machine has a GPU that can be used");
    }

    private int rl(String... words) {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Rl(Rl.installed(), to, new PrintStream(err, true, StandardCharsets.UTF_8), false)
                .run(List.of(words));
    }

    private String refusal() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void theBackendIsRefusedWithReasonAndFix() {
        assertThatThrownBy(() -> Backend.named("cuda")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("; ").hasMessageContaining("--device cpu");
    }

    @Test
    void trainingOnCudaIsRefusedInOneLine() {
        assertThat(rl("part1-network", "--device", "cuda", "--quiet")).isEqualTo(2);
        assertThat(refusal()).hasLineCount(1).startsWith("--device cuda: ").contains("--device cpu");
    }

    @Test
    void checkAndBenchAreRefusedInOneLine() {
        for (String program : List.of("check", "bench")) {
            err.reset();
            assertThat(rl("cuda", program)).isEqualTo(2);
            assertThat(refusal()).hasLineCount(1).startsWith("./rl cuda " + program + " needs a GPU: ")
                    .contains("./rl cuda info");
        }
    }

    @Test
    void infoSaysWhatWasLookedFor() {
        assertThat(rl("cuda", "info")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(CudaLibraries.DRIVER, CudaLibraries.CUBLAS,
                CudaLibraries.NVRTC, "searched", "GPU       none to be used: ");
    }

    /// Listing the commands and training on the CPU load nothing of JCuda.
    @Test
    void nothingOfJCudaIsLoadedUntilAskedFor() throws Exception {
        Process listing = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load", "--add-modules=jdk.incubator.vector", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), "drl.cli.Rl").redirectErrorStream(true).start();
        String loaded = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(listing.waitFor()).isZero();
        assertThat(loaded).contains("drl.cuda.CudaChapter").doesNotContain("jcuda.");
    }
}
