package drl.ddpg;

import drl.nn.StateDict;
import drl.random.PythonRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The last `capacity` time steps, to be drawn from at random: consecutive steps are too much alike to learn from
/// together, and each can be learned from many times.
///
/// A step is one row of 2·O + A + 2 floats: s, a, s′, r, notDone. Rows lie in flat arrays of 65,536 rows, made when they
/// are first needed; nothing is boxed. A full buffer of a million steps takes 4·(2·O + A + 2) MB: 36 MB for Pendulum
/// (O = 3, A = 1), 168 MB for HalfCheetah (O = 17, A = 6).
public final class ReplayBuffer {

    private static final int CHUNK_ROWS = 1 << 16;

    private final int capacity;
    private final int numState;
    private final int numAction;
    private final int width;                                 // floats of a row
    private final int chunkRows;
    private final List<float[]> chunks = new ArrayList<>();  // each (chunkRows, width)
    private int size;
    private int next;                                        // where the next step goes; the oldest one, when full

    private int[] places = {};                               // of a batch, 0 for the oldest step
    private float[] states = {}, actions = {}, nextStates = {}, rewards = {}, notDone = {};

    /// An empty one.
    ///
    /// @param capacity  steps it holds, at least 1
    /// @param numState  the length of an observation (O)
    /// @param numAction the numbers in an action (A)
    public ReplayBuffer(int capacity, int numState, int numAction) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a replay buffer holds at least 1 step, not " + capacity);
        }
        this.capacity = capacity;
        this.numState = numState;
        this.numAction = numAction;
        width = 2 * numState + numAction + 2;
        chunkRows = Math.min(capacity, CHUNK_ROWS);
    }

    /// Copies a step in, in the place of the oldest one when the buffer is full.
    ///
    /// @param state     s (O)
    /// @param action    a (A)
    /// @param nextState s′ (O), the observation at the end of an episode and never the first of the next
    /// @param done      whether the future is worth nothing
    public void append(float[] state, float[] action, float[] nextState, float reward, boolean done) {
        if (next / chunkRows == chunks.size()) {
            chunks.add(new float[chunkRows * width]);
        }
        float[] chunk = chunks.get(next / chunkRows);
        int at = next % chunkRows * width;
        System.arraycopy(state, 0, chunk, at, numState);
        System.arraycopy(action, 0, chunk, at + numState, numAction);
        System.arraycopy(nextState, 0, chunk, at + numState + numAction, numState);
        chunk[at + width - 2] = reward;
        chunk[at + width - 1] = done ? 0 : 1;
        next = next + 1 == capacity ? 0 : next + 1;
        size = Math.min(size + 1, capacity);
    }

    /// Draws different steps, all equally likely: `random.sample` of Python over a list that begins with the oldest.
    ///
    /// @param batch receives them
    /// @throws IllegalArgumentException if there are fewer than the batch needs
    public void sample(PythonRandom random, Transitions batch) {
        int n = batch.size();
        if (places.length != n) {
            places = new int[n];
            states = new float[n * numState];
            actions = new float[n * numAction];
            nextStates = new float[n * numState];
            rewards = new float[n];
            notDone = new float[n];
        }
        random.sample(size, places);
        int oldest = size == capacity ? next : 0;
        for (int i = 0; i < n; i++) {
            int row = (int) (((long) oldest + places[i]) % capacity), at = row % chunkRows * width;
            float[] chunk = chunks.get(row / chunkRows);
            System.arraycopy(chunk, at, states, i * numState, numState);
            System.arraycopy(chunk, at + numState, actions, i * numAction, numAction);
            System.arraycopy(chunk, at + numState + numAction, nextStates, i * numState, numState);
            rewards[i] = chunk[at + width - 2];
            notDone[i] = chunk[at + width - 1];
        }
        batch.states().set(0, states, 0, states.length);
        batch.actions().set(0, actions, 0, actions.length);
        batch.nextStates().set(0, nextStates, 0, nextStates.length);
        batch.rewards().set(0, rewards, 0, n);
        batch.notDone().set(0, notDone, 0, n);
    }

    /// How many steps are there.
    public int size() {
        return size;
    }

    /// The bytes that it takes when it is full.
    public long bytes() {
        return (long) Float.BYTES * Math.ceilDiv(capacity, chunkRows) * chunkRows * width;
    }

    /// `1000000 steps, 38 MB when full`.
    @Override
    public String toString() {
        return capacity + " steps, " + Math.ceilDiv(bytes(), 1_000_000) + " MB when full";
    }

    /// Adds all steps to `state`, an array of rows a chunk, without copying more than the last.
    public void save(StateDict state, String prefix) {
        state.putLongs(prefix + "place", size, next);
        for (int i = 0; i * chunkRows < size; i++) {
            int rows = Math.min(chunkRows, size - i * chunkRows);
            float[] chunk = chunks.get(i);
            state.put(prefix + i, rows == chunkRows ? chunk : Arrays.copyOf(chunk, rows * width), rows, width);
        }
    }

    /// Takes on the steps that [#save] added.
    ///
    /// @throws drl.nn.MalformedFileException if something is missing or has another shape
    /// @throws IllegalArgumentException if a buffer of another capacity saved it
    public void load(StateDict state, String prefix) {
        long[] place = state.getLongs(prefix + "place", 2);
        boolean full = place[0] == capacity && place[1] >= 0 && place[1] < capacity;
        boolean filling = place[0] >= 0 && place[0] < capacity && place[1] == place[0];
        if (!full && !filling) {
            throw new IllegalArgumentException("a replay buffer of " + capacity + " steps cannot hold " + place[0]
                    + " with the next at " + place[1]);
        }
        chunks.clear();
        size = (int) place[0];
        next = (int) place[1];
        for (int i = 0; i * chunkRows < size; i++) {
            int rows = Math.min(chunkRows, size - i * chunkRows);
            chunks.add(Arrays.copyOf(state.get(prefix + i, List.of(rows, width)), chunkRows * width));
        }
    }
}
