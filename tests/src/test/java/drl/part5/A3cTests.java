package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.a2c.A3C;
import drl.a2c.A3cHyperparameters;
import drl.a2c.ActorCritic;
import drl.a2c.ActorCriticLoss;
import drl.a2c.NStepRollout;
import drl.a2c.OptimizerKind;
import drl.a2c.PolicyLoss;
import drl.a2c.Returns;
import drl.a2c.SharedAdam;
import drl.a2c.SharedFloats;
import drl.a2c.SharedOptimizer;
import drl.a2c.SharedRmsProp;
import drl.a2c.WorkerFailure;
import drl.env.CartPole;
import drl.env.Env;
import drl.env.Envs;
import drl.env.Step;
import drl.env.vector.SyncVectorEnv;
import drl.env.vector.VectorEnv;
import drl.env.vector.VectorStep;
import drl.env.wrapper.Wrapper;
import drl.nn.Adam;
import drl.nn.Optimizer;
import drl.nn.RMSprop;
import drl.nn.StateDict;
import drl.random.TorchRandom;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tape;
import drl.tensor.Tensor;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("part5")
class A3cTests {

    private static final int HIDDEN = 16;
    private static final int STEPS = 5;
    private static final long SEED = 3;

    // ---- one worker -------------------------------------------------------------------------------------------

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

    // ---- many workers -----------------------------------------------------------------------------------------

