// Picking by index, and the way back. A bad index is noted in `fault`, memory that the host sees too, and read as 0, so
// that nothing is read or written where it must not be; the next wait reports it.

struct Fault {
    int raised;
    float value;
    int position;
    int length;
};

__device__ inline int checkedIndex(const float *index, int k, int n, Fault *fault) {
    float value = index[k];
    if (value >= 0.0f && value < n && value == floorf(value)) {
        return (int) value;
    }
    if (fault->raised == 0) { // of several, any
        fault->value = value;
        fault->position = k;
        fault->length = n;
        fault->raised = 1;
    }
    return 0;
}

extern "C" __global__ void selectRows(const float *x, const float *index, float *y, int n, int inner, int m, int count,
        Fault *fault) {
    int k = place();
    if (k < count) {
        int i = k % inner, j = k / inner % m, o = k / inner / m;
        y[k] = x[(o * n + checkedIndex(index, j, n, fault)) * inner + i];
    }
}

// One thread an (o, i): an index that occurs twice receives both, in order.
extern "C" __global__ void selectGrad(const float *index, const float *dy, float *dx, int outer, int n, int inner, int m,
        Fault *fault) {
    int k = place();
    if (k < outer * inner) {
        int i = k % inner, o = k / inner;
        for (int j = 0; j < m; j++) {
            dx[(o * n + checkedIndex(index, j, n, fault)) * inner + i] += dy[(o * m + j) * inner + i];
        }
    }
}

extern "C" __global__ void gather(const float *x, const float *index, float *y, int n, int inner, int m, int count,
        Fault *fault) {
    int k = place();
    if (k < count) {
        int i = k % inner, o = k / inner / m;
        y[k] = x[(o * n + checkedIndex(index, k, n, fault)) * inner + i];
    }
}

extern "C" __global__ void gatherGrad(const float *index, const float *dy, float *dx, int outer, int n, int inner, int m,
        Fault *fault) {
    int t = place();
    if (t < outer * inner) {
        int i = t % inner, o = t / inner;
        for (int j = 0; j < m; j++) {
            int k = (o * m + j) * inner + i;
            dx[(o * n + checkedIndex(index, k, n, fault)) * inner + i] += dy[k];
        }
    }
}
