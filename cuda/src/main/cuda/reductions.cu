// Many values to one. Sums run in double and are rounded once. Long ones go in two rounds: blocks leave partial sums in
// scratch memory, and a second kernel adds those. How a sum is cut depends on its length alone.

#define THREADS 256
#define TILE 32

// The value that `kind` (drl.backend.Reduction: SUM, MEAN, MAX, MIN) leaves in y.
__device__ inline void store(float *y, int i, double value, int kind, int n, int add) {
    float rounded = (float) (kind == 1 ? value / n : value);
    y[i] = add ? y[i] + rounded : rounded;
}

// Whether the candidate takes the place of the one held: larger (sign 1) or smaller (-1), or the first NaN, so that it
// shows; of equals the first stays.
__device__ inline bool wins(double sign, double value, int at, double held, int heldAt) {
    bool nan = value != value, heldNan = held != held;
    if (nan || heldNan) {
        return nan && (!heldNan || at < heldAt);
    }
    return sign * value > sign * held || value == held && at < heldAt;
}

// One thread an output: for short sums and for many of them.
extern "C" __global__ void reduceShort(int kind, const float *x, float *y, int outer, int n, int inner, int add) {
    int i = place();
    if (i < outer * inner) {
        const float *from = x + (i / inner) * n * inner + i % inner;
        double value = kind < 2 ? 0.0 : from[0];
        double sign = kind == 2 ? 1.0 : -1.0;
        for (int j = 0; j < n; j++) {
            double next = from[j * inner];
            value = kind < 2 ? value + next : wins(sign, next, j, value, 0) ? next : value;
        }
        store(y, i, value, kind, n, add);
    }
}

// Block (c, o·inner + i) takes the values from c·chunk on, each thread every 256th of them, then folds the threads'
// results upon each other. Leaves them in partial[output · chunks + c].
extern "C" __global__ void reduceChunks(int kind, const float *x, double *partial, int n, int inner, int chunk) {
    __shared__ double held[THREADS];
    int output = blockIdx.y, t = threadIdx.x;
    const float *from = x + (output / inner) * n * inner + output % inner;
    int start = blockIdx.x * chunk, end = start + chunk < n ? start + chunk : n;
    double sign = kind == 2 ? 1.0 : -1.0;
    // An extreme starts from the chunk's first value, which changes nothing when it is met again.
    double value = kind < 2 ? 0.0 : from[start * inner];
    for (int j = start + t; j < end; j += THREADS) {
        double next = from[j * inner];
        value = kind < 2 ? value + next : wins(sign, next, 1, value, 0) ? next : value;
    }
    held[t] = value;
    for (int half = THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if (t < half) {
            double other = held[t + half];
            held[t] = kind < 2 ? held[t] + other : wins(sign, other, 1, held[t], 0) ? other : held[t];
        }
    }
    if (t == 0) {
        partial[output * gridDim.x + blockIdx.x] = held[0];
    }
}

// Sums of columns: block (tile, c) takes 32 columns and the rows from c·chunk on, eight rows side by side, so that
// neighbouring threads read neighbouring numbers. Leaves them in partial[column · chunks + c].
extern "C" __global__ void columnChunks(const float *x, double *partial, int rows, int cols, int chunk) {
    __shared__ double held[THREADS];
    int lane = threadIdx.x % TILE, group = threadIdx.x / TILE;
    int column = blockIdx.x * TILE + lane;
    int start = blockIdx.y * chunk, end = start + chunk < rows ? start + chunk : rows;
    double sum = 0.0;
    if (column < cols) {
        for (int r = start + group; r < end; r += THREADS / TILE) {
            sum += x[r * cols + column];
        }
    }
    held[threadIdx.x] = sum;
    for (int half = THREADS / TILE / 2; half > 0; half /= 2) {
        __syncthreads();
        if (group < half) {
            held[threadIdx.x] += held[threadIdx.x + half * TILE];
        }
    }
    if (group == 0 && column < cols) {
        partial[column * gridDim.y + blockIdx.y] = held[threadIdx.x];
    }
}

// The second round: one thread an output, over its partial results in their order.
extern "C" __global__ void reducePartials(int kind, const double *partial, float *y, int outputs, int chunks, int n,
        int add) {
    int i = place();
    if (i < outputs) {
        double sign = kind == 2 ? 1.0 : -1.0;
        double value = partial[i * chunks];
        for (int c = 1; c < chunks; c++) {
            double next = partial[i * chunks + c];
            value = kind < 2 ? value + next : wins(sign, next, c, value, 0) ? next : value;
        }
        store(y, i, value, kind, n, add);
    }
}

// dx += dy, or dy/n for a mean, along the axis.
extern "C" __global__ void sumGrad(int kind, const float *dy, float *dx, int n, int inner, int count) {
    int i = place();
    if (i < count) {
        float g = dy[i / (n * inner) * inner + i % inner];
        dx[i] += kind == 1 ? g / n : g;
    }
}

// One block an output: finds how often the extreme occurs, or where first, then hands the gradient out.
extern "C" __global__ void extremeGrad(int shareTies, const float *x, const float *y, const float *dy, float *dx, int n,
        int inner) {
    __shared__ int counts[THREADS];
    __shared__ int firsts[THREADS];
    int output = blockIdx.x, t = threadIdx.x;
    int start = output / inner * n * inner + output % inner;
    float extreme = y[output], g = dy[output];
    int count = 0, first = n;
    for (int j = t; j < n; j += THREADS) {
        float value = x[start + j * inner];
        bool hit = value == extreme || value != value && extreme != extreme;
        count += value == extreme ? 1 : 0; // as on the host, nothing equals NaN
        first = hit && j < first ? j : first;
    }
    counts[t] = count;
    firsts[t] = first;
    for (int half = THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if (t < half) {
            counts[t] += counts[t + half];
            firsts[t] = firsts[t + half] < firsts[t] ? firsts[t + half] : firsts[t];
        }
    }
    __syncthreads();
    if (!shareTies && t == 0) {
        dx[start + firsts[0] * inner] += g;
    }
    for (int j = t; shareTies && j < n; j += THREADS) {
        if (x[start + j * inner] == extreme) {
            dx[start + j * inner] += g / counts[0];
        }
    }
}
