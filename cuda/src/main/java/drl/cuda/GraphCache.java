package drl.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Recorded graphs by the commands they were recorded from. The first time commands come by they are run, the second time
/// they are recorded, and from then on replayed. The least recently used are forgotten.
final class GraphCache {

    private static final int CAPACITY = 256;
    /// Fewer words than about two kernels are launched as fast without a graph.
    private static final int SHORTEST = 24;

    /// Runs commands one by one.
    interface Runner {
        void run(long[] words, int length);
    }

    private static final class Entry {
        private final long[] words;
        private final int hash;
        private boolean recorded;
        private long graph;
        private long lastUse;

        private Entry(long[] words, int hash) {
            this.words = words;
            this.hash = hash;
        }
    }

    private final Device device;
    private final Runner runner;
    private final List<Entry> entries = new ArrayList<>();
    private long uses;
    private long replays;

    GraphCache(Device device, Runner runner) {
        this.device = device;
        this.runner = runner;
    }

    /// Runs the first `length` words, in the fastest way that is known for them.
    void run(long[] words, int length) {
        if (length < SHORTEST) {
            runner.run(words, length);
            return;
        }
        int hash = hash(words, length);
        Entry entry = find(words, length, hash);
        if (entry == null) {
            remember(new Entry(Arrays.copyOf(words, length), hash));
            runner.run(words, length);
            return;
        }
        entry.lastUse = ++uses;
        if (!entry.recorded) {
            device.beginCapture();
            runner.run(words, length);
            entry.graph = device.endCapture();
            entry.recorded = true;
        }
        device.replay(entry.graph);
        replays++;
    }

    /// How often a graph was replayed.
    long replays() {
        return replays;
    }

    void close() {
        entries.forEach(this::discard);
        entries.clear();
    }

    private Entry find(long[] words, int length, int hash) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.hash == hash && entry.words.length == length
                    && Arrays.mismatch(entry.words, 0, length, words, 0, length) < 0) {
                return entry;
            }
        }
        return null;
    }

    private void remember(Entry entry) {
        if (entries.size() == CAPACITY) {
            int oldest = 0;
            for (int i = 1; i < CAPACITY; i++) {
                if (entries.get(i).lastUse < entries.get(oldest).lastUse) {
                    oldest = i;
                }
            }
            discard(entries.remove(oldest));
        }
        entry.lastUse = ++uses;
        entries.add(entry);
    }

    private void discard(Entry entry) {
        if (entry.recorded) {
            device.discard(entry.graph);
        }
    }

    private static int hash(long[] words, int length) {
        long hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + words[i];
        }
        return (int) (hash ^ hash >>> 32);
    }
}
