package drl.cluster;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The workers of a process, kept from one iteration to the next. Any of them fits any share of the same settings and
/// size.
final class WorkerPool {

    private record Kind(Map<String, String> settings, int count) {
    }

    private static final Map<Kind, Queue<RolloutWorker>> IDLE = new ConcurrentHashMap<>();

    private WorkerPool() {
    }

    /// Plays a share with an idle worker or a new one.
    static RolloutBlock play(PolicySnapshot policy, Share share) {
        Queue<RolloutWorker> idle = IDLE.computeIfAbsent(new Kind(policy.settings(), share.count()),
                _ -> new ConcurrentLinkedQueue<>());
        RolloutWorker kept = idle.poll();
        RolloutWorker worker = kept != null ? kept : new RolloutWorker(policy.hyperparameters(), share.count());
        try {
            RolloutBlock block = worker.play(policy, share);
            idle.add(worker);
            return block;
        } catch (RuntimeException | Error failure) {
            worker.close();
            throw failure;
        }
    }
}
