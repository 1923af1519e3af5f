package drl.cluster;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;
import drl.ppo.VectorPpoHyperparameters;
import drl.run.Recorder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// `./rl part6-cluster cost`: measures what a cluster costs, and says what larger ones would give by [CostModel].
final class CostProgram implements Program<CostProgram.Settings> {

    private static final int[] EXECUTORS = {8, 64, 512};
    private static final int WARM_UP = 5;
    private static final double MS = 1e6; // in nanoseconds

    /// What to measure, and how often.
    ///
    /// @param run    the run whose iterations are measured
    /// @param rounds samples of each figure
    record Settings(ClusterHyperparameters run,
            @Flag("samples of each figure, of which the median counts") int rounds) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.atLeast("rounds", rounds, 1);
        }
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public String summary() {
        return "measures an iteration on a cluster, and predicts larger clusters";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        VectorPpoHyperparameters ppo = VectorPpoHyperparameters.continuous().with("--env-id",
                given.text("--env-id", "HalfCheetah-v4"), "--num-envs", "8", "--num-steps", "512");
        return new Settings(new ClusterProgram().base("none", given).with(ppo), 15);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        ClusterHyperparameters run = settings.run();
        Require.that(!run.barrier(),
                "--barrier is for runs: what a task costs is measured with more tasks than run at a "
                        + "time, which it does not start");
        new ClusterProgram().requireFit(run, invocation);
        return () -> {
            try (Cluster cluster = Cluster.open(run, options.threads())) {
                measure(settings, options.seed(), new MeteredCluster(cluster), invocation.out());
                return 0;
            }
        };
    }

    private static void measure(Settings settings, long seed, MeteredCluster cluster, PrintStream out) {
        ClusterHyperparameters run = settings.run();
        int slots = Math.min(run.numPartitions().orElse(cluster.slots()), run.ppo().numEnvs());
        int envs = run.ppo().numEnvs(), steps = run.ppo().numSteps(), perTask = envs / slots;
        Sample full = sample(run.inPartitions(slots), seed, settings.rounds(), cluster);
        ClusterHyperparameters small = run.with(run.ppo().with("--num-steps", "1", "--num-minibatches", "1",
                "--num-envs", Integer.toString(Math.max(envs, 2))));
        Sample least = sample(small.inPartitions(slots), seed, settings.rounds(), cluster);
        Sample many = sample(small.inPartitions(envs), seed, settings.rounds(), cluster);

        double task = envs > slots ? Math.max(0, many.overhead - least.overhead) / (envs - slots) : 0;
        double more = full.blocks - least.blocks;
        double bandwidth = more / Math.max(full.overhead - least.overhead, 1) * 1e9;
        CostModel model = new CostModel(Math.max(0, least.overhead - task * slots) / 1e9, task / 1e9,
                (full.blocks + full.shares) / envs, bandwidth, full.playing / (steps * (double) envs) / 1e9,
                full.learning / (steps * (double) envs) / 1e9);

        line(out, "cluster", cluster.description());
        line(out, "iteration", "%s, %d environments x %d steps in %d tasks", run.ppo().envId(), envs, steps, slots);
        line(out, "rollout", "%.1f ms, %.0f steps/s", full.wall / MS, steps * (double) envs / full.wall * 1e9);
        line(out, "playing", "%.2f us a step (c)", model.step() * 1e6);
        line(out, "learning", "%.2f us a step (u)", model.learn() * 1e6);
        line(out, "overhead", "%.1f ms; %.1f ms with one step an iteration, %.2f ms for each task (b), so a is %.1f ms",
                full.overhead / MS, least.overhead / MS, task / MS, model.fixed() * 1e3);
        line(out, "bytes", "policy %.0f to each executor, states %.0f there and back, steps %.0f back", full.policy,
                full.shares, full.blocks - full.shares);
        if (!run.onSpark()) {
            return; // there is nothing to model
        }
        line(out, "bandwidth", "%.0f MB/s (w)", bandwidth / 1e6);
        line(out, "pays from", "%.0f us a step with 2 executors", 1e6 * model.crossing(2, perTask, steps));
        table(model, perTask, steps, out);
    }

    /// Steps a second for larger clusters: of the rollout alone, of the whole, and against one thread.
    private static void table(CostModel measured, int envs, int steps, PrintStream out) {
        out.println();
        out.println("| a step takes | executors | environments | rollout | rollout, steps/s | with learning, steps/s "
                + "| one thread | times faster |");
        out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        for (double step : new double[] {measured.step(), 1e-3, 1e-2}) {
            CostModel model = measured.with(step);
            for (int executors : EXECUTORS) {
                double all = (double) executors * envs * steps;
                double rollout = model.rollout(executors, envs, steps);
                double whole = model.iteration(executors, envs, steps), alone = model.alone(executors, envs, steps);
                out.println(String.format(Locale.ROOT, "| %.0f us | %d | %d | %.2f s | %.0f | %.0f | %.0f | %.1f |",
                        step * 1e6, executors, executors * envs, rollout, all / rollout, all / whole, all / alone,
                        alone / whole));
            }
        }
    }

    private static void line(PrintStream out, String label, String text, Object... values) {
        out.println(String.format(Locale.ROOT, "%-14s%s", label,
                values.length == 0 ? text : String.format(Locale.ROOT, text, values)));
    }

    /// Medians over some iterations; times in ns.
    private record Sample(double wall, double overhead, double playing, double learning, double policy, double shares,
            double blocks) {
    }

    private static Sample sample(ClusterHyperparameters run, long seed, int rounds, MeteredCluster cluster) {
        int iterations = WARM_UP + rounds;
        ClusterTraining training = new ClusterTraining( // the cluster is its caller's to close
                run.with(run.ppo().with("--max-iterations", Integer.toString(iterations))), seed, cluster);
        training.begin();
        List<MeteredCluster.Iteration> rollouts = new ArrayList<>();
        List<Long> learning = new ArrayList<>();
        for (int i = 0; i < iterations; i++) {
            long start = System.nanoTime();
            training.ppo().iterate(Recorder.NONE);
            if (i >= WARM_UP) {
                rollouts.add(cluster.latest());
                learning.add(System.nanoTime() - start - cluster.latest().all());
            }
        }
        return new Sample(median(rollouts, MeteredCluster.Iteration::wall),
                median(rollouts, MeteredCluster.Iteration::overhead),
                median(rollouts, MeteredCluster.Iteration::playing), median(learning, Long::longValue),
                median(rollouts, MeteredCluster.Iteration::policy), median(rollouts, MeteredCluster.Iteration::shares),
                median(rollouts, MeteredCluster.Iteration::blocks));
    }

    private static <T> double median(List<T> samples, ToLongFunction<T> figure) {
        return samples.stream().mapToLong(figure).sorted().skip(samples.size() / 2).findFirst().orElseThrow();
    }
}