    /// Threads are made to lose their core in the middle of an update, between any two parameters, and in the middle of a
    /// rollout. Parameters stay finite, nobody waits for ever, everybody takes part, and no step is lost.
    @RepeatedTest(20)
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void races_do_no_harm() {
        ThreadLocalRandom dice = ThreadLocalRandom.current();
        int workers = dice.nextInt(2, 9);
        boolean adam = dice.nextBoolean();
        long total = 400L * workers;
        A3cHyperparameters hp = hp("CartPole-v1", total, workers, OptimizerKind.ADAM, dice.nextBoolean(), false);
        Map<Thread, AtomicLong> updates = new ConcurrentHashMap<>();
        CountDownLatch gate = new CountDownLatch(workers);
        AtomicLong episodeSteps = new AtomicLong();
        try (A3C a3c = new A3C(model(env(Restless::new)), _ -> env(Restless::new), hp, SEED, null,
                theta -> new Interrupted(adam ? new SharedAdam(theta) : new SharedRmsProp(theta, 0.99, 1e-5), updates,
                        gate))) {
            a3c.begin(SEED);
            a3c.learn(new Recorder() {
                @Override
                public void scalar(String name, double value) {
                    assertThat(value).as(name).isFinite();
                }

                @Override
                public void episode(double episodicReturn, int episodicLength, long globalStep) {
                    episodeSteps.addAndGet(episodicLength);
                }

                @Override
                public void iteration(long globalStep) {
                }
            });
            assertThat(a3c.steps()).isEqualTo(total);
            assertThat(updates).hasSize(workers);
            assertThat(updates.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(total / STEPS);
            assertThat(episodeSteps.get()).isBetween(1L, total);
            for (Tensor parameter : a3c.model().parameters().values()) {
                for (float weight : parameter.toArray()) {
                    assertThat(weight).isFinite();
                }
            }
        }
    }

    /// Gives its core away every now and then.
    private static final class Restless extends Wrapper {
        Restless() {
            super(Envs.make("CartPole-v1"));
        }

        @Override
        public Step step(float[] action) {
            yieldPerhaps(8);
            return super.step(action);
        }
    }

    /// Changes parameters a few at a time, and gives its core away in between. Nobody passes its gate before all workers
    /// have come there: on a busy machine the first would be through before the last has started.
    private record Interrupted(SharedOptimizer inside, Map<Thread, AtomicLong> updates, CountDownLatch gate)
            implements
                SharedOptimizer {
        @Override
        public long begin() {
            AtomicLong mine = updates.computeIfAbsent(Thread.currentThread(), _ -> new AtomicLong());
            if (mine.getAndIncrement() == 0) {
                gate.countDown();
                awaitAll();
            }
            return inside.begin();
        }

        private void awaitAll() {
            try {
                assertThat(gate.await(20, TimeUnit.SECONDS)).as("all workers have come").isTrue();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        @Override
        public void update(long t, float[] gradient, int from, int to, double learningRate) {
            for (int at = from; at < to; at += 7) {
                inside.update(t, gradient, at, Math.min(at + 7, to), learningRate);
                yieldPerhaps(8);
            }
        }

        @Override
        public void save(StateDict state, String prefix) {
            inside.save(state, prefix);
        }

        @Override
        public void load(StateDict state, String prefix) {
            inside.load(state, prefix);
        }
    }

    private static void yieldPerhaps(int oneIn) {
        int dice = ThreadLocalRandom.current().nextInt(oneIn * 16);
        if (dice == 0) {
            LockSupport.parkNanos(20_000);
        } else if (dice < 16) {
            Thread.yield();
        }
    }

    /// The first to fail stops the others, which would play for hours, and is named with its cause.
    @Test
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_failing_worker_stops_all() {
        A3cHyperparameters hp = hp("CartPole-v1", 1_000_000_000_000L, 4, OptimizerKind.RMSPROP, true, false);
        try (A3C a3c = new A3C(model(env(CartPole::new)),
                i -> env(() -> i == 2 ? new Fragile(1000) : Envs.make("CartPole-v1")), hp,
                SEED, null)) {
            a3c.begin(SEED);
            assertThatThrownBy(() -> a3c.learn(Recorder.NONE)).isInstanceOf(WorkerFailure.class)
                    .hasMessage("worker 2 failed: environment 0, seeded with 5, failed: "
                            + "java.lang.ArithmeticException: the joint came off")
                    .hasRootCauseInstanceOf(ArithmeticException.class);
            long steps = a3c.steps();
            assertThat(steps).isLessThan(hp.totalTimesteps());
            assertThat(a3c.steps()).isEqualTo(steps);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void a_number_that_is_none_stops_the_run_before_the_parameters_take_harm(int workers) {
        A3cHyperparameters hp = hp("CartPole-v1", 1_000_000_000_000L, workers, OptimizerKind.ADAM, true, false);
        try (A3C a3c = new A3C(model(env(CartPole::new)),
                i -> env(() -> i == workers - 1 ? new Diseased(777) : Envs.make("CartPole-v1")), hp, SEED, null)) {
            a3c.begin(SEED);
            assertThatThrownBy(() -> a3c.learn(Recorder.NONE)).isInstanceOf(NotFiniteException.class)
                    .hasMessageContaining("the reward of environment 0 is NaN at step ");
            for (Tensor parameter : a3c.model().parameters().values()) {
                for (float weight : parameter.toArray()) {
                    assertThat(weight).isFinite();
                }
            }
        }
    }

    private static class Fragile extends Wrapper {
        private int left;

        Fragile(int steps) {
            super(Envs.make("CartPole-v1"));
            left = steps;
        }

        @Override
        public Step step(float[] action) {
            if (--left == 0) {
                throw new ArithmeticException("the joint came off");
            }
            return super.step(action);
        }
    }

    private static final class Diseased extends Wrapper {
        private int left;

        Diseased(int steps) {
            super(Envs.make("CartPole-v1"));
            left = steps;
        }

        @Override
        public Step step(float[] action) {
            Step step = super.step(action);
            return --left == 0 ? new Step(step.obs(), Double.NaN, step.terminated(), step.truncated()) : step;
        }
    }

    // ---- checkpoints ------------------------------------------------------------------------------------------

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
        return new Recorder() {
            @Override
            public void scalar(String name, double value) {
            }

            @Override
            public void episode(double episodicReturn, int episodicLength, long globalStep) {
            }

            @Override
            public void iteration(long globalStep) {
                if (globalStep == step) {
                    action.run();
                }
            }
        };
    }

    // ---- optimisers -------------------------------------------------------------------------------------------

    /// Two threads that each take n steps of gradient 1 on parameters of their own neighbourhood: no write is lost where
    /// nobody else writes.
    @Test
    void writes_to_different_elements_are_all_seen() throws InterruptedException {
        SharedFloats shared = new SharedFloats(64);
        Thread[] threads = new Thread[4];
        for (int t = 0; t < threads.length; t++) {
            int mine = t;
            threads[t] = new Thread(() -> {
                for (int n = 0; n < 10_000; n++) {
                    for (int i = mine; i < shared.size(); i += threads.length) {
                        shared.set(i, shared.get(i) + 1);
                    }
                }
            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        float[] values = new float[64];
        shared.copyTo(values);
        assertThat(values).containsOnly(10_000);
    }

    // ---- making them ------------------------------------------------------------------------------------------

    private static A3cHyperparameters hp(String envId, long total, int workers, OptimizerKind optimizer,
            boolean sharedStatistics, boolean anneal) {
        return new A3cHyperparameters(envId, total, 1e-3, workers, STEPS, anneal, 0.99, 0.01, 0.5,
                OptionalDouble.of(0.5), optimizer, sharedStatistics, HIDDEN, 1, 0, 1, 500);
    }

    private static A3C a3c(A3cHyperparameters hp, Supplier<Env> env) {
        return new A3C(model(env(env)), _ -> env(env), hp, SEED, null);
    }

    private static ActorCritic model(VectorEnv env) {
        return new ActorCritic(env.observationSpace(), env.actionSpace(), HIDDEN, new TorchRandom(SEED));
    }

    private static VectorEnv env(Supplier<Env> env) {
        return new SyncVectorEnv(1, _ -> env.get(), e -> e);
    }

    private static void assertSame(ActorCritic actual, ActorCritic expected) {
        StateDict a = new StateDict(), b = new StateDict();
        actual.save(a);
        expected.save(b);
        assertThat(a.checksum()).isEqualTo(b.checksum());
    }
}
