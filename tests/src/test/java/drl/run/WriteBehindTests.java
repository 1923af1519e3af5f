package drl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Files written beside a training: nobody waits for the disk, nothing is lost, no failure is passed over.
@Tag("part2")
@Timeout(60)
class WriteBehindTests {

    private final List<String> written = Collections.synchronizedList(new ArrayList<>());

    @Test
    void the_training_goes_on_while_a_file_is_written() {
        CountDownLatch disk = new CountDownLatch(1);
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            files.begin(() -> {
                pass(disk);
                written.add("first");
            });
            assertThat(written).isEmpty();
            disk.countDown();
            files.await();
            assertThat(written).containsExactly("first");
        }
    }

    @Test
    void one_file_is_written_after_the_other() {
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            for (int i = 0; i < 100; i++) {
                String name = "file " + i;
                files.begin(() -> written.add(name));
            }
        }
        assertThat(written).hasSize(100).isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }

    @Test
    void a_full_disk_is_told_of_when_the_next_file_is_to_be_written() {
        UncheckedIOException full = new UncheckedIOException(new FileSystemException("no space left"));
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            files.begin(() -> {
                throw full;
            });
            assertThatThrownBy(() -> files.begin(() -> written.add("next"))).isSameAs(full);
            assertThatThrownBy(files::await).isSameAs(full);
        }
        assertThat(written).isEmpty();
    }

    @Test
    void an_error_stays_an_error() {
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            files.begin(() -> {
                throw new OutOfMemoryError("for the test");
            });
            assertThatThrownBy(files::await).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void the_end_waits_for_what_is_being_written() {
        CountDownLatch begun = new CountDownLatch(1);
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            files.begin(() -> {
                begun.countDown();
                Thread.yield();
                written.add("last");
            });
            pass(begun);
        }
        assertThat(written).containsExactly("last");
    }

    @Test
    void rest_begins_when_everything_is_written() {
        AtomicLong nanos = new AtomicLong(5);
        try (WriteBehind files = new WriteBehind(nanos::get)) {
            assertThat(files.restedFor(Duration.ZERO)).isTrue();
            CountDownLatch disk = new CountDownLatch(1);
            files.begin(() -> pass(disk));
            nanos.set(100);
            assertThat(files.restedFor(Duration.ZERO)).isFalse();
            disk.countDown();
            files.await();
            assertThat(files.restedFor(Duration.ofNanos(1))).isFalse();
            nanos.set(101);
            assertThat(files.restedFor(Duration.ofNanos(1))).isTrue();
        }
    }

    @Test
    void without_anything_to_write_there_is_nothing_to_wait_for() {
        try (WriteBehind files = new WriteBehind(System::nanoTime)) {
            assertThatCode(files::await).doesNotThrowAnyException();
        }
    }

    private static int number(String name) {
        return Integer.parseInt(name.substring("file ".length()));
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
