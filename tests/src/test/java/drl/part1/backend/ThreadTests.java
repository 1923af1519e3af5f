package drl.part1.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import drl.backend.VectorBackend;
import drl.part1.TestBackends;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The team of threads behind the fast backend. That results do not depend on its size, [KernelParityTests] checks for
/// every kernel.
@Tag("part1")
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadTests {

    private static final int ROWS = 3000, IN = 64, OUT = 64;

    private static float[] layer(Backend backend, int roomForRows) {
        KernelRun run = new KernelRun(backend);
        Storage x = run.random(ROWS * IN), w = run.random(IN * OUT), b = run.random(OUT);
        Storage y = backend.allocate(roomForRows * OUT);
        backend.linear(x, w, b, Activation.TANH, y, ROWS, IN, OUT);
        float[] values = new float[ROWS * OUT];
        backend.download(y, 0, values, 0, values.length);
        return values;
    }

    /// A part that fails must not be lost with its thread, nor spoil the next call.
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, 2900})
    void aFailureInAnyPartIsReportedOnce(int roomForRows) {
        float[] expected = layer(TestBackends.VECTOR.getFirst(), ROWS);
        Backend backend = new VectorBackend(2);
        try {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> layer(backend, roomForRows)).isInstanceOf(RuntimeException.class);
                assertThat(layer(backend, ROWS)).isEqualTo(expected);
            }
        } finally {
            backend.close();
        }
    }

    @Test
    void moreThreadsThanProcessorsFinish() {
        int threads = 2 * Runtime.getRuntime().availableProcessors() + 1;
        Backend backend = new VectorBackend(threads);
        try {
            assertThat(backend.description()).endsWith(threads + " threads");
            assertThat(layer(backend, ROWS)).isEqualTo(layer(TestBackends.VECTOR.getFirst(), ROWS));
        } finally {
            backend.close();
        }
    }

    /// A layer that is worth a second thread, asked for by the second thread itself while the first asks for others.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void whatIsDoneMeanwhileIsTheSame(int threads) {
        float[] expected = layer(TestBackends.VECTOR.getFirst(), ROWS);
        Backend backend = new VectorBackend(threads);
        try {
            for (int i = 0; i < 20; i++) {
                float[][] meanwhile = new float[1][];
                backend.meanwhile(() -> meanwhile[0] = layer(backend, ROWS));
                assertThat(layer(backend, ROWS)).isEqualTo(expected);
                backend.join();
                assertThat(meanwhile[0]).isEqualTo(expected);
            }
        } finally {
            backend.close();
        }
    }

    @Test
    void needsAtLeastOneThread() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VectorBackend(0)).withMessageContaining("got 0");
    }

    @Test
    void backendsAreFoundByName() {
        assertThat(Backend.named("scalar").name()).isEqualTo("scalar");
        assertThat(Backend.named("vector").name()).isEqualTo("vector");
        assertThatIllegalArgumentException().isThrownBy(() -> Backend.named("abacus"))
                .withMessageContainingAll("abacus", "scalar", "vector");
    }
}
