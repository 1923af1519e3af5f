package drl.ppo;

import drl.tensor.Tape;
import java.util.List;
import java.util.stream.IntStream;

/// What the networks say of a rollout's steps: log π of the actions and V of the observations. Nothing that was done depended
/// on either, and the networks do not change meanwhile: the same numbers as step by step come from products with rows enough
/// to keep the processor busy, hundreds in the time of a few.
final class RolloutEvaluation {

    private static final int TOGETHER = 256; // rows, whose layers find room in the second-level cache

    private final Agent agent;
    private final RolloutStorage storage;
    private final StepTensors batch;
    private final List<StepTensors> parts;                // of that
    private final List<Runnable> valuations;              // V of each part's observations
    private final Tape judging = Tape.withoutGradients(); // the actor's opinion
    private final Tape valuing = Tape.withoutGradients(); // the critic's, which may come from another thread
    private int valued;                                   // parts whose V are known, or under way

    /// @param storage what happened; receives log π and V
    /// @param batch   the same steps as tensors, with what [Agent#getAction] put out for them
    RolloutEvaluation(Agent agent, RolloutStorage storage, StepTensors batch) {
        this.agent = agent;
        this.storage = storage;
        this.batch = batch;
        parts = batch.parts(TOGETHER);
        valuations = IntStream.range(0, parts.size()).<Runnable>mapToObj(part -> () -> valueObs(part)).toList();
    }

    /// Forgets the rollout before.
    void begin() {
        valued = 0;
    }

    /// log π of all actions.
    void judgeActions() {
        batch.actions().set(storage.actions);
        for (StepTensors some : parts) {
            try (var _ = judging.step()) {
                judging.backend().copy(agent.logProb(some.outputs(), some.actions()).data(), some.logProbs().data());
            }
        }
        batch.logProbs().get(0, storage.logProbs, 0, storage.size());
    }

    /// V of all observations.
    void valueObs() {
        valuing.backend().join();
        for (; valued < parts.size(); valued++) {
            valueObs(valued);
        }
        batch.values().get(0, storage.values, 0, storage.size());
    }

    private void valueObs(int part) {
        StepTensors some = parts.get(part);
        some.obs().set(0, storage.obs, part * TOGETHER * storage.obsDim, some.obs().size());
        try (var _ = valuing.step()) {
            valuing.backend().copy(agent.getValue(some.obs()).data(), some.values().data());
        }
    }

    /// Begins with that while environments still step: acting takes one thread, so another may have time.
    ///
    /// @param steps of the rollout that were taken
    void valueMeanwhile(int steps) {
        if (steps >= (valued + 1) * TOGETHER && valued + 1 < parts.size()) {
            valuing.backend().meanwhile(valuations.get(valued++));
        }
    }
}
