package drl.part5;

import static drl.part5.A3cFixture.SEED;
import static drl.part5.A3cFixture.STEPS;
import static drl.part5.A3cFixture.a3c;
import static drl.part5.A3cFixture.assertSame;
import static drl.part5.A3cFixture.hp;
import static drl.part5.A3cFixture.model;
import static org.assertj.core.api.Assertions.assertThat;

import drl.a2c.A3C;
import drl.a2c.A3cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.ActorCriticLoss;
import drl.a2c.NStepRollout;
import drl.a2c.OptimizerKind;
import drl.a2c.PolicyLoss;
import drl.a2c.Returns;
import drl.env.CartPole;
import drl.env.Envs;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.nn.Adam;
import drl.nn.Optimizer;
import drl.nn.RMSprop;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A3C by itself: with one worker a plain loop, and saved at a pause.
@Tag("part5")
class A3cTests {

    /// One worker does what a loop without any of A3C's machinery does, to the last bit.
    @ParameterizedTest
    @CsvSource({"ADAM, CartPole-v1, true", "RMSPROP, CartPole-v1, false", "RMSPROP, Pendulum-v1, true"})
    void a_single_worker_equals_a_plain_loop(OptimizerKind kind, String envId, boolean anneal) {
        long total = 2000;
        A3cHyperparameters hp = hp(envId, total, 1, kind, true, anneal);
        ActorCritic expected = plainLoop(hp);
        try (A3C a3c = a3c(hp, () -> Envs.make(envId))) {
            a3c.begin(SEED);
            a3c.learn(Recorder.NONE);
            assertThat(a3c.steps()).isEqualTo(total);
            assertSame(a3c.model(), expected);
        }
    }

    private static ActorCritic plainLoop(A3cHyperparameters hp) {
        VectorEnv env = new SyncVectorEnv(1, _ -> Envs.make(hp.envId()), e -> e);
        ActorCritic model = model(env);
        Optimizer optimizer = hp.optimizer() == OptimizerKind.ADAM
                ? new Adam(model.parameters().values(), hp.learningRate())
                : new RMSprop(model.parameters().values(), hp.learningRate(), 0.99, 1e-5, 0);
        NStepRollout rollout = new NStepRollout(model, env, STEPS,
                (step, rewards, row) -> bootstrap(model, step, rewards, row, hp.gamma()),
                new TorchRandom(SEED + 15_485_863));
        rollout.begin(SEED);
        Tape tape = new Tape();
        for (long step = 0; step < hp.totalTimesteps(); step += STEPS) {
            rollout.collect(step);
            float[] returns = new float[STEPS];
            Returns.computeReturns(rollout.nextValue(), rollout.rewards(), rollout.masks(), (float) hp.gamma(),
                    returns);
            try (var _ = tape.step()) {
                ActorCriticLoss loss = ActorCriticLoss.of(model.evaluate(rollout.batchObs(), rollout.batchActs()),
                        Tensor.of(returns), STEPS, PolicyLoss.MEAN, hp.vfCoef(), hp.entCoef());
                optimizer.zeroGrad();
                loss.loss().backward();
                optimizer.clipGradNorm(hp.maxGradNorm().orElseThrow());
                if (hp.annealLr()) {
                    optimizer.learningRate(hp.learningRate() * (1 - (double) step / hp.totalTimesteps()));
                }
                optimizer.step();
            }
        }
        return model;
    }

    private static void bootstrap(ActorCritic model, VectorStep step, float[] rewards, int row, double gamma) {
        if (step.truncated()[0] && !step.terminated()[0]) {
            try (var _ = Tape.withoutGradients().step()) {
                float value = model.value(Tensor.of(step.finalObs(), 1, step.finalObs().length)).at(0);
                rewards[row] += (float) gamma * value;
            }
        }
    }

    /// Workers that drew the same actions in the same episode would be one worker, paid for three times.
    @Test
    void each_worker_has_an_episode_and_random_numbers_of_its_own() {
        A3cHyperparameters hp = hp("CartPole-v1", 3000, 3, OptimizerKind.ADAM, true, false);
        try (A3C a3c = a3c(hp, () -> Envs.make("CartPole-v1"))) {
            a3c.begin(SEED);
            StateDict saved = new StateDict();
            a3c.save(saved);
            Set<Integer> streams = new HashSet<>(), firstObs = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                streams.add(Arrays.hashCode(saved.getLongs("random.worker." + i, -1)));
                firstObs.add(Arrays.hashCode(saved.get("worker." + i + ".next_obs", List.of(4))));
            }
            assertThat(streams).as("random streams").hasSize(3);
            assertThat(firstObs).as("first observations").hasSize(3);
        }
    }

    /// With one worker a resumed run ends as an undisturbed one; with several it goes on from the same parameters,
    /// statistics, environments and random streams.
    @ParameterizedTest
    @EnumSource
    void goes_on_exactly_where_it_was_saved(OptimizerKind kind) {
        A3cHyperparameters hp = hp("CartPole-v1", 3000, 1, kind, true, true);
        StateDict[] saved = new StateDict[1];
        try (A3C whole = a3c(hp, () -> Envs.make("CartPole-v1"));
                A3C resumed = a3c(hp, () -> Envs.make("CartPole-v1"))) {
            whole.begin(SEED);
            whole.learn(at(1500, () -> {
                saved[0] = new StateDict();
                whole.save(saved[0]);
            }));
            resumed.load(saved[0]);
            assertThat(resumed.steps()).isEqualTo(1500);
            resumed.learn(Recorder.NONE);
            assertSame(resumed.model(), whole.model());
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void several_workers_are_saved_whole(boolean sharedStatistics) {
        A3cHyperparameters hp = hp("CartPole-v1", 3000, 3, OptimizerKind.ADAM, sharedStatistics, false);
        try (A3C first = a3c(hp, () -> Envs.make("CartPole-v1"));
                A3C second = a3c(hp, () -> Envs.make("CartPole-v1"))) {
            first.begin(SEED);
            first.learn(Recorder.NONE);
            StateDict saved = new StateDict(), again = new StateDict();
            first.save(saved);
            assertThat(saved.has("optimizer.2.exp_avg")).isEqualTo(!sharedStatistics);
            second.load(saved);
            second.save(again);
            assertThat(again.checksum()).isEqualTo(saved.checksum());
        }
    }

    private static Recorder at(long step, Runnable action) {
        return globalStep -> {
            if (globalStep == step) {
                action.run();
            }
        };
    }
}
