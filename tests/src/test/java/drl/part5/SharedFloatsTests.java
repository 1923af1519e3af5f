package drl.part5;

import static org.assertj.core.api.Assertions.assertThat;

import drl.a2c.SharedFloats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("part5")
class SharedFloatsTests {

    /// Four threads count up elements that lie between those of the others: no write is lost where nobody else writes.
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
}
