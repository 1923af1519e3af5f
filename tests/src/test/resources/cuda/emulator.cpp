// Runs the kernels on the processor, one thread after the other, so that their indices, edges and orders of addition can be
// tested without a GPU. Threads of a block that meet at barriers are contexts that take turns. The order of turns can be
// chosen: a kernel whose result depends on it has a race.

#include <math.h>
#include <string.h>
#include <ucontext.h>
#include <memory>
#include <utility>
#include <vector>

struct Index {
    unsigned int x, y;
};
static Index blockIdx, threadIdx, blockDim, gridDim;

static void barrier();

static float __int_as_float(int bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static int __float_as_int(float value) {
    int bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

#define __global__
#define __device__
#define __noinline__ __attribute__((noinline))
#define __shared__ static
#define __syncthreads() barrier()

#include "kernels.cu"

namespace {

template<class A> A argument(const char *slot) {
    A value;
    memcpy(&value, slot, sizeof value);
    return value;
}

template<class... A, size_t... I> void callWith(void (*kernel)(A...), const char *slots, std::index_sequence<I...>) {
    kernel(argument<A>(slots + 8 * I)...);
}

template<class... A> void call(void (*kernel)(A...), const char *slots) {
    callWith(kernel, slots, std::index_sequence_for<A...>());
}

struct Entry {
    void (*run)(const char *slots);
    int arguments;
    bool barriers;
};

template<class... A> constexpr int count(void (*)(A...)) {
    return sizeof...(A);
}

#define ENTRY(name, barriers) { [](const char *slots) { call(name, slots); }, count(name), barriers },

const Entry ENTRIES[] = {
#include "entries.inc"
};

const size_t STACK = 1 << 16;
std::vector<std::unique_ptr<char[]>> stacks;
std::vector<bool> done;
int running;
const Entry *entry;
const char *arguments;

// The t-th thread to take its turn: in order, backwards, or all over the place.
int turn(int t, int threads, int order) {
    return order == 0 ? t : order == 1 ? threads - 1 - t : (int) ((t * 37L + 11) % threads);
}

void thread();

#if defined(__x86_64__)

// Saves what a call must leave alone, and the stack's top in *from; goes on where `to` was left in the same way. The
// library's swapcontext does this with two system calls, which makes it a hundred times slower.
extern "C" void switchStacks(void **from, void *to);
asm(R"(
.text
.globl switchStacks
switchStacks:
    push %rbp
    push %rbx
    push %r12
    push %r13
    push %r14
    push %r15
    mov %rsp, (%rdi)
    mov %rsi, %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
    ret
)");

void *scheduler;
std::vector<void *> contexts;

void prepare(int threads) {
    contexts.resize(threads);
    for (int t = 0; t < threads; t++) {
        void **top = (void **) ((size_t) (stacks[t].get() + STACK - 64) / 16 * 16);
        *--top = nullptr; // where a return would go, and what aligns the stack as a call does
        *--top = (void *) thread;
        contexts[t] = top - 6;
    }
}

void enter(int t) {
    switchStacks(&scheduler, contexts[t]);
}

void leave(int t) {
    switchStacks(&contexts[t], scheduler);
}

#else

ucontext_t scheduler;
std::vector<ucontext_t> contexts;

void prepare(int threads) {
    contexts.resize(threads);
    for (int t = 0; t < threads; t++) {
        getcontext(&contexts[t]);
        contexts[t].uc_stack.ss_sp = stacks[t].get();
        contexts[t].uc_stack.ss_size = STACK;
        makecontext(&contexts[t], thread, 0);
    }
}

void enter(int t) {
    swapcontext(&scheduler, &contexts[t]);
}

void leave(int t) {
    swapcontext(&contexts[t], &scheduler);
}

#endif

void thread() {
    entry->run(arguments);
    done[running] = true;
    leave(running);
}

void runWithBarriers(int threads, int order) {
    while ((int) stacks.size() < threads) {
        stacks.emplace_back(new char[STACK]);
    }
    prepare(threads);
    done.assign(threads, false);
    for (bool going = true; going;) {
        going = false;
        for (int t = 0; t < threads; t++) {
            running = turn(t, threads, order);
            if (!done[running]) {
                going = true;
                threadIdx.x = running;
                enter(running);
            }
        }
    }
}

} // namespace

static void barrier() {
    leave(running);
}

extern "C" int emulatedArguments(int kernel) {
    return ENTRIES[kernel].arguments;
}

extern "C" void emulateKernel(int kernel, int gridX, int gridY, int threads, const char *slots, int order) {
    entry = &ENTRIES[kernel];
    arguments = slots;
    gridDim = {(unsigned int) gridX, (unsigned int) gridY};
    blockDim = {(unsigned int) threads, 1};
    for (int b = 0; b < gridX * gridY; b++) {
        int block = turn(b, gridX * gridY, order == 2 ? 1 : order);
        blockIdx = {(unsigned int) (block % gridX), (unsigned int) (block / gridX)};
        if (entry->barriers) {
            runWithBarriers(threads, order);
        } else {
            for (int t = 0; t < threads; t++) {
                threadIdx.x = turn(t, threads, order);
                entry->run(slots);
            }
        }
    }
}

// C = op(A)·op(B) + beta·C for column-major matrices, as cublasSgemm is documented: C is not read where beta is 0.
extern "C" void emulateGemm(int transposeA, int transposeB, int m, int n, int k, const float *a, int lda, const float *b,
        int ldb, float beta, float *c, int ldc) {
    std::vector<float> row(k);
    for (int i = 0; i < m; i++) {
        for (int p = 0; p < k; p++) {
            row[p] = transposeA ? a[i * lda + p] : a[p * lda + i];
        }
        for (int j = 0; j < n; j++) {
            float sum = 0;
            for (int p = 0; p < k; p++) {
                sum += row[p] * (transposeB ? b[p * ldb + j] : b[j * ldb + p]);
            }
            c[j * ldc + i] = beta == 0 ? sum : sum + beta * c[j * ldc + i];
        }
    }
}
