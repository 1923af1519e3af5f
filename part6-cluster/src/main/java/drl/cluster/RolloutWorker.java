package drl.cluster;

import drl.env.Env;
import drl.env.Envs;
import drl.env.vector.EnvironmentFailure;
import drl.env.vector.NormalizeVectorEnv;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorStep;
import drl.env.wrapper.ClipAction;
import drl.env.wrapper.FlattenObservation;
import drl.env.wrapper.RunningMeanStd;
import drl.ppo.Agent;
import drl.ppo.VectorPpoHyperparameters;
import drl.random.SeedSequence;
import drl.random.TorchRandom;
import drl.run.FiniteGuard;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Plays some of a run's environments for an iteration: start reading at [#play].
///
/// It is [drl.ppo.VectorPPO]'s rollout, but for what would let one environment feel another. Every environment draws its
/// actions from a random stream of its own. The statistics that observations are normalised with stay as they were
/// when the iteration began; what is seen is only taken note of, environment by environment. So it does not matter
/// which environments a worker has, and where.
///
/// A worker does not remember anything between two iterations that the [Share] does not say. It is kept nevertheless,
/// because to make a robot's environment takes longer than to put one in a state.
///
/// T steps of k environments are played; observations have O numbers, actions A.
final class RolloutWorker implements AutoCloseable {

    private final VectorPpoHyperparameters hp;
    private final int count;                      // k
    private final int obsDim;
    private final SyncVectorEnv envs;
    private final Agent agent;
    private final RunningMeanStd statistics;      // of all observations before the iteration
    private final TorchRandom[] randoms;          // (k), of the actions
    private final double[] discountedReturns;     // (k)
    private final float[] raw;                    // (k, O), what the environments show
    private final float[] seen;                   // (k, O), what the agent sees of it
    private final float[] finals;                 // (k, O), the same of episodes' last observations
    private final float[] actions;                // (k, A)
    private final float[] finalValues;            // (k)
    private final SampleStatistics[] obsStatistics;    // (k), of the running iteration alone
    private final SampleStatistics[] returnStatistics; // (k)
    private final Tape noGrad = Tape.withoutGradients();
    private final Tensor obs;                     // (k, O)
    private final Tensor action;                  // (k, A)

    /// @param count k
    RolloutWorker(VectorPpoHyperparameters hp, int count) {
        this.hp = hp;
        this.count = count;
        envs = new SyncVectorEnv(count, _ -> new FlattenObservation(Envs.make(hp.envId())), ClipAction::new);
        obsDim = envs.observationSpace().size();
        agent = hp.agent(envs.observationSpace(), envs.actionSpace(), new TorchRandom(0));
        statistics = new RunningMeanStd(obsDim);
        randoms = new TorchRandom[count];
        obsStatistics = new SampleStatistics[count];
        returnStatistics = new SampleStatistics[count];
        for (int i = 0; i < count; i++) {
            randoms[i] = new TorchRandom(0);
            obsStatistics[i] = new SampleStatistics(obsDim);
            returnStatistics[i] = new SampleStatistics(1);
        }
        discountedReturns = new double[count];
        raw = new float[count * obsDim];
        seen = new float[count * obsDim];
        finals = new float[count * obsDim];
        finalValues = new float[count];
        actions = new float[count * envs.actionSpace().size()];
        obs = Tensor.zeros(count, obsDim);
        action = agent.actions(count);
    }

    /// Plays T steps.
    ///
    /// @throws drl.run.NotFiniteException if an observation or a reward is not finite
    /// @throws EnvironmentFailure         if an environment throws
    RolloutBlock play(PolicySnapshot policy, Share share) {
        long start = System.nanoTime();
        policy.giveTo(agent);
        policy.giveTo(statistics);
        takeUp(policy.seed(), share);
        BlockBuilder block = new BlockBuilder(hp.numSteps(), count, obsDim, actions.length / count);
        for (int t = 0; t < hp.numSteps(); t++) {
            look();
            act(block, t);
            VectorStep step = step(share.first());
            FiniteGuard.check(step, obsDim, share.first(), policy.globalStep() + (t + 1L) * hp.numEnvs());
            valueFinalObs(step);
            block.addStep(t, step, finalValues);
            note(step);
        }
        look(); // at what the next iteration begins with, through this one's statistics: the critic knows no others
        return block.build(seen, obsStatistics, returnStatistics, leave(), System.nanoTime() - start);
    }

