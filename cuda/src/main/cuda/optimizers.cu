// Optimiser steps in float and in PyTorch's order of operations, as drl.backend.HostOptimizers. What changes from step to
// step, the learning rate and Adam's corrections, comes from device memory, so that a recorded graph stays valid.

// The length of all x, from the partial sums of squares; and what to scale by, 1 where x is short enough.
extern "C" __global__ void clipScale(const double *partial, int chunks, float maxNorm, float *norm, float *scale) {
    if (place() == 0) {
        double sum = 0.0;
        for (int c = 0; c < chunks; c++) {
            sum += partial[c];
        }
        float length = (float) sqrt(sum);
        float wanted = maxNorm / (length + 1e-6f);
        norm[0] = length;
        scale[0] = wanted >= 1.0f ? 1.0f : wanted; // NaN scales too, so that it shows
    }
}

// Partial sums of squares, as reduceChunks does for sums.
extern "C" __global__ void squareChunks(const float *x, double *partial, int n, int chunk) {
    __shared__ double held[THREADS];
    int t = threadIdx.x, start = blockIdx.x * chunk, end = start + chunk < n ? start + chunk : n;
    double sum = 0.0;
    for (int j = start + t; j < end; j += THREADS) {
        sum += (double) x[j] * x[j];
    }
    held[t] = sum;
    for (int half = THREADS / 2; half > 0; half /= 2) {
        __syncthreads();
        if (t < half) {
            held[t] += held[t + half];
        }
    }
    if (t == 0) {
        partial[blockIdx.x] = held[0];
    }
}

extern "C" __global__ void scaleBy(const float *scale, float *x, int n) {
    int i = place();
    if (i < n) {
        x[i] *= scale[0];
    }
}

// numbers: learning rate, whether this is the first step. velocity is null without momentum.
extern "C" __global__ void sgd(const float *numbers, float momentum, float decay, float sign, float *params,
        const float *grads, float *velocity, int n) {
    int i = place();
    if (i < n) {
        float p = params[i];
        float g = sign * grads[i] + decay * p;
        if (velocity != 0) {
            g = numbers[1] != 0.0f ? g : momentum * velocity[i] + g;
            velocity[i] = g;
        }
        params[i] = p - numbers[0] * g;
    }
}

// numbers: α / (1 - β1^t), √(1 - β2^t).
extern "C" __global__ void adam(const float *numbers, float beta1, float rest1, float beta2, float rest2, float eps,
        float decay, float sign, float *params, const float *grads, float *m, float *v, int n) {
    int i = place();
    if (i < n) {
        float theta = params[i];
        float grad = sign * grads[i] + decay * theta;
        float first = m[i] * beta1 + rest1 * grad;
        float second = v[i] * beta2 + rest2 * grad * grad;
        m[i] = first;
        v[i] = second;
        params[i] = theta - numbers[0] * (first / (sqrtf(second) / numbers[1] + eps));
    }
}

// numbers: learning rate.
extern "C" __global__ void rmsprop(const float *numbers, float smoothing, float rest, float eps, float decay,
        float *params, const float *grads, float *squares, int n) {
    int i = place();
    if (i < n) {
        float theta = params[i];
        float g = grads[i] + decay * theta;
        float square = squares[i] * smoothing + rest * g * g;
        squares[i] = square;
        params[i] = theta - numbers[0] * g / (sqrtf(square) + eps);
    }
}
