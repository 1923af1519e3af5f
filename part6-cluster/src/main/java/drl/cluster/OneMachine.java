package drl.cluster;

import drl.parallel.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// No cluster: the shares are played by threads of this process. What comes out is what a cluster has to reproduce.
final class OneMachine implements Cluster {

    private final int threads;
    private final ExecutorService executor;

    OneMachine(int threads) {
        this.threads = threads;
        executor =
                Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("environments-", 0).daemon().factory());
    }

    @Override
    public int slots() {
        return threads;
    }

    @Override
    public List<RolloutBlock> play(PolicySnapshot policy, Share[] shares) {
        List<Future<RolloutBlock>> running = new ArrayList<>();
        for (Share share : shares) {
            running.add(executor.submit(() -> WorkerPool.play(policy, share)));
        }
        List<RolloutBlock> blocks = new ArrayList<>();
        for (Future<RolloutBlock> block : running) {
            blocks.add(Futures.get(block, "environments were played"));
        }
        return blocks;
    }

    @Override
    public String description() {
        return "none, this process plays on " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
