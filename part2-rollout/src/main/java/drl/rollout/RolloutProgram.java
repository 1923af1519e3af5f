package drl.rollout;

import drl.backend.Backend;
import drl.cli.Devices;
import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.cli.UsageException;
import drl.env.Env;
import drl.env.Envs;
import drl.env.wrapper.SeededOnce;
import drl.random.TorchRandom;
import drl.run.RunDescription;
import drl.run.RunFolder;
import drl.run.RunRecorder;
import drl.run.Screen;
import drl.video.RecordVideo;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// `./rl part2-rollout`: collects one batch with an untrained policy, shows what it consists of and films its first
/// episode.
final class RolloutProgram implements Program<RolloutProgram.Settings> {

    private static final String EXP = "rollout";

    /// What to collect, named as in the tutorial.
    ///
    /// @param envId                  the environment
    /// @param timestepsPerBatch      time steps to collect
    /// @param maxTimestepsPerEpisode time steps after which an episode is broken off
    /// @param wholeEpisodes          whether the batch ends with an episode, overshooting `timestepsPerBatch`
    /// @param gamma                  discount factor of the rewards-to-go
    record Settings(
            @Flag("environment to act in") String envId,
            @Flag("time steps to collect") int timestepsPerBatch,
            @Flag("time steps after which an episode is broken off") int maxTimestepsPerEpisode,
            @Flag("end the batch with an episode, overshooting timesteps-per-batch") boolean wholeEpisodes,
            @Flag("discount factor of the rewards-to-go, in [0, 1]") double gamma) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.inRange("timestepsPerBatch", timestepsPerBatch, 1, 1_000_000);
            Require.inRange("maxTimestepsPerEpisode", maxTimestepsPerEpisode, 1, 1_000_000);
            Require.inRange("gamma", gamma, 0, 1);
        }
    }

    @Override
    public String name() {
        return "part2-rollout";
    }

    @Override
    public String summary() {
        return "collects one batch with an untrained policy, shows what is in it and films its first episode";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings("Pendulum-v1", 4800, 1600, false, 0.95);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        if (options.resume().isPresent()) {
            throw new UsageException("--resume: one batch takes seconds and cannot be resumed; leave the flag out");
        }
        Screen.doWithout();
        Backend backend = Devices.choose(options);
        Env env = invocation.checking("--env-id", () -> new SeededOnce(Envs.make(settings.envId), options.seed()));
        RunFolder folder = RunFolder.create(options, settings.envId, EXP);
        return () -> {
            try (env) {
                collect(settings, options, invocation, backend, env, folder);
            }
            return 0;
        };
    }

    private static void collect(Settings settings, RunOptions options, Invocation invocation, Backend backend, Env env,
            RunFolder folder) {
        UntrainedPolicy untrained = UntrainedPolicy.of(env, new TorchRandom(options.seed()));
        RunDescription description = describe(settings, options, invocation, backend, env, untrained);
        try (RunRecorder recorder = RunRecorder.start(folder, description)) {
            // There is no critic yet to say what an episode that is cut short is still worth; part 3 has one.
            Rollout rollout = new Rollout(env, untrained.policy(), settings.timestepsPerBatch,
                    settings.maxTimestepsPerEpisode,
                    settings.wholeEpisodes ? Rollout.Ending.WHOLE_EPISODES : Rollout.Ending.EXACT, _ -> 0);
            Episodes batch = rollout.rollout();
            record(batch, recorder);

            double[] batchRtgs = new double[batch.timesteps()];
            RewardsToGo.computeRtgs(batch, settings.gamma, batchRtgs);
            Path clip = film(settings, options.seed(), batch, folder);
            if (!options.quiet()) {
                PrintStream out = invocation.out();
                new BatchTable(batch, batchRtgs, env).print(out);
                out.println();
                out.println("clip        " + clip);
            }
            recorder.finish();
        }
    }

    /// Every episode that was played to its end, then the batch as a run's only iteration.
    private static void record(Episodes batch, RunRecorder recorder) {
        int t = 0;
        for (int i = 0; i < batch.count(); i++) {
            int len = batch.len(i);
            if (batch.whole(i)) {
                recorder.episode(batch.episodicReturn(t, len), len, t + len);
            }
            t += len;
        }
        recorder.iteration(t);
    }

    /// Plays the batch's first episode once more, this time in front of a camera.
    ///
    /// @return the clip
    private static Path film(Settings settings, long seed, Episodes batch, RunFolder folder) {
        try (Env filmed = new RecordVideo(Envs.make(settings.envId), folder.videos(), EXP, _ -> true)) {
            Replay.firstEpisode(batch, filmed, seed);
        }
        return folder.videos().resolve(EXP + "-episode-0.mp4");
    }

    private static RunDescription describe(Settings settings, RunOptions options, Invocation invocation,
            Backend backend, Env env, UntrainedPolicy untrained) {
        SequencedMap<String, String> header = new LinkedHashMap<>();
        header.put("observations", env.observationSpace().toString());
        header.put("actions", env.actionSpace().toString());
        header.put("policy", "untrained, " + untrained.description());
        header.put("device", Devices.reason(options));
        header.put("backend", backend.description());
        SequencedMap<String, String> versions = new LinkedHashMap<>();
        versions.put("backend", backend.description());
        return new RunDescription(settings.envId, EXP, settings.timestepsPerBatch, settings, options,
                withoutBar(invocation), header, versions);
    }

    /// One batch is collected before a progress bar could be seen.
    private static Invocation withoutBar(Invocation started) {
        return new Invocation(started.chapter(), started.program(), started.preset(), started.args(), started.given(),
                started.out(), false);
    }
}
