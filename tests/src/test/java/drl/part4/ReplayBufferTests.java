package drl.part4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import drl.ddpg.ReplayBuffer;
import drl.ddpg.Transitions;
import drl.nn.MalformedFileException;
import drl.nn.StateDict;
import drl.random.PythonRandom;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("part4")
class ReplayBufferTests {

    private static final int CHUNK = 1 << 16; // rows of an array

    @TempDir
    Path folder;

    @Test
    void it_copies_what_it_is_given() {
        ReplayBuffer buffer = new ReplayBuffer(10, 2, 1);
        float[] reused = {1, 2};
        buffer.append(reused, new float[] {3}, new float[] {4, 5}, 6, false);
        reused[0] = 100;
        Transitions one = Transitions.of(1, 2, 1);
        buffer.sample(new PythonRandom(1), one);
        assertThat(one.states().toArray()).containsExactly(1, 2);
        assertThat(one.actions().toArray()).containsExactly(3);
        assertThat(one.nextStates().toArray()).containsExactly(4, 5);
        assertThat(one.rewards().toArray()).containsExactly(6);
        assertThat(one.notDone().toArray()).containsExactly(1);
    }

    /// Smaller than an array of rows, exactly as large, and several of them with a part of another.
    @ParameterizedTest
    @ValueSource(ints = {1, 7, CHUNK, 2 * CHUNK + 5})
    void the_oldest_step_makes_room_for_the_newest(int capacity) {
        ReplayBuffer buffer = filled(capacity, capacity + 3);
        assertThat(buffer.size()).isEqualTo(capacity);
        Transitions all = Transitions.of(capacity, 1, 1);
        buffer.sample(new PythonRandom(1), all);
        boolean[] seen = new boolean[capacity + 3];
        for (float step : all.states().toArray()) {
            assertThat(seen[(int) step]).as("step %s twice", step).isFalse();
            seen[(int) step] = true;
        }
        for (int i = 0; i < seen.length; i++) {
            assertThat(seen[i]).isEqualTo(i >= 3);
        }
    }

    @Test
    void more_than_there_is_cannot_be_drawn() {
        assertThatThrownBy(() -> filled(10, 4).sample(new PythonRandom(1), Transitions.of(5, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReplayBuffer(0, 1, 1)).hasMessageContaining("at least 1 step");
    }

    /// Half full, full, and gone round.
    @ParameterizedTest
    @ValueSource(ints = {CHUNK / 2, CHUNK + 9, CHUNK + 1000, 2 * CHUNK})
    void what_was_saved_goes_on_alike(int steps) {
        int capacity = CHUNK + 9;
        ReplayBuffer saved = filled(capacity, steps), loaded = new ReplayBuffer(capacity, 1, 1);
        StateDict state = new StateDict();
        saved.save(state, "replay.");
        state.write(folder.resolve("replay.safetensors"));
        loaded.load(StateDict.read(folder.resolve("replay.safetensors")), "replay.");
        for (ReplayBuffer buffer : new ReplayBuffer[] {saved, loaded}) {
            buffer.append(new float[] {-1}, new float[] {-2}, new float[] {-3}, -4, true);
        }
        int size = Math.min(steps, capacity);
        Transitions a = Transitions.of(size, 1, 1), b = Transitions.of(size, 1, 1);
        saved.sample(new PythonRandom(1), a);
        loaded.sample(new PythonRandom(1), b);
        assertThat(b.states().toArray()).isEqualTo(a.states().toArray());
        assertThat(b.actions().toArray()).isEqualTo(a.actions().toArray());
        assertThat(b.nextStates().toArray()).isEqualTo(a.nextStates().toArray());
        assertThat(b.rewards().toArray()).isEqualTo(a.rewards().toArray());
        assertThat(b.notDone().toArray()).isEqualTo(a.notDone().toArray());
    }

    @Test
    void what_does_not_fit_is_refused() {
        StateDict state = new StateDict();
        filled(10, 10).save(state, "replay.");
        assertThatThrownBy(() -> new ReplayBuffer(9, 1, 1).load(state, "replay."))
                .hasMessageContaining("a replay buffer of 9 steps cannot hold 10");
        assertThatThrownBy(() -> new ReplayBuffer(10, 2, 1).load(state, "replay."))
                .isInstanceOf(MalformedFileException.class).hasMessageContaining("replay.0");
    }

    @Test
    void it_states_its_size() {
        assertThat(new ReplayBuffer(1_000_000, 3, 1)).hasToString("1000000 steps, 38 MB when full");
        assertThat(new ReplayBuffer(100, 17, 6).bytes()).isEqualTo(100 * 42 * 4);
    }

    /// Step i has the state i.
    private static ReplayBuffer filled(int capacity, int steps) {
        ReplayBuffer buffer = new ReplayBuffer(capacity, 1, 1);
        for (int i = 0; i < steps; i++) {
            buffer.append(new float[] {i}, new float[] {2 * i}, new float[] {i + 1}, 3 * i, i % 3 == 0);
        }
        return buffer;
    }
}
