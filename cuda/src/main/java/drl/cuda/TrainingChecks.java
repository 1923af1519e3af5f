package drl.cuda;

import drl.cli.Chapter;
import drl.cli.Program;
import drl.cli.Rl;
import drl.cli.RunOptions;
import drl.nn.Safetensors;
import drl.run.TrainingProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A short run of every training program that is installed, as its user would start it: once on the CPU, twice on the GPU.
/// The networks that come out must agree, and the two from the GPU to the last bit.
final class TrainingChecks {

    /// Adam divides by the gradient's own size, so where a gradient is nearly zero its rounding decides the direction of a
    /// step. Trainings that start alike are therefore as far apart as some steps are long; a wrong gradient takes them
    /// further within the first iteration.
    private static final double APART = 0.02;

    private final long timesteps;
    private final long seed;
    private final Checklist list;

    TrainingChecks(RunOptions options, long timesteps, Checklist list) {
        seed = options.seed();
        this.timesteps = timesteps;
        this.list = list;
    }

    void all() throws IOException {
        Path folder = Files.createTempDirectory("rl-cuda-check");
        try {
            for (Chapter chapter : Rl.installed()) {
                for (Program<?> program : chapter.programs()) {
                    if (program instanceof TrainingProgram<?>) {
                        check(chapter, program, folder);
                    }
                }
            }
        } finally {
            delete(folder);
        }
    }

    private void check(Chapter chapter, Program<?> program, Path folder) throws IOException {
        String name = chapter.name() + " " + program.name();
        Path cpu = train(chapter, program, "cpu", folder, name + " on the CPU");
        Path gpu = train(chapter, program, "cuda", folder, name + " on the GPU");
        Path again = train(chapter, program, "cuda", folder, name + " on the GPU again");
        if (cpu == null || gpu == null || again == null) {
            return;
        }
        list.add(name + ", CPU against GPU", difference(Safetensors.read(cpu), Safetensors.read(gpu)), APART);
        list.add(name + ", the same seed gives the same bytes", Files.mismatch(gpu, again) < 0);
    }

    /// @return the model's file; null if the run failed, which is noted
    private Path train(Chapter chapter, Program<?> program, String device, Path folder, String name) {
        Path runs = folder.resolve(name.replace(' ', '-'));
        List<String> words = new ArrayList<>(List.of(chapter.name()));
        if (!chapter.programs().getFirst().equals(program) || chapter.programs().size() > 1) {
            words.add(program.name());
        }
        words.addAll(List.of("--device", device, "--seed", Long.toString(seed), "--total-timesteps",
                Long.toString(timesteps), "--eval-episodes", "0", "--save-freq", "0", "--quiet", "--runs-dir",
                runs.toString(), "--run-name", "run"));
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(complaint, true, StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int status = new Rl(Rl.installed(), out, err, false).run(words);
        if (status != 0) {
            list.add(name + ": " + complaint.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("failed"),
                    false);
            return null;
        }
        return runs.resolve("run").resolve("model.safetensors");
    }

    /// Relative to the largest number of each array.
    private static double difference(Safetensors.File expected, Safetensors.File actual) {
        double worst = 0;
        for (String name : expected.tensors().keySet()) {
            if (expected.tensors().get(name) instanceof Safetensors.Floats(var _, float[] a)
                    && actual.tensors().get(name) instanceof Safetensors.Floats(var _, float[] b)) {
                double largest = 1e-3, apart = 0;
                for (int i = 0; i < a.length; i++) {
                    largest = Math.max(largest, Math.abs(a[i]));
                    apart = Math.max(apart, Math.abs((double) a[i] - b[i]));
                }
                worst = Math.max(worst, apart / largest);
            }
        }
        return worst;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException busy) {
                    throw new UncheckedIOException(busy);
                }
            });
        }
    }
}
