package drl.cuda;

import java.lang.foreign.MemorySegment;

/// The few things that are asked of a GPU: memory, copies, kernels, matrix products, and recording all that as a graph.
///
/// There is one stream: what is enqueued runs later, in the order of the calls, and only the methods that say so wait.
/// Memory is named by its address on the device. [JCudaDevice] is the real one; the tests have another that keeps the
/// device's memory on the host and runs the same kernels there, so that everything above this interface can be tested
/// without a GPU.
interface Device extends AutoCloseable {

    /// Memory of the host that the device can copy from and to while the processor goes on.
    ///
    /// @param host    the memory as the host sees it
    /// @param address the same memory as a kernel sees it
    record Pinned(MemorySegment host, long address) {
    }

    /// The stream cannot give what was asked for.
    final class OutOfMemory extends RuntimeException {

        private static final long serialVersionUID = 1L;

        /// @param message how much was asked for, and how much there is
        OutOfMemory(String message) {
            super(message);
        }
    }

    /// The GPU's name and its free memory, for a run's header.
    String description();

    /// New memory of `bytes`, with anything in it.
    ///
    /// @throws OutOfMemory if there is not enough
    long allocate(long bytes);

    /// Gives memory back. What was enqueued before may still use it.
    void free(long address);

    /// New pinned memory, zeroed.
    Pinned pin(long bytes);

    /// Gives pinned memory back. Nothing enqueued may still use it.
    void unpin(Pinned memory);

    /// Enqueues a copy to the device. The pinned memory must stay as it is until then, see [#mark].
    void upload(Pinned from, long address, long bytes);

    /// Enqueues a copy to the host.
    void download(long address, Pinned to, long bytes);

    /// Enqueues a kernel over gridX × gridY blocks of `threads` threads. The arguments are `count` words, each an
    /// address, or an int or the bits of a float in its low half.
    void launch(Kernel kernel, int gridX, int gridY, int threads, long[] words, int from, int count);

    /// Enqueues C ← op(A)·op(B) + beta·C for column-major matrices, as cuBLAS has it: C is (m, n), the inner size is k,
    /// op transposes where told, and the ld… are the distances between columns.
    void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb, float beta,
            long c, int ldc);

    /// Notes the place `slot` (from 0 to 31) in the stream.
    void mark(int slot);

    /// Waits until everything before the noted place is done.
    void await(int slot);

    /// Waits until everything is done.
    void synchronize();

    /// From here on, what is enqueued is written down and not done.
    void beginCapture();

    /// Ends that.
    ///
    /// @return what was written down, ready for [#replay]
    long endCapture();

    /// Enqueues all that was written down, at the price of one launch.
    void replay(long graph);

    /// Forgets a graph.
    void discard(long graph);

    /// Frees everything.
    @Override
    void close();
}
