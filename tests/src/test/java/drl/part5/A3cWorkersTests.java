package drl.part5;

import static drl.part5.A3cFixture.SEED;
import static drl.part5.A3cFixture.STEPS;
import static drl.part5.A3cFixture.env;
import static drl.part5.A3cFixture.hp;
import static drl.part5.A3cFixture.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.a2c.A3C;
import drl.a2c.A3cHyperparameters;
import drl.a2c.OptimizerKind;
import drl.a2c.SharedAdam;
import drl.a2c.SharedOptimizer;
import drl.a2c.SharedRmsProp;
import drl.a2c.WorkerFailure;
import drl.env.CartPole;
import drl.env.Envs;
import drl.env.Step;
import drl.env.wrapper.Wrapper;
import drl.fixture.BreakingEnv;
import drl.nn.StateDict;
import drl.run.NotFiniteException;
import drl.run.Recorder;
import drl.tensor.Tensor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Several workers of A3C at once: races, and how they end when one of them fails.
@Tag("part5")
class A3cWorkersTests {

    /// Threads are made to lose their core in the middle of an update, between any two parameters, and in the middle of a
    /// rollout. Parameters stay finite, nobody waits for ever, everybody takes part, and no step is lost. The repetition's
    /// number decides what is tried, so that what failed can be tried again.
    @RepeatedTest(20)
    @Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void races_do_no_harm(RepetitionInfo repetition) {
        int number = repetition.getCurrentRepetition(), workers = 2 + number % 7;
        boolean adam = number % 2 == 0, sharedStatistics = number / 2 % 2 == 0;
        String tried = "%d workers, %s, %s statistics".formatted(workers, adam ? "Adam" : "RMSprop",
                sharedStatistics ? "shared" : "own");
        long total = 400L * workers;
        A3cHyperparameters hp = hp("CartPole-v1", total, workers, OptimizerKind.ADAM, sharedStatistics, false);
        Map<Thread, AtomicLong> updates = new ConcurrentHashMap<>();
        CountDownLatch gate = new CountDownLatch(workers);
        AtomicLong episodeSteps = new AtomicLong();
        try (A3C a3c = new A3C(model(env(Restless::new)), _ -> env(Restless::new), hp, SEED, null,
                theta -> new Interrupted(adam ? new SharedAdam(theta) : new SharedRmsProp(theta, 0.99, 1e-5), updates,
                        gate))) {
            a3c.begin(SEED);
            assertThatCode(() -> a3c.learn(new Recorder() {
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
            })).as(tried).doesNotThrowAnyException();
            assertThat(a3c.steps()).as(tried).isEqualTo(total);
            assertThat(updates).as(tried).hasSize(workers);
            assertThat(updates.values().stream().mapToLong(AtomicLong::get).sum()).as(tried).isEqualTo(total / STEPS);
            assertThat(episodeSteps.get()).as(tried).isBetween(1L, total);
            for (Tensor parameter : a3c.model().parameters().values()) {
                for (float weight : parameter.toArray()) {
                    assertThat(weight).as(tried).isFinite();
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
                i -> env(() -> i == 2 ? new BreakingEnv(Envs.make("CartPole-v1"), 1000) : Envs.make("CartPole-v1")), hp,
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
}
