package drl.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRelease;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuEventCreate;
import static jcuda.driver.JCudaDriver.cuEventDestroy;
import static jcuda.driver.JCudaDriver.cuEventRecord;
import static jcuda.driver.JCudaDriver.cuEventSynchronize;
import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuLaunchKernel;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyDtoHAsync;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoDAsync;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamCreate;
import static jcuda.driver.JCudaDriver.cuStreamDestroy;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;
import static jcuda.driver.JCudaDriver.cuStreamSynchronize;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/// A GPU through JCuda: the driver's interface for memory, kernels and graphs, cuBLAS for products.
///
/// Loading this class loads NVIDIA's libraries, so [CudaProvider] makes sure of them first.
final class JCudaDevice implements Device {

    private static final int MARKS = 32;
    private static final int MOST_ARGUMENTS = 24;

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final CUevent[] marks = new CUevent[MARKS];
    private final Kernels kernels;
    private final CublasProducts products;
    private final GpuInfo info;
    private final Map<Long, Address> allocated = new HashMap<>();
    private final Map<Long, Pointer> pinned = new HashMap<>();
    private final Map<Long, CUgraphExec> graphs = new HashMap<>();
    private final ByteBuffer slots = ByteBuffer.allocateDirect(8 * MOST_ARGUMENTS).order(ByteOrder.nativeOrder());
    /// For k arguments, k pointers into `slots`: what a launch wants to have.
    private final Pointer[] arguments = new Pointer[MOST_ARGUMENTS + 1];
    private Thread bound; // to which the context is current
    private long nextGraph = 1;

    /// Opens the first GPU.
    ///
    /// @param tf32 whether products may round their inputs to TF32's ten bits, for speed
    JCudaDevice(boolean tf32) {
        JCudaDriver.setExceptionsEnabled(true); // errors would be silent codes otherwise
        cuInit(0);
        cuDeviceGet(device, 0);
        cuDevicePrimaryCtxRetain(context, device);
        bind();
        cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING);
        for (int i = 0; i < MARKS; i++) {
            marks[i] = new CUevent();
            cuEventCreate(marks[i], CUevent_flags.CU_EVENT_DISABLE_TIMING);
        }
        Pointer base = Pointer.to(slots);
        for (int k = 0; k <= MOST_ARGUMENTS; k++) {
            Pointer[] each = new Pointer[k];
            for (int i = 0; i < k; i++) {
                each[i] = base.withByteOffset(8L * i);
            }
            arguments[k] = Pointer.to(each);
        }
        info = GpuInfo.of(device);
        kernels = Kernels.load(info);
        products = new CublasProducts(this, stream, tf32);
    }

    /// Makes the context current to the calling thread, which the driver asks for.
    private void bind() {
        if (bound != Thread.currentThread()) {
            cuCtxSetCurrent(context);
            bound = Thread.currentThread();
        }
    }

    @Override
    public String description() {
        return String.format(Locale.ROOT, "CUDA, %s, %.1f of %.1f GB free, %s, %s", info.name(),
                info.freeMemory() / 1e9, info.totalMemory() / 1e9, products.description(), kernels.origin());
    }

    GpuInfo info() {
        return info;
    }

    @Override
    public long allocate(long bytes) {
        bind();
        Address pointer = new Address();
        try {
            cuMemAlloc(pointer, bytes);
        } catch (CudaException failed) {
            if (failed.getMessage().contains(CUresult.stringFor(CUresult.CUDA_ERROR_OUT_OF_MEMORY))) {
                throw new OutOfMemory(String.format(Locale.ROOT,
                        "the GPU is out of memory: %d bytes asked for, %d of %d free; use smaller batches or networks, "
                                + "or end what else runs on it",
                        bytes, info.freeMemory(), info.totalMemory()));
            }
            throw failed;
        }
        allocated.put(pointer.value(), pointer);
        return pointer.value();
    }

    @Override
    public void free(long address) {
        bind();
        cuMemFree(allocated.remove(address)); // waits for the kernels that may use it
    }

    @Override
    public Pinned pin(long bytes) {
        bind();
        Pointer pointer = new Pointer();
        // One address space for both sides: a kernel sees pinned memory where the host does.
        cuMemHostAlloc(pointer, bytes, JCudaDriver.CU_MEMHOSTALLOC_PORTABLE | JCudaDriver.CU_MEMHOSTALLOC_DEVICEMAP);
        MemorySegment host = MemorySegment.ofBuffer(pointer.getByteBuffer(0, bytes));
        host.fill((byte) 0);
        pinned.put(host.address(), pointer);
        return new Pinned(host, host.address());
    }

    @Override
    public void unpin(Pinned memory) {
        bind();
        cuMemFreeHost(pinned.remove(memory.address()));
    }

    @Override
    public void upload(Pinned from, long address, long bytes) {
        bind();
        cuMemcpyHtoDAsync(new Address(address), pinned.get(from.address()), bytes, stream);
    }

    @Override
    public void download(long address, Pinned to, long bytes) {
        bind();
        cuMemcpyDtoHAsync(pinned.get(to.address()), new Address(address), bytes, stream);
    }

    @Override
    public void launch(Kernel kernel, int gridX, int gridY, int threads, long[] words, int from, int count) {
        bind();
        for (int i = 0; i < count; i++) {
            slots.putLong(8 * i, words[from + i]); // little-endian: an int or a float lies at the slot's start
        }
        cuLaunchKernel(kernels.function(kernel), gridX, gridY, 1, threads, 1, 1, 0, stream, arguments[count], null);
    }

    @Override
    public void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb,
            float beta, long c, int ldc) {
        bind();
        products.gemm(transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, c, ldc);
    }

    @Override
    public void mark(int slot) {
        bind();
        cuEventRecord(marks[slot], stream);
    }

    @Override
    public void await(int slot) {
        bind();
        cuEventSynchronize(marks[slot]);
    }

    @Override
    public void synchronize() {
        bind();
        cuStreamSynchronize(stream);
    }

    @Override
    public void beginCapture() {
        bind();
        cuStreamBeginCapture(stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
    }

    @Override
    public long endCapture() {
        CUgraph graph = new CUgraph();
        cuStreamEndCapture(stream, graph);
        CUgraphExec ready = new CUgraphExec();
        cuGraphInstantiate(ready, graph, 0);
        cuGraphDestroy(graph);
        graphs.put(nextGraph, ready);
        return nextGraph++;
    }

    @Override
    public void replay(long graph) {
        bind();
        cuGraphLaunch(graphs.get(graph), stream);
    }

    @Override
    public void discard(long graph) {
        bind();
        cuGraphExecDestroy(graphs.remove(graph));
    }

    @Override
    public void close() {
        bind();
        cuStreamSynchronize(stream);
        graphs.values().forEach(JCudaDriver::cuGraphExecDestroy);
        products.close();
        allocated.values().forEach(JCudaDriver::cuMemFree);
        pinned.values().forEach(JCudaDriver::cuMemFreeHost);
        for (CUevent mark : marks) {
            cuEventDestroy(mark);
        }
        kernels.close();
        cuStreamDestroy(stream);
        cuDevicePrimaryCtxRelease(device);
    }
}
