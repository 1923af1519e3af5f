package drl.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drl.backend.Activation;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Unary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernels as text: that Java and CUDA mean the same by their names, and that NVIDIA's compilers take them.
@Tag("cuda")
class KernelSourceTests {

    private static final Pattern DEFINITION = Pattern.compile("__global__ void (\\w+)\\(");

    @Test
    void javaAndCudaKnowTheSameKernels() {
        List<String> defined = new ArrayList<>();
        for (String source : KernelSources.read().values()) {
            Matcher definition = DEFINITION.matcher(source);
            while (definition.find()) {
                defined.add(definition.group(1));
            }
        }
        assertThat(defined).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(Kernel.values()).map(Kernel::symbol).toList());
    }

    @Test
    void functionsHaveTheSameNumbers() {
        String source = KernelSources.read().get("functions.cuh");
        assertThat(names(source, "Unary")).isEqualTo(names(Unary.values()));
        assertThat(names(source, "Binary")).isEqualTo(names(Binary.values()).replace("POW", "BINARY_POW"));
        assertThat(names(source, "Activation")).isEqualTo("IDENTITY, ACT_RELU, ACT_TANH, ACT_SIGMOID");
        assertThat(names(Activation.values())).isEqualTo("IDENTITY, RELU, TANH, SIGMOID");
        assertThat(names(source, "Expand")).isEqualTo(names(Expand.values()));
    }

    private static String names(Enum<?>[] values) {
        return String.join(", ", Arrays.stream(values).map(Enum::name).toList());
    }

    private static String names(String source, String type) {
        Matcher enumeration = Pattern.compile("enum " + type + " \\{([^}]*)}").matcher(source);
        assertThat(enumeration.find()).isTrue();
        return enumeration.group(1).strip().replaceAll("\\s+", " ");
    }

    @Test
    void ptxKnowsEveryKernel() {
        String ptx = KernelSources.ptx();
        for (Kernel kernel : Kernel.values()) {
            assertThat(ptx).contains(".entry " + kernel.symbol() + "(");
        }
        assertThat(ptx).containsPattern("(?m)^\\.version 8\\.0$").containsPattern("(?m)^\\.target sm_75$");
    }

    /// The PTX names what it was made from.
    @Test
    void ptxIsOfTheseSources() {
        String named =
                KernelSources.ptx().lines().filter(line -> line.startsWith("// sources ")).findFirst().orElseThrow();
        assertThat(named).as("the kernels have changed: run cuda/build-ptx.sh").endsWith(KernelSources.digest());
    }

    @Test
    void nvccCompilesEveryKernel(@TempDir Path folder) throws Exception {
        assumeTrue(TestDevice.on("nvcc"), "nvcc is not on the path");
        compile(folder, "nvcc", "-arch=compute_75", "--ptx", "--fmad=false", "--Werror=all-warnings", "-o",
                "kernels.ptx",
                "kernels.cu");
        String ptx = Files.readString(folder.resolve("kernels.ptx"));
        for (Kernel kernel : Kernel.values()) {
            assertThat(ptx).contains(".entry " + kernel.symbol() + "(");
        }
    }

    @Test
    void nvrtcCompilesEveryKernel() {
        assumeTrue(CudaLibraries.origin(CudaLibraries.NVRTC).isPresent(), CudaLibraries.NVRTC + " was not found");
        assertThat(KernelCompiler.compile(KernelSources.read(), 75)).contains(".entry adam(");
    }

    @Test
    void ptxAssemblesForEveryKindOfGpu(@TempDir Path folder) throws Exception {
        assumeTrue(TestDevice.on("ptxas"), "ptxas is not on the path");
        Files.writeString(folder.resolve("built.ptx"), KernelSources.ptx());
        for (String kind : List.of("sm_75", "sm_90")) {
            compile(folder, "ptxas", "-arch=" + kind, "-o", kind + ".cubin", "built.ptx");
        }
    }

    private static void compile(Path folder, String... command) throws IOException, InterruptedException {
        for (Map.Entry<String, String> file : KernelSources.read().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Process compiler = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(compiler.waitFor()).as(output).isZero();
    }
}
