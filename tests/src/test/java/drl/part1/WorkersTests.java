package drl.part1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import drl.parallel.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The team that shares out work: every part once, and by the same thread each time.
@Tag("part1")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTests {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 5", "2, 1", "2, 2", "2, 65535", "3, 2", "3, 3", "5, 7", "8, 40000"})
    void everyPartIsDoneOnce(int threads, int parts) {
        try (Workers workers = new Workers(threads, "test")) {
            for (int item = 0; item < 20; item++) {
                AtomicIntegerArray times = new AtomicIntegerArray(parts);
                workers.run(parts, (part, of) -> times.addAndGet(part, of));
                for (int part = 0; part < parts; part++) {
                    assertThat(times.get(part)).isEqualTo(parts);
                }
                assertThat(workers.busy()).isFalse();
            }
        }
    }

    /// Where both threads are there in time, as here, where each part waits for the other to begin.
    @Test
    void theCallerDoesTheLastPartAndTheHelperTheFirst() {
        try (Workers workers = new Workers(2, "test")) {
            for (int item = 0; item < 2000; item++) {
                AtomicReferenceArray<Thread> who = new AtomicReferenceArray<>(2);
                workers.run(2, (part, _) -> {
                    who.set(part, Thread.currentThread());
                    while (who.get(1 - part) == null) {
                        Thread.onSpinWait();
                    }
                });
                assertThat(who.get(0).getName()).isEqualTo("test-1");
                assertThat(who.get(1)).isSameAs(Thread.currentThread());
            }
        }
    }

    @Test
    void helpersStayAwayWhileTheProgramIsYoung() {
        try (Workers workers = new Workers(3, "test", Duration.ofDays(1))) {
            List<Thread> who = new ArrayList<>();
            workers.run(5, (part, _) -> {
                assertThat(who).hasSize(part);
                who.add(Thread.currentThread());
            });
            assertThat(who).hasSize(5).containsOnly(Thread.currentThread());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void whatIsDoneMeanwhileIsDoneOnceUntilTheCallerAsksForIt(int threads) {
        try (Workers workers = new Workers(threads, "test")) {
            int[] times = new int[1]; // plain: what a helper wrote is seen behind join
            for (int job = 1; job <= 5000; job++) {
                workers.meanwhile(() -> times[0]++);
                if (job % 2 == 0) { // else the next job waits for this one
                    workers.join();
                    assertThat(times[0]).isEqualTo(job);
                }
            }
            workers.join();
            assertThat(times[0]).isEqualTo(5000);
        }
    }

    /// The job ends only when the caller has gone on, past an item that the helper then has no time for.
    @Test
    void aHelperWorksWhileTheCallerGoesOn() {
        try (Workers workers = new Workers(2, "test")) {
            AtomicReference<Thread> who = new AtomicReference<>();
            CountDownLatch begun = new CountDownLatch(1);
            AtomicBoolean over = new AtomicBoolean();
            workers.meanwhile(() -> {
                who.set(Thread.currentThread());
                begun.countDown();
                while (!over.get()) {
                    Thread.onSpinWait();
                }
                assertThat(workers.busy()).isTrue();
            });
            assertThatNoException().isThrownBy(begun::await);
            assertThat(workers.busy()).isFalse();
            List<Thread> parts = new ArrayList<>();
            workers.run(3, (_, _) -> parts.add(Thread.currentThread()));
            over.set(true);
            workers.join();
            assertThat(who.get().getName()).isEqualTo("test-1");
            assertThat(parts).hasSize(3).containsOnly(Thread.currentThread());
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void aJobThatFailsSaysSoOnce(int threads) {
        try (Workers workers = new Workers(threads, "test")) {
            for (int i = 0; i < 100; i++) {
                assertThatIllegalStateException().isThrownBy(() -> {
                    workers.meanwhile(() -> {
                        throw new IllegalStateException("failed");
                    });
                    workers.join();
                }).withMessage("failed");
                workers.join();
                workers.meanwhile(() -> {});
                workers.join();
            }
        }
    }

    @Test
    void nobodyElseDoesItWhileTheProgramIsYoung() {
        try (Workers workers = new Workers(2, "test", Duration.ofDays(1))) {
            List<Thread> who = new ArrayList<>();
            workers.meanwhile(() -> who.add(Thread.currentThread()));
            assertThat(who).containsExactly(Thread.currentThread());
            workers.join();
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "65536"})
    void refusesANumberOfPartsThatItCannotCount(int parts) {
        try (Workers workers = new Workers(2, "test")) {
            assertThatIllegalArgumentException().isThrownBy(() -> workers.run(parts, (_, _) -> {}))
                    .withMessageContaining("got " + parts);
        }
    }
}
