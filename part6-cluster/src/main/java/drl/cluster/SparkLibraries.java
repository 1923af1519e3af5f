package drl.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks before a run whether a cluster can be reached, without touching Spark.
final class SparkLibraries {

    private static final Pattern STANDALONE = Pattern.compile("spark://([^:,/]+):(\\d+)");
    private static final int PATIENCE = 3000; // ms; Spark's own is a minute

    private SparkLibraries() {
    }

    /// @return the address
    /// @throws IllegalArgumentException if Spark is not on the class path, or nothing answers
    static String require(String master) {
        if (SparkLibraries.class.getResource("/org/apache/spark/SparkContext.class") == null) {
            throw new IllegalArgumentException("Spark's libraries are not on the class path of this process: start it "
                    + "with ./rl part6-cluster, or use none");
        }
        Matcher standalone = STANDALONE.matcher(master);
        if (standalone.matches()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(standalone.group(1), Integer.parseInt(standalone.group(2))),
                        PATIENCE);
            } catch (IOException | IllegalArgumentException silent) {
                throw new IllegalArgumentException("nothing answers at " + master + "; ./rl part6-cluster standalone "
                        + "starts a cluster on this machine", silent);
            }
        }
        return master;
    }
}
