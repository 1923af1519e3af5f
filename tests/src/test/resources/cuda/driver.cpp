// A libcuda.so.1 without a GPU, for testing the way through JCuda: memory is the host's, kernels are run by the emulator, and
// what is enqueued runs when it is waited for.

#include "emulator.cpp"
#include <functional>
#include <stdio.h>
#include <stdlib.h>
#include <string>

namespace {

using Command = std::function<void()>;
using List = std::vector<Command>;

List queued;
List *capturing;
bool opened;

const char *NAMES[] = {
#include "names.inc"
};

void enqueue(Command command) {
    (capturing ? *capturing : queued).push_back(std::move(command));
}

void runAll() {
    List now;
    now.swap(queued);
    for (Command &command : now) {
        command();
    }
}

const int OK = 0, INVALID = 1, OUT_OF_MEMORY = 2, NOT_FOUND = 500, UNSUPPORTED_CAPTURE = 900;

} // namespace

extern "C" {

typedef unsigned long long Pointer;

int cuInit(unsigned int) { return OK; }
int cuDriverGetVersion(int *version) { *version = 13000; return OK; }
int cuDeviceGetCount(int *count) { *count = 1; return OK; }
int cuDeviceGet(int *device, int) { *device = 0; return OK; }
int cuDeviceGetName(char *name, int length, int) { snprintf(name, length, "stand-in GPU"); return OK; }
int cuDeviceGetAttribute(int *value, int which, int) { *value = which == 75 ? 9 : which == 76 ? 0 : 1; return OK; }
int cuDeviceTotalMem_v2(size_t *bytes, int) { *bytes = 1L << 30; return OK; }
int cuMemGetInfo_v2(size_t *free, size_t *total) { *free = *total = 1L << 30; return OK; }
int cuDevicePrimaryCtxRetain(void **context, int) { *context = &opened; opened = true; return OK; }
int cuDevicePrimaryCtxRelease_v2(int) { opened = false; return OK; }
int cuCtxSetCurrent(void *context) { return context == &opened ? OK : INVALID; }
int cuStreamCreate(void **stream, unsigned int) { *stream = &queued; return OK; }
int cuStreamDestroy_v2(void *stream) { return stream == &queued ? OK : INVALID; }
int cuEventCreate(void **event, unsigned int) { *event = malloc(1); return OK; }
int cuEventDestroy_v2(void *event) { free(event); return OK; }
int cuEventRecord(void *, void *stream) { return stream == &queued ? OK : INVALID; }
int cuEventSynchronize(void *) { runAll(); return OK; }

int cuStreamSynchronize(void *stream) {
    if (stream != &queued || capturing) {
        return capturing ? UNSUPPORTED_CAPTURE : INVALID;
    }
    runAll();
    return OK;
}

int cuMemAlloc_v2(Pointer *address, size_t bytes) {
    if (bytes > 1L << 30) {
        return OUT_OF_MEMORY;
    }
    void *memory = malloc(bytes);
    memset(memory, 0xFF, bytes); // NaN
    *address = (Pointer) memory;
    return OK;
}

int cuMemFree_v2(Pointer address) {
    runAll();
    free((void *) address);
    return OK;
}

int cuMemHostAlloc(void **memory, size_t bytes, unsigned int) { *memory = malloc(bytes); return OK; }
int cuMemFreeHost(void *memory) { free(memory); return OK; }

int cuMemcpyHtoDAsync_v2(Pointer to, const void *from, size_t bytes, void *stream) {
    if (stream != &queued) {
        return INVALID;
    }
    enqueue([=] { memcpy((void *) to, from, bytes); });
    return OK;
}

int cuMemcpyDtoHAsync_v2(void *to, Pointer from, size_t bytes, void *stream) {
    if (stream != &queued) {
        return INVALID;
    }
    enqueue([=] { memcpy(to, (void *) from, bytes); });
    return OK;
}

int cuModuleLoadData(void **module, const void *image) {
    if (!strstr((const char *) image, ".entry adam(")) {
        return 218; // invalid PTX
    }
    *module = (void *) NAMES;
    return OK;
}

int cuModuleUnload(void *module) { return module == (void *) NAMES ? OK : INVALID; }

int cuModuleGetFunction(void **function, void *, const char *name) {
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (!strcmp(NAMES[i], name)) {
            *function = (void *) &NAMES[i];
            return OK;
        }
    }
    return NOT_FOUND;
}

int cuLaunchKernel(void *function, unsigned int gridX, unsigned int gridY, unsigned int gridZ, unsigned int blockX,
        unsigned int blockY, unsigned int blockZ, unsigned int shared, void *stream, void **parameters, void **extra) {
    if (gridZ != 1 || blockY != 1 || blockZ != 1 || shared || extra || stream != &queued || !gridX || !gridY) {
        return INVALID;
    }
    int kernel = (int) ((const char **) function - NAMES);
    std::vector<char> slots(8 * ENTRIES[kernel].arguments);
    for (int i = 0; i < ENTRIES[kernel].arguments; i++) {
        memcpy(&slots[8 * i], parameters[i], 8); // the driver copies them before it returns
    }
    enqueue([=] { emulateKernel(kernel, gridX, gridY, blockX, slots.data(), 0); });
    return OK;
}

int cuStreamBeginCapture_v2(void *stream, int) {
    if (stream != &queued || capturing) {
        return INVALID;
    }
    capturing = new List;
    return OK;
}

int cuStreamEndCapture(void *, void **graph) {
    *graph = capturing;
    capturing = nullptr;
    return *graph ? OK : INVALID;
}

int cuGraphInstantiateWithFlags(void **ready, void *graph, unsigned long long) {
    *ready = new List(*(List *) graph);
    return OK;
}

int cuGraphDestroy(void *graph) { delete (List *) graph; return OK; }
int cuGraphExecDestroy(void *ready) { delete (List *) ready; return OK; }

int cuGraphLaunch(void *ready, void *stream) {
    if (stream != &queued) {
        return INVALID;
    }
    List copy = *(List *) ready;
    enqueue([=] {
        for (const Command &command : copy) {
            command();
        }
    });
    return OK;
}

// For the stand-in cuBLAS, which has no stream of its own.
int standInGemm(void *stream, int transposeA, int transposeB, int m, int n, int k, const float *a, int lda, const float *b,
        int ldb, float beta, float *c, int ldc) {
    if (stream != &queued) {
        return INVALID;
    }
    enqueue([=] { emulateGemm(transposeA, transposeB, m, n, k, a, lda, b, ldb, beta, c, ldc); });
    return OK;
}

} // extern "C"
