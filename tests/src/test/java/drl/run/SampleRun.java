package drl.run;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.RunOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/// A run without training: episodes and losses drawn from the seed.
final class SampleRun {

    record Hyperparameters(
            @Flag("environment") String envId,
            @Flag("discount factor") double gamma,
            @Flag("clip margin") float clip,
            @Flag("steps of a batch") int timestepsPerBatch,
            @Flag("whether the step size falls") boolean annealLr,
            @Flag("early stop") OptionalDouble targetKl) {

        static final Hyperparameters PLAIN = new Hyperparameters("Pendulum-v1", 0.99, 0.2f, 2048, true,
                OptionalDouble.empty());

        Hyperparameters with(double gamma) {
            return new Hyperparameters(envId, gamma, clip, timestepsPerBatch, annealLr, targetKl);
        }
    }

    final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    final RunOptions options;
    final RunDescription description;

    SampleRun(Path runsDir, long seed, Hyperparameters hyperparameters) {
        this(options(runsDir, seed, Optional.empty(), false), hyperparameters, "pendulum");
    }

    SampleRun(RunOptions options, Hyperparameters hyperparameters, String preset) {
        this.options = options;
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        Invocation invocation = new Invocation("part3-ppo", "tutorial", preset, List.of("part3-ppo", "--gamma", "0.99"),
                Given.none(), out, false);
        LinkedHashMap<String, String> header = new LinkedHashMap<>();
        header.put("observation space", "Box(3)");
        header.put("actor", "3-64-64-1");
        LinkedHashMap<String, String> versions = new LinkedHashMap<>();
        versions.put("backend", "scalar");
        description = new RunDescription(hyperparameters.envId(), "ppo", 3000, hyperparameters, options, invocation,
                header, versions);
    }

    static RunOptions options(Path runsDir, long seed, Optional<String> runName, boolean quiet) {
        RunOptions d = RunOptions.DEFAULTS;
        return new RunOptions(seed, d.device(), d.threads(), runsDir, runName, d.resume(), d.saveFreq(),
                d.evalEpisodes(), d.captureVideo(), quiet);
    }

    RunFolder folder() {
        return RunFolder.create(options, description.envId(), description.exp());
    }

    /// Three iterations of five episodes, an evaluation, the end.
    RunFolder runAll() {
        RunFolder folder = folder();
        try (RunRecorder recorder = RunRecorder.start(folder, description)) {
            Random random = new Random(options.seed());
            for (int iteration = 1; iteration <= 3; iteration++) {
                iterate(recorder, random, iteration);
            }
            recorder.evaluation(new double[] {-100, -200, -300});
            recorder.finish();
        }
        return folder;
    }

    static void iterate(Recorder recorder, Random random, int iteration) {
        recorder.scalar("charts/learning_rate", 3e-4);
        for (int episode = 1; episode <= 5; episode++) {
            double episodicReturn = -1300 + 400 * iteration + 50 * random.nextGaussian();
            recorder.episode(episodicReturn, 200, 1000L * (iteration - 1) + 200L * episode);
        }
        recorder.scalar("losses/policy_loss", random.nextDouble());
        recorder.scalar("losses/value_loss", 1e-7 * random.nextDouble());
        recorder.iteration(1000L * iteration);
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
