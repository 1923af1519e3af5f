package drl.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import drl.nn.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way from `./rl` through JCuda, its native libraries and the forwarding library, to a driver and a cuBLAS 13
/// that are made for the purpose and run everything on the processor. In processes of their own, which find these
/// libraries where a machine with CUDA 13 has NVIDIA's.
@Tag("cuda")
class StandInGpuTests {

    @TempDir
    static Path machine;

    private record Result(int status, String out) {
    }

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(TestDevice.isThere() && TestDevice.on("cc"), TestDevice.NONE);
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "JCuda has libraries for 64-bit Intel and AMD only");
        assumeTrue(!CudaLibraries.isLoadable(CudaLibraries.DRIVER), "this machine has a driver of its own");
        Path sources = Files.createDirectory(machine.resolve("sources"));
        for (var file : KernelSources.read().entrySet()) {
            Files.writeString(sources.resolve(file.getKey()), file.getValue());
        }
        for (String name : List.of("emulator.cpp", "driver.cpp", "cublas.cpp")) {
            try (InputStream source = StandInGpuTests.class.getResourceAsStream("/cuda/" + name)) {
                Files.write(sources.resolve(name), source.readAllBytes());
            }
        }
        Files.writeString(sources.resolve("entries.inc"), Emulator.entries());
        Files.writeString(sources.resolve("names.inc"), String.join(",\n",
                Arrays.stream(Kernel.values()).map(kernel -> '"' + kernel.symbol() + '"').toList()));
        Path lib = Files.createDirectory(machine.resolve("lib"));
        succeed(run(sources, "g++", "-std=c++17", "-O2", "-ffp-contract=off", "-shared", "-fPIC",
                "-Wl,-soname,libcuda.so.1",
                "-o", lib.resolve("libcuda.so.1").toString(), "driver.cpp"));
        succeed(run(sources, "g++", "-O2", "-shared", "-fPIC", "-Wl,-soname,libcublas.so.13", "-o",
                lib.resolve("libcublas.so.13").toString(), "cublas.cpp", lib.resolve("libcuda.so.1").toString()));
    }

    private static void forward() throws Exception {
        succeed(run(machine, Path.of("..", "cuda", "forwarding", "build.sh").toAbsolutePath().toString()));
    }

    @Test
    void withoutTheForwardingLibraryTheReasonAndTheFixAreNamed() throws Exception {
        Files.deleteIfExists(machine.resolve("cache/rl-from-scratch/forwarding/libcublas.so.12"));
        Result refused = rl("part1-network", "--device", "cuda", "--runs-dir", machine.resolve("none").toString());
        assertThat(refused.status).isEqualTo(2);
        assertThat(refused.out.strip()).hasLineCount(1).startsWith("--device cuda: cuBLAS is of CUDA 13")
                .contains("cuda/forwarding/build.sh").contains("--device cpu");
        assertThat(machine.resolve("none")).doesNotExist();
    }

    @Test
    void infoFindsTheGpu() throws Exception {
        forward();
        Result info = rl("cuda", "info");
        assertThat(info.out).contains("GPU       stand-in GPU").contains("driver for CUDA 13.0")
                .contains("cuBLAS 13.0");
        assertThat(info.status).isZero();
    }

    @Test
    void everyKernelChecks() throws Exception {
        forward();
        Result check = rl("cuda", "check", "--no-training");
        assertThat(check.out).contains("pass  adam").contains("pass  linear TANH").doesNotContain("FAIL");
        assertThat(check.status).isZero();
    }

    /// Rollouts, updates, clipping, Adam: two iterations give the CPU's network, and twice the same bytes.
    @Test
    void ppoTrainsTheSameNetwork() throws Exception {
        forward();
        float[] cpu = ppo("cpu", "a"), gpu = ppo("cuda", "b");
        assertThat(gpu).hasSameSizeAs(cpu);
        for (int i = 0; i < cpu.length; i++) {
            assertThat(gpu[i]).isCloseTo(cpu[i], Offset.offset(2e-4f)); // a tenth of a step of Adam
        }
        assertThat(ppo("cuda", "c")).isEqualTo(gpu);
    }

    private static float[] ppo(String device, String name) throws Exception {
        succeed(rl("part3-ppo", "continuous", "--preset", "none", "--env-id", "Pendulum-v1", "--device", device,
                "--num-envs", "2", "--num-steps", "32", "--num-minibatches", "2", "--update-epochs", "2",
                "--total-timesteps", "128", "--eval-episodes", "0", "--learning-rate", "0.002", "--quiet", "--runs-dir",
                machine.resolve("runs").toString(), "--run-name", name));
        var model = Safetensors.read(machine.resolve("runs").resolve(name).resolve("model.safetensors"));
        List<Float> all = new ArrayList<>();
        model.tensors().values().forEach(entry -> {
            if (entry instanceof Safetensors.Floats(var _, float[] values)) {
                for (float value : values) {
                    all.add(value);
                }
            }
        });
        float[] numbers = new float[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = all.get(i);
        }
        return numbers;
    }

    @Test
    void trainingRunsOnItAndSaysSo() throws Exception {
        forward();
        Result fit = rl("part1-network", "--device", "cuda", "--steps", "60", "--runs-dir",
                machine.resolve("runs").toString());
        assertThat(fit.out).contains("backend  CUDA, stand-in GPU");
        assertThat(fit.status).isZero();
    }

    private static Result rl(String... words) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true", "-cp",
                        System.getProperty("java.class.path"),
                        "drl.cli.Rl"));
        command.addAll(List.of(words));
        Result result = run(machine, command.toArray(String[]::new));
        return new Result(result.status,
                result.out.replace("WARNING: Using incubator modules: jdk.incubator.vector\n", ""));
    }

    private static Result run(Path folder, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", machine.resolve("lib").toString());
        builder.environment().put("XDG_CACHE_HOME", machine.resolve("cache").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private static void succeed(Result result) {
        assertThat(result.status).as(result.out).isZero();
    }
}
