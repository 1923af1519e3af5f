package drl.part2.mujoco;

import static org.assertj.core.api.Assertions.assertThat;

import drl.env.mujoco.HalfCheetah;
import drl.env.mujoco.InvertedPendulum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// The engine's memory is freed with the environments.
@Tag("part2")
@NeedsMujoco
class MujocoMemoryTests {

    private static final int MANY = 10_000;
    private static final long MEBIBYTE = 1 << 20;

    /// A leak of a cheetah's data or of a model would be of more than a hundred times the bound.
    @Test
    @EnabledOnOs(OS.LINUX)
    void tenThousandEnvironmentsLeaveNothingBehind() throws IOException {
        try (HalfCheetah _ = new HalfCheetah()) { // keeps the model, so that only data come and go
            cheetahs(500);
            long before = resident();
            cheetahs(MANY);
            assertThat(resident() - before).as("bytes").isLessThan(16 * MEBIBYTE);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void modelsAreFreedAsWell() throws IOException {
        pendulums(100);
        long before = resident();
        pendulums(1000);
        assertThat(resident() - before).as("bytes").isLessThan(16 * MEBIBYTE);
    }

    private static void cheetahs(int count) {
        for (int i = 0; i < count; i++) {
            try (HalfCheetah env = new HalfCheetah()) {
                env.reset(i);
            }
        }
    }

    private static void pendulums(int count) {
        for (int i = 0; i < count; i++) {
            try (InvertedPendulum env = new InvertedPendulum()) {
                env.reset(i);
            }
        }
    }

    /// The process's memory in use, in bytes: the second number of `statm`, in pages.
    private static long resident() throws IOException {
        System.gc(); // what the heap takes is not the question
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * 4096;
    }
}
