// One thread a row: a row is the distribution over a handful of actions. The row's maximum is subtracted first: the result
// is the same and no exponential can overflow.

__device__ inline float rowMaximum(const float *x, int cols) {
    float max = x[0];
    for (int j = 1; j < cols; j++) {
        max = larger(max, x[j]);
    }
    return max;
}

extern "C" __global__ void softmax(const float *x, float *y, int rows, int cols) {
    int r = place();
    if (r < rows) {
        const float *from = x + r * cols;
        float *to = y + r * cols;
        float max = rowMaximum(from, cols);
        double sum = 0.0;
        for (int j = 0; j < cols; j++) {
            to[j] = exponential(from[j] - max);
            sum += to[j];
        }
        for (int j = 0; j < cols; j++) {
            to[j] = (float) (to[j] / sum);
        }
    }
}

extern "C" __global__ void softmaxGrad(const float *y, const float *dy, float *dx, int rows, int cols) {
    int r = place();
    if (r < rows) {
        int at = r * cols;
        double dot = 0.0;
        for (int j = 0; j < cols; j++) {
            dot += (double) dy[at + j] * y[at + j];
        }
        for (int j = 0; j < cols; j++) {
            dx[at + j] += (float) (y[at + j] * (dy[at + j] - dot));
        }
    }
}

extern "C" __global__ void logSoftmax(const float *x, float *y, int rows, int cols) {
    int r = place();
    if (r < rows) {
        const float *from = x + r * cols;
        float max = rowMaximum(from, cols);
        double sum = 0.0;
        for (int j = 0; j < cols; j++) {
            sum += exp((double) from[j] - max);
        }
        double logSum = log(sum);
        for (int j = 0; j < cols; j++) {
            y[r * cols + j] = (float) ((double) from[j] - max - logSum);
        }
    }
}

extern "C" __global__ void logSoftmaxGrad(const float *y, const float *dy, float *dx, int rows, int cols) {
    int r = place();
    if (r < rows) {
        int at = r * cols;
        double sum = 0.0;
        for (int j = 0; j < cols; j++) {
            sum += dy[at + j];
        }
        for (int j = 0; j < cols; j++) {
            dx[at + j] += (float) (dy[at + j] - exp((double) y[at + j]) * sum);
        }
    }
}
