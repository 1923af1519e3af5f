package drl.cluster;

import drl.env.vector.NormalizeVectorEnv;
import drl.env.wrapper.RunningMeanStd;
import drl.nn.StateDict;
import drl.ppo.RolloutStorage;
import drl.ppo.Rollouts;
import drl.ppo.VectorPPO;
import drl.ppo.VectorPpoHyperparameters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The rollouts of [VectorPPO] from a cluster: start reading at [#play].
///
/// In the course of an iteration nobody talks to anybody. What environments have to share, the policy and the statistics
/// that observations and rewards are normalised with, goes out before and is put together after it, always in the order
/// of environments. How they were divided among machines leaves no trace.
final class ClusterRollouts implements Rollouts {

    private final Cluster cluster;
    private final VectorPpoHyperparameters hp;
    private final OptionalInt partitions;
    private final int obsDim;
    private final RunningMeanStd obsStatistics;
    private final RunningMeanStd returnStatistics = new RunningMeanStd(1);
    private final byte[][] states; // (N), what each environment was left with
    private final float[] nextObs; // (N, O)
    private long seed;

    /// @param partitions into which the environments are divided; empty for as many as the cluster plays at a time
    ClusterRollouts(Cluster cluster, VectorPpoHyperparameters hp, OptionalInt partitions, int obsDim) {
        this.cluster = cluster;
        this.hp = hp;
        this.partitions = partitions;
        this.obsDim = obsDim;
        obsStatistics = new RunningMeanStd(obsDim);
        states = new byte[hp.numEnvs()][0];
        nextObs = new float[hp.numEnvs() * obsDim];
    }

    /// The environments start where they are played, in the first iteration.
    @Override
    public float[] begin(long seed) {
        this.seed = seed;
        return nextObs;
    }

    @Override
    public void play(VectorPPO learner) {
        PolicySnapshot policy = PolicySnapshot.of(hp, seed, learner.globalStep(), learner.agent(), obsStatistics);
        Share[] shares = Share.cut(states, Math.min(partitions.orElse(cluster.slots()), hp.numEnvs()));

        List<RolloutBlock> blocks = cluster.play(policy, shares);

        for (int b = 0; b < shares.length; b++) {
            take(blocks.get(b), shares[b].first(), learner.storage());
        }
        endEpisodes(blocks, learner);
        markFirstObs(learner.storage());
        if (hp.normReward()) {
            normalizeRewards(learner.storage().rewards());
        }
        learner.observe(nextObs);
    }

    /// Puts a share's steps in their places, and its statistics and states with the others.
    private void take(RolloutBlock block, int first, RolloutStorage storage) {
        int n = hp.numEnvs(), k = block.count();
        interleave(block.obs(), storage.obs(), first, k, obsDim);
        interleave(block.actions(), storage.actions(), first, k, storage.actions().length / storage.size());
        interleave(block.logProbs(), storage.logProbs(), first, k, 1);
        interleave(block.rewards(), storage.rewards(), first, k, 1);
        for (int row = 0; row < block.endings().length; row++) {
            int at = row / k * n + first + row % k;
            storage.terminated()[at] = (block.endings()[row] & RolloutBlock.TERMINATED) != 0;
            storage.truncated()[at] = (block.endings()[row] & RolloutBlock.TRUNCATED) != 0;
        }
        RolloutBlock.Ends ends = block.ends();
        for (int end = 0; end < ends.rows().length; end++) {
            storage.finalValues()[ends.rows()[end] / k * n + first + ends.rows()[end] % k] = ends.values()[end];
        }
        System.arraycopy(block.obs(), hp.numSteps() * k * obsDim, nextObs, first * obsDim, k * obsDim);
        System.arraycopy(block.states(), 0, states, first, k);
        for (int i = 0; i < k; i++) {
            int at = i * (2 * obsDim + 2);
            obsStatistics.update(block.statistics(), at, hp.numSteps());
            returnStatistics.update(block.statistics(), at + 2 * obsDim, hp.numSteps());
        }
    }

    /// From (T, k, size) into the columns of (T, N, size).
    private void interleave(float[] block, float[] target, int first, int k, int size) {
        for (int t = 0; t < hp.numSteps(); t++) {
            System.arraycopy(block, t * k * size, target, (t * hp.numEnvs() + first) * size, k * size);
        }
    }

    /// The episodes of all blocks in the order in which they ended.
    private void endEpisodes(List<RolloutBlock> blocks, VectorPPO learner) {
        int[] next = new int[blocks.size()];
        for (int t = 0; t < hp.numSteps(); t++) {
            for (int b = 0; b < next.length; b++) {
                RolloutBlock.Ends ends = blocks.get(b).ends();
                for (; next[b] < ends.rows().length && ends.rows()[next[b]] / blocks.get(b).count() == t; next[b]++) {
                    learner.endEpisode(ends.returns()[next[b]], ends.lengths()[next[b]],
                            learner.globalStep() + (t + 1L) * hp.numEnvs());
                }
            }
        }
    }

    /// Which observations are the first of an episode: those behind an ending.
    private void markFirstObs(RolloutStorage storage) {
        int n = hp.numEnvs();
        System.arraycopy(storage.nextDones(), 0, storage.dones(), 0, n);
        for (int row = 0; row < storage.size(); row++) {
            float done = storage.terminated()[row] || storage.truncated()[row] ? 1 : 0;
            if (row + n < storage.size()) {
                storage.dones()[row + n] = done;
            } else {
                storage.nextDones()[row + n - storage.size()] = done;
            }
        }
    }

    /// Nothing was decided by rewards while the environments were played, so that they may look through statistics that
    /// know all of them.
    private void normalizeRewards(float[] rewards) {
        double deviation = returnStatistics.standardDeviation(0, NormalizeVectorEnv.EPSILON);
        for (int row = 0; row < rewards.length; row++) {
            rewards[row] = (float) Math.clamp(rewards[row] / deviation, -NormalizeVectorEnv.LIMIT,
                    NormalizeVectorEnv.LIMIT);
        }
    }

    /// Mean and variance of the observations, which belong to the model.
    RunningMeanStd obsStatistics() {
        return obsStatistics;
    }

    /// Adds everything that the environments depend on, one by one: a run can be taken up by any number of machines.
    void save(StateDict state) {
        state.putLongs("cluster_seed", seed);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            obsStatistics.save(new DataOutputStream(bytes));
            returnStatistics.save(new DataOutputStream(bytes));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        state.putBytes("statistics", bytes.toByteArray());
        for (int i = 0; i < states.length; i++) {
            state.putBytes("env." + i, states[i]);
        }
    }

    /// Takes over what [#save] added.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing
    void load(StateDict state) {
        seed = state.getLongs("cluster_seed", 1)[0];
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.getBytes("statistics")));
        try {
            obsStatistics.load(in);
            returnStatistics.load(in);
        } catch (IOException unfit) {
            throw new IllegalArgumentException("the checkpoint's statistics do not fit: " + unfit.getMessage(), unfit);
        }
        Arrays.setAll(states, i -> state.getBytes("env." + i));
    }
}
