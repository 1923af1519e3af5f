package drl.cluster;

import drl.cli.Flag;
import drl.cli.Given;
import drl.cli.Invocation;
import drl.cli.Job;
import drl.cli.Program;
import drl.cli.Require;
import drl.cli.RunOptions;

/// `./rl part6-cluster standalone`: Spark's own cluster manager on the loopback interface, to try things with.
final class StandaloneProgram implements Program<StandaloneProgram.Settings> {

    /// How large it is.
    ///
    /// @param workers processes that start executors
    /// @param cores   tasks that each of them takes at a time
    /// @param port    of the master, 0 for any
    record Settings(
            @Flag("workers, each of which starts an executor of its own") int workers,
            @Flag("tasks that each of them takes at a time") int cores,
            @Flag("port of the master, 0 for any that is free") int port) {

        /// @throws IllegalArgumentException if a value is out of range
        Settings {
            Require.atLeast("workers", workers, 1);
            Require.atLeast("cores", cores, 1);
            Require.inRange("port", port, 0, 65535);
        }
    }

    @Override
    public String name() {
        return "standalone";
    }

    @Override
    public String summary() {
        return "starts a cluster on this machine, of processes of its own, until it is stopped";
    }

    @Override
    public Class<Settings> settingsType() {
        return Settings.class;
    }

    @Override
    public Settings base(String preset, Given given) {
        return new Settings(2, 1, 7077);
    }

    @Override
    public Job prepare(Settings settings, RunOptions options, Invocation invocation) {
        SparkLibraries.require();
        return () -> {
            try (LoopbackCluster cluster =
                    LoopbackCluster.start(System.getProperty("java.class.path"), settings.workers(), settings.cores(),
                            settings.port())) {
                Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
                invocation.out().println("cluster  " + cluster.url() + ", " + settings.workers() + " workers with "
                        + settings.cores() + (settings.cores() == 1 ? " core" : " cores") + " each, until Ctrl-C");
                invocation.out().flush();
                return cluster.await();
            }
        };
    }
}