    /// What the agent sees of the observations.
    private void look() {
        for (int i = 0; i < count; i++) {
            see(raw, i, seen);
        }
        obs.set(seen);
    }

    private void see(float[] source, int i, float[] target) {
        if (hp.normObs()) {
            NormalizeVectorEnv.normalize(statistics, source, i * obsDim, target);
        } else {
            System.arraycopy(source, i * obsDim, target, i * obsDim, obsDim);
        }
    }

    private void act(BlockBuilder block, int t) {
        try (var _ = noGrad.step()) {
            Tensor outputs = agent.getAction(obs, randoms, action);
            agent.logProb(outputs, action).get(0, block.logProbs, t * count, count);
        }
        action.get(0, actions, 0, actions.length);
        block.addActions(t, seen, actions);
    }

    private VectorStep step(int first) {
        try {
            return envs.step(actions);
        } catch (EnvironmentFailure failure) {
            throw new EnvironmentFailure(first + failure.index(), failure.seed(), failure.getCause());
        }
    }

    /// V of the observations at which episodes were cut in this step. They are gone with it.
    private void valueFinalObs(VectorStep step) {
        boolean cut = false;
        for (int i = 0; i < count; i++) {
            if (step.truncated()[i]) {
                cut = true;
                see(step.finalObs(), i, finals);
            }
        }
        if (cut) {
            obs.set(finals);
            try (var _ = noGrad.step()) {
                agent.getValue(obs).get(0, finalValues, 0, count);
            }
        }
    }

    /// Takes note of what the statistics will learn when the iteration is over: the observations that actions were chosen
    /// for, and the discounted returns so far.
    private void note(VectorStep step) {
        for (int i = 0; i < count; i++) {
            obsStatistics[i].add(raw, i * obsDim);
            discountedReturns[i] = discountedReturns[i] * hp.gamma() + step.rewards()[i];
            returnStatistics[i].add(discountedReturns[i]);
            if (step.done(i)) {
                discountedReturns[i] = 0;
            }
        }
        System.arraycopy(step.obs(), 0, raw, 0, raw.length);
    }

    /// Puts the environments where the iteration before left them, or starts them.
    private void takeUp(long seed, Share share) {
        for (int i = 0; i < count; i++) {
            obsStatistics[i].clear();
            returnStatistics[i].clear();
            if (share.states()[i].length == 0) {
                begin(i, seed, share.first() + i);
            } else {
                load(i, share.states()[i]);
            }
        }
    }

    /// The environment has the seed that it has on one machine. Its actions come from a stream that has nothing in common
    /// with the others' and with that of the weights.
    private void begin(int i, long seed, int number) {
        try {
            System.arraycopy(envs.reset(i, seed + number).obs(), i * obsDim, raw, i * obsDim, obsDim);
        } catch (EnvironmentFailure failure) {
            throw new EnvironmentFailure(number, failure.seed(), failure.getCause());
        }
        long word = new SeedSequence(seed | (number + 1L) << 32).generateInts(1)[0];
        randoms[i].restore(new TorchRandom(word).state());
        discountedReturns[i] = 0;
    }

    private void load(int i, byte[] state) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
            long[] position = randoms[i].state();
            for (int word = 0; word < position.length; word++) {
                position[word] = in.readLong();
            }
            randoms[i].restore(position);
            discountedReturns[i] = in.readDouble();
            for (int o = 0; o < obsDim; o++) {
                raw[i * obsDim + o] = in.readFloat();
            }
            envs.load(i, in);
        } catch (IOException unfit) {
            throw new UncheckedIOException(unfit);
        }
    }

    private byte[][] leave() {
        byte[][] states = new byte[count][];
        for (int i = 0; i < count; i++) {
            states[i] = save(i);
        }
        return states;
    }

    private byte[] save(int i) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            for (long word : randoms[i].state()) {
                out.writeLong(word);
            }
            out.writeDouble(discountedReturns[i]);
            for (int o = 0; o < obsDim; o++) {
                out.writeFloat(raw[i * obsDim + o]);
            }
            envs.save(i, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        envs.close();
    }
}
