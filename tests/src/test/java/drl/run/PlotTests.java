package drl.run;

import static org.assertj.core.api.Assertions.assertThat;

import drl.cli.Chapter;
import drl.cli.Rl;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("part2")
@DisplayName("./rl plot and ./rl envs")
class PlotTests {

    private static final SampleRun.Hyperparameters PLAIN = SampleRun.Hyperparameters.PLAIN;

    @TempDir
    Path temp;

    private String out;
    private String err;

    @Test
    void drawsOneRun() throws IOException {
        RunFolder run = run("a", 1, PLAIN, "pendulum");
        Path png = temp.resolve("one.png");
        assertThat(rl("plot", run.path().toString(), "--out", png.toString())).isZero();
        assertThat(out).isEqualTo(png + System.lineSeparator());
        assertThat(err).isEmpty();
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(900, 560);
    }

    @Test
    void runsThatDifferOnlyInTheSeedAreOneGroup() {
        List<RunFolder> folders = List.of(run("a", 1, PLAIN, "pendulum"), run("b", 1, PLAIN.with(0.9), "pendulum"),
                run("c", 2, PLAIN, "pendulum"), run("d", 3, PLAIN, "pendulum"));
        List<RunGroup> groups = RunGroup.of(folders);
        assertThat(groups).extracting(RunGroup::folders).containsExactly(
                List.of(folders.get(0), folders.get(2), folders.get(3)), List.of(folders.get(1)));
        assertThat(RunGroup.labels(groups)).containsExactly("gamma 0.99 (3 runs)", "gamma 0.9");
    }

    @Test
    void labelsNameNoMoreThanWhatTellsGroupsApart() {
        RunFolder tutorial = run("a", 1, PLAIN, "pendulum");
        RunFolder optimized = run("b", 1, PLAIN.with(0.9), "optimized");
        RunFolder again = run("c", 1, PLAIN.with(0.8), "optimized");
        assertThat(RunGroup.labels(RunGroup.of(List.of(tutorial)))).containsExactly("part3-ppo tutorial");
        assertThat(RunGroup.labels(RunGroup.of(List.of(tutorial, optimized)))).containsExactly("pendulum", "optimized");
        assertThat(RunGroup.labels(RunGroup.of(List.of(tutorial, optimized, again))))
                .containsExactly("pendulum, gamma 0.99", "optimized, gamma 0.9", "optimized, gamma 0.8");
        RunFolder steady = run("d", 1, new SampleRun.Hyperparameters(PLAIN.envId(), 0.9, PLAIN.clip(),
                PLAIN.timestepsPerBatch(), !PLAIN.annealLr(), PLAIN.targetKl()), "tuned");
        assertThat(RunGroup.labels(RunGroup.of(List.of(optimized, again, steady))))
                .as("without anneal_lr, which tells nothing that the preset does not").containsExactly(
                        "optimized, gamma 0.9", "optimized, gamma 0.8", "tuned, gamma 0.9");
    }

    @Test
    void drawsSeveralSeedsAndAnyMetric() throws IOException {
        String[] args = {"plot", run("a", 1, PLAIN, "pendulum").path().toString(),
            run("b", 2, PLAIN, "pendulum").path().toString(),
            run("c", 1, PLAIN.with(0.9), "pendulum").path().toString(), "--out",
            temp.resolve("several.png").toString()};
        assertThat(rl(args)).isZero();
        String[] losses = Arrays.copyOf(args, args.length + 2);
        losses[args.length - 1] = temp.resolve("losses.png").toString();
        losses[args.length] = "--metric";
        losses[args.length + 1] = "losses/value_loss";
        assertThat(rl(losses)).isZero();
        assertThat(Files.readAllBytes(temp.resolve("several.png")))
                .isNotEqualTo(Files.readAllBytes(temp.resolve("losses.png")));
    }

    @Test
    void drawsOverTime() throws IOException {
        String run = run("a", 1, PLAIN, "pendulum").path().toString();
        Path steps = temp.resolve("steps.png"), seconds = temp.resolve("seconds.png");
        assertThat(rl("plot", run, "--out", steps.toString())).isZero();
        assertThat(rl("plot", run, "--over", "seconds", "--out", seconds.toString())).isZero();
        assertThat(Files.readAllBytes(seconds)).isNotEqualTo(Files.readAllBytes(steps));
        refused("--over takes steps or seconds, got hours; the nearest is steps", "plot", run, "--over", "hours");
    }

    @Test
    void refusesWhatItCannotDrawInOneLine() throws IOException {
        RunFolder run = run("a", 1, PLAIN, "pendulum");
        Path absent = temp.resolve("absent");
        refused("at least 1 RUN is needed: the folders of the runs, such as runs/Pendulum-v1__ppo__1__1700000000",
                "plot");
        refused(absent + " is not the folder of a run: there is no such folder", "plot", absent.toString());
        refused(temp + " is not the folder of a run: it lacks config.json or metrics.csv", "plot", temp.toString());
        refused(run.metrics() + " has no losses/valu_loss; the nearest is losses/value_loss, and there are"
                + " charts/learning_rate, charts/episodic_return, charts/episodic_length, losses/policy_loss,"
                + " losses/value_loss, charts/SPS, eval/episodic_return",
                "plot", run.path().toString(), "--metric", "losses/valu_loss");
        refused("--out must end in .png, got curve.pdf", "plot", run.path().toString(), "--out", "curve.pdf");
        refused("--out " + absent.resolve("a.png") + ": there is no folder " + absent, "plot", run.path().toString(),
                "--out", absent.resolve("a.png").toString());
        Files.delete(run.metrics());
        Files.writeString(run.metrics(), MetricsCsv.HEADER);
        refused(run.metrics() + " has no rows yet", "plot", run.path().toString());
    }

    @Test
    void environmentsAreListedWithSpacesAndLimits() {
        assertThat(rl("envs")).isZero();
        List<String> lines = out.lines().toList();
        assertThat(lines.getFirst().split(" {2,}")).containsExactly("environment", "step limit", "engine", "action",
                "observation");
        assertThat(lines).anySatisfy(line -> assertThat(line.split(" {2,}")).containsExactly("Pendulum-v1", "200",
                "installed", "Box(-2.0, 2.0, (1,), float32)",
                "Box([-1.0, -1.0, -8.0], [1.0, 1.0, 8.0], (3,), float32)"));
        assertThat(lines).anyMatch(line -> line.startsWith("CartPole-v1") && line.contains("Discrete(2)"));
    }

    private void refused(String line, String... args) {
        assertThat(rl(args)).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).isEqualTo(line + System.lineSeparator());
    }

    private int rl(String... args) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        List<Chapter> installed = Rl.installed();
        int status = new Rl(installed, new PrintStream(outBytes, true, StandardCharsets.UTF_8),
                new PrintStream(errBytes, true, StandardCharsets.UTF_8), false).run(List.of(args));
        out = outBytes.toString(StandardCharsets.UTF_8);
        err = errBytes.toString(StandardCharsets.UTF_8);
        return status;
    }

    private RunFolder run(String name, long seed, SampleRun.Hyperparameters hyperparameters, String preset) {
        return new SampleRun(SampleRun.options(temp, seed, Optional.of(name), true), hyperparameters, preset).runAll();
    }
}
