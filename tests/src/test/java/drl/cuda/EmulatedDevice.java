package drl.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A GPU that is not there: its memory lies on the host, its kernels run on the processor.
///
/// It is as late as a device may be: what is enqueued runs when someone waits, not before. So pinned memory that changes
/// too early, or a graph that holds on to something it should not, gives wrong numbers here too. New memory is full of
/// NaN, and has guards around it.
final class EmulatedDevice implements Device {

    private static final long GUARD = 64;
    private static final byte PATTERN = 0x5A;

    private record Block(Arena arena, MemorySegment all, long bytes) {
    }

    private final Emulator emulator;
    private final Map<Long, Block> blocks = new HashMap<>();
    private final Map<Long, Arena> pinned = new HashMap<>();
    private final List<Runnable> stream = new ArrayList<>();
    private final Map<Long, List<Runnable>> graphs = new HashMap<>();
    private final long[] marks = new long[32];
    private long done; // commands that have run, ever
    private List<Runnable> capture;
    private long nextGraph = 1;

    /// The order in which threads take their turns: 0, 1 or 2.
    int order;
    /// The most bytes there are.
    long capacity = Long.MAX_VALUE;
    /// What was asked for so far.
    long allocations;
    long bytes;
    long launches;
    long waits; // for everything

    EmulatedDevice(Emulator emulator) {
        this.emulator = emulator;
    }

    @Override
    public String description() {
        return order == 0 ? "emulated GPU" : "emulated GPU, threads in order " + order;
    }

    @Override
    public long allocate(long size) {
        notCapturing();
        if (bytes + size > capacity) {
            throw new OutOfMemory(size + " bytes asked for, " + (capacity - bytes) + " left");
        }
        allocations++;
        bytes += size;
        Arena arena = Arena.ofShared();
        MemorySegment all = arena.allocate(size + 2 * GUARD, 64);
        all.fill(PATTERN);
        MemorySegment inside = all.asSlice(GUARD, size);
        for (long i = 0; i + 4 <= size; i += 4) {
            inside.set(ValueLayout.JAVA_FLOAT, i, Float.NaN);
        }
        blocks.put(inside.address(), new Block(arena, all, size));
        return inside.address();
    }

    @Override
    public void free(long address) {
        notCapturing();
        Block block = blocks.remove(address);
        if (block == null) {
            throw new IllegalStateException("freed twice, or never allocated: " + address);
        }
        bytes -= block.bytes;
        enqueue(() -> {
            for (long i = 0; i < GUARD; i++) {
                if (block.all.get(ValueLayout.JAVA_BYTE, i) != PATTERN
                        || block.all.get(ValueLayout.JAVA_BYTE, GUARD + block.bytes + i) != PATTERN) {
                    throw new AssertionError("a kernel wrote beside a block of " + block.bytes + " bytes");
                }
            }
            block.arena.close();
        });
    }

    @Override
    public Pinned pin(long size) {
        notCapturing();
        Arena arena = Arena.ofShared();
        MemorySegment host = arena.allocate(size, 64);
        pinned.put(host.address(), arena);
        return new Pinned(host, host.address());
    }

    @Override
    public void unpin(Pinned memory) {
        pinned.remove(memory.address()).close(); // a copy still waiting would fail
    }

    @Override
    public void upload(Pinned from, long address, long size) {
        notCapturing();
        enqueue(() -> memory(address, size).copyFrom(from.host().asSlice(0, size)));
    }

    @Override
    public void download(long address, Pinned to, long size) {
        notCapturing();
        enqueue(() -> to.host().copyFrom(memory(address, size)));
    }

    @SuppressWarnings("restricted") // addresses that allocate gave
    private static MemorySegment memory(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    @Override
    public void launch(Kernel kernel, int gridX, int gridY, int threads, long[] words, int from, int count) {
        launches++;
        long[] arguments = Arrays.copyOfRange(words, from, from + count);
        if (gridX < 1 || gridY < 1 || gridY > 65535) {
            throw new IllegalArgumentException(kernel + ": no grid of " + gridX + " × " + gridY);
        }
        enqueue(() -> run(kernel, gridX, gridY, threads, arguments));
    }

    private void run(Kernel kernel, int gridX, int gridY, int threads, long[] arguments) {
        try (Arena arena = Arena.ofConfined()) {
            int expected = (int) emulator.arguments.invokeExact(kernel.ordinal());
            if (expected != arguments.length) {
                throw new IllegalArgumentException(
                        kernel + " takes " + expected + " arguments, got " + arguments.length);
            }
            MemorySegment slots = arena.allocateFrom(ValueLayout.JAVA_LONG, arguments);
            emulator.kernel.invokeExact(kernel.ordinal(), gridX, gridY, threads, slots.address(), order);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb,
            float beta, long c, int ldc) {
        launches++;
        require(lda >= Math.max(1, transposeA ? k : m) && ldb >= Math.max(1, transposeB ? n : k) && ldc >= m);
        enqueue(() -> {
            try {
                emulator.gemm.invokeExact(transposeA ? 1 : 0, transposeB ? 1 : 0, m, n, k, a, lda, b, ldb, beta, c,
                        ldc);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void require(boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("cublasSgemm would refuse these leading dimensions");
        }
    }

    @Override
    public void mark(int slot) {
        marks[slot] = done + stream.size();
    }

    @Override
    public void await(int slot) {
        runUntil(marks[slot]);
    }

    @Override
    public void synchronize() {
        notCapturing();
        waits++;
        runUntil(done + stream.size());
    }

    private void runUntil(long end) {
        int count = (int) Math.max(0, end - done);
        for (int i = 0; i < count; i++) {
            stream.get(i).run();
        }
        stream.subList(0, count).clear();
        done += count;
    }

    @Override
    public void beginCapture() {
        notCapturing();
        capture = new ArrayList<>();
    }

    @Override
    public long endCapture() {
        graphs.put(nextGraph, capture);
        capture = null;
        return nextGraph++;
    }

    @Override
    public void replay(long graph) {
        stream.addAll(graphs.get(graph));
    }

    @Override
    public void discard(long graph) {
        graphs.remove(graph);
    }

    @Override
    public void close() {
        synchronize();
        List.copyOf(blocks.keySet()).forEach(this::free);
        synchronize();
    }

    /// What is pinned, and was never given back.
    int pinnedBlocks() {
        return pinned.size();
    }

    int graphs() {
        return graphs.size();
    }

    private void enqueue(Runnable command) {
        (capture == null ? stream : capture).add(command);
    }

    private void notCapturing() {
        if (capture != null) {
            throw new IllegalStateException("not possible while a graph is recorded");
        }
    }
}
