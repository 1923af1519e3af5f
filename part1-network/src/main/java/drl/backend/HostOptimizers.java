package drl.backend;

/// Optimiser steps over flat host arrays, in float and in PyTorch's order of operations, so that a thousand steps stay
/// beside PyTorch's.
final class HostOptimizers {

    private HostOptimizers() {
    }

    static void clipNorm(HostStorage x, float maxNorm, HostStorage norm) {
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
        int i = x.offset, end = x.offset + x.size;
        for (; i + 4 <= end; i += 4) {
            s0 += (double) x.array[i] * x.array[i];
            s1 += (double) x.array[i + 1] * x.array[i + 1];
            s2 += (double) x.array[i + 2] * x.array[i + 2];
            s3 += (double) x.array[i + 3] * x.array[i + 3];
        }
        for (; i < end; i++) {
            s0 += (double) x.array[i] * x.array[i];
        }
        float length = (float) Math.sqrt(s0 + s1 + (s2 + s3));
        norm.array[norm.offset] = length;
        float scale = maxNorm / (length + 1e-6f);
        if (!(scale >= 1)) {
            scale(x.array, x.offset, x.size, scale);
        }
    }

    private static void scale(float[] x, int at, int n, float scale) {
        for (int i = at; i < at + n; i++) {
            x[i] *= scale;
        }
    }

    static void sgd(SgdStep s, HostStorage params, HostStorage grads, HostStorage velocity) {
        float lr = (float) s.learningRate(), momentum = (float) s.momentum(), decay = (float) s.weightDecay();
        float sign = s.maximize() ? -1 : 1, smallest = leastParameter(s.weightDecay());
        for (int i = 0; i < params.size; i++) {
            float p = params.array[params.offset + i];
            float g = sign * grads.array[grads.offset + i] + decay * p;
            if (velocity != null) {
                float v = s.first() ? g : orZero(momentum * velocity.array[velocity.offset + i] + g,
                        Float.MIN_NORMAL);
                velocity.array[velocity.offset + i] = v;
                g = v;
            }
            params.array[params.offset + i] = orZero(p - lr * g, smallest);
        }
    }

    /// One step for the parameters from number `from` to number `to`.
    static void adam(AdamStep s, HostStorage params, HostStorage grads, HostStorage m, HostStorage v, int from,
            int to) {
        adam(params.array, params.offset + from, grads.array, grads.offset + from, m.array, m.offset + from, v.array,
                v.offset + from, to - from,
                (float) s.beta1(), (float) (1 - s.beta1()), (float) s.beta2(), (float) (1 - s.beta2()),
                (float) s.stepSize(), (float) s.rootCorrection(), (float) s.eps(),
                (float) s.weightDecay(), s.maximize() ? -1 : 1, leastMean(s.eps()), leastParameter(s.weightDecay()));
    }

    // exercise: Step 9, losses and optimisers: θ ← θ − α·m̂/(√v̂ + ε)
    private static void adam(float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, int n,
            float beta1, float rest1, float beta2, float rest2, float stepSize, float root2, float eps, float decay,
            float sign, float least, float smallest) {
        for (int i = 0; i < n; i++) {
            float theta = p[pAt + i];
            float grad = sign * g[gAt + i] + decay * theta;
            float first = orZero(m[mAt + i] * beta1 + rest1 * grad, least);
            float second = orZero(v[vAt + i] * beta2 + rest2 * grad * grad, least);
            m[mAt + i] = first;
            v[vAt + i] = second;
            p[pAt + i] = orZero(theta - stepSize * (first / ((float) Math.sqrt(second) / root2 + eps)), smallest);
        }
    }

    /// One step for the parameters from number `from` on.
    static void rmsprop(RmsPropStep s, HostStorage params, HostStorage grads, HostStorage squares, int from) {
        float lr = (float) s.learningRate(), smoothing = (float) s.smoothing(), rest = (float) (1 - s.smoothing());
        float eps = (float) s.eps(), decay = (float) s.weightDecay(), least = leastMean(s.eps());
        float smallest = leastParameter(s.weightDecay());
        for (int i = from; i < params.size; i++) {
            float theta = params.array[params.offset + i];
            float g = grads.array[grads.offset + i] + decay * theta;
            float square = orZero(squares.array[squares.offset + i] * smoothing + rest * g * g, least);
            squares.array[squares.offset + i] = square;
            params.array[params.offset + i] = orZero(theta - lr * g / ((float) Math.sqrt(square) + eps), smallest);
        }
    }

    /// x, or zero where it is nearer to zero than `least`. A running mean whose gradients have become zero, as behind a
    /// ReLU that is always off, would stay at a few of the smallest floats forever: 0.9 of four of them is rounded to
    /// four. Intel's processors need a hundred cycles and more for each of these subnormal numbers; a GPU does not mind
    /// and keeps them.
    static float orZero(float x, float least) {
        return Math.abs(x) < least ? 0 : x;
    }

    /// Below which size a running mean is nothing: the smallest normal float, if ε is so large that beside it neither a
    /// mean nor the root of a mean square of that size moves a parameter. Else nothing is too small.
    static float leastMean(double eps) {
        return eps >= 1e-12 ? Float.MIN_NORMAL : 0;
    }

    /// Below which size a parameter is nothing. A weight decay takes those of units that are always off down to the
    /// subnormal numbers, too; long before, they are lost in every sum with another number.
    static float leastParameter(double weightDecay) {
        return weightDecay > 0 ? 1e-30f : 0;
    }
}
