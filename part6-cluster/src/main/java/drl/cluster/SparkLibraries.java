package drl.cluster;

import drl.cli.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks before a run whether a cluster can be reached, without touching Spark.
final class SparkLibraries {

    private static final Pattern STANDALONE = Pattern.compile("spark://([^:,/]+):(\\d+)");
    private static final int PATIENCE = 3000; // ms; Spark's own is a minute

    /// Parts of Spark that are not among ours, by the begin of the addresses that need them.
    private static final Map<String, String> MANAGERS = Map.of("yarn", "scheduler/cluster/YarnClusterManager", "k8s",
            "scheduler/cluster/k8s/KubernetesClusterManager");

    private SparkLibraries() {
    }

    /// @throws UsageException if Spark is not on the class path
    static void require() {
        if (isMissing("SparkContext")) {
            throw new UsageException("Spark's libraries are not on the class path of this process: start it with "
                    + "./rl part6-cluster, or give --master none");
        }
    }

    /// @throws UsageException if Spark or its part for this address is not on the class path, or nothing answers
    static void require(String master) {
        require();
        String manager = MANAGERS.get(master.split(":")[0]);
        if (manager != null && isMissing(manager)) {
            throw new UsageException("--master " + master + ": that part of Spark is not on the class path of this "
                    + "process; hand the jars to the spark-submit of a Spark installation, as part6-cluster/README.md "
                    + "says, or give local[N] or spark://HOST:PORT");
        }
        Matcher standalone = STANDALONE.matcher(master);
        if (standalone.matches()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(standalone.group(1), Integer.parseInt(standalone.group(2))),
                        PATIENCE);
            } catch (IOException | IllegalArgumentException silent) {
                throw new UsageException("--master " + master + ": nothing answers there; ./rl part6-cluster "
                        + "standalone starts a cluster on this machine, and --master none needs none", silent);
            }
        }
    }

    private static boolean isMissing(String type) {
        return SparkLibraries.class.getResource("/org/apache/spark/" + type + ".class") == null;
    }
}
