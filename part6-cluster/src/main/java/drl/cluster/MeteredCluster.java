package drl.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;

/// A cluster that takes the time of every iteration played on another.
final class MeteredCluster implements Cluster {

    private final Cluster cluster;
    private Iteration latest;

    /// What an iteration took.
    ///
    /// @param wall     ns from its begin to its end, as the learner sees it
    /// @param slowest  ns that the task which played longest played
    /// @param playing  ns that all tasks played
    /// @param policy   bytes of the policy, once for every executor
    /// @param shares   bytes of the environments' states, on their way out
    /// @param blocks   bytes of what came back
    /// @param all      ns with what this measuring takes
    record Iteration(long wall, long slowest, long playing, long policy, long shares, long blocks, long all) {

        /// What is neither played nor learned in: ns.
        long overhead() {
            return wall - slowest;
        }
    }

    MeteredCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /// The iteration played last.
    Iteration latest() {
        return latest;
    }

    @Override
    public int slots() {
        return cluster.slots();
    }

    @Override
    public List<RolloutBlock> play(PolicySnapshot policy, Share[] shares) {
        long start = System.nanoTime();
        List<RolloutBlock> blocks = cluster.play(policy, shares);
        long wall = System.nanoTime() - start, out = 0, back = 0;
        for (Share share : shares) {
            out += size(share);
        }
        for (RolloutBlock block : blocks) {
            back += size(block);
        }
        latest = new Iteration(wall, blocks.stream().mapToLong(RolloutBlock::nanos).max().orElse(0),
                blocks.stream().mapToLong(RolloutBlock::nanos).sum(), size(policy), out, back,
                System.nanoTime() - start);
        return blocks;
    }

    /// As Java writes it, which is what Spark sends.
    private static long size(Serializable object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.size();
    }

    @Override
    public String description() {
        return cluster.description();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
