package drl.backend;

/// Optimiser steps over flat host arrays, in float and in PyTorch's order of operations, so that a thousand steps stay
/// beside PyTorch's.
final class HostOptimizers {

    private static final int SQUARES = 512; // of a block, see squareBlocks

    private HostOptimizers() {
    }

    static void clipNorm(HostStorage x, float maxNorm, HostStorage norm) {
        double sum = 0;
        for (int block = 0; block < squareBlocks(x.size); block++) {
            sum += squares(x, block);
        }
        float scale = clipScale(sum, maxNorm, norm);
        if (!(scale >= 1)) {
            scale(x, 0, x.size, scale);
        }
    }

    /// Blocks of n floats whose squares are added up before their sum goes to the total: that fixes the order of addition,
    /// whoever adds.
    static int squareBlocks(int n) {
        return (n + SQUARES - 1) / SQUARES;
    }

    /// Σ x² of a block: eight running sums, which do not wait for each other. A float's square is exact in double, so that
    /// a fused step rounds no other way than two would.
    static double squares(HostStorage x, int block) {
        float[] a = x.array;
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = x.offset + block * SQUARES, end = x.offset + Math.min(x.size, (block + 1) * SQUARES);
        for (; i + 8 <= end; i += 8) {
            s0 = Math.fma((double) a[i], a[i], s0);
            s1 = Math.fma((double) a[i + 1], a[i + 1], s1);
            s2 = Math.fma((double) a[i + 2], a[i + 2], s2);
            s3 = Math.fma((double) a[i + 3], a[i + 3], s3);
            s4 = Math.fma((double) a[i + 4], a[i + 4], s4);
            s5 = Math.fma((double) a[i + 5], a[i + 5], s5);
            s6 = Math.fma((double) a[i + 6], a[i + 6], s6);
            s7 = Math.fma((double) a[i + 7], a[i + 7], s7);
        }
        for (; i < end; i++) {
            s0 = Math.fma((double) a[i], a[i], s0);
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }

    /// Leaves the length in `norm`; tells what to multiply by, unless it is 1 or more.
    static float clipScale(double squares, float maxNorm, HostStorage norm) {
        float length = (float) Math.sqrt(squares);
        norm.array[norm.offset] = length;
        return maxNorm / (length + 1e-6f);
    }

    static void scale(HostStorage x, int from, int to, float scale) {
        for (int i = x.offset + from; i < x.offset + to; i++) {
            x.array[i] *= scale;
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
