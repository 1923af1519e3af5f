package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// The steps of [HostOptimizers] a vector at a time, the same operations in the same order. Written with vectors because
/// the compiler leaves a loop over three or four arrays, each at a place of its own, a scalar one.
final class VectorOptimizers {

    /// Floats at a time: a kernel is compiled when it has been called some dozen times, and not before.
    private static final int PIECE = 1024;

    private VectorOptimizers() {
    }

    static void adam(AdamStep s, HostStorage params, HostStorage grads, HostStorage m, HostStorage v, int from,
            int to) {
        int whole = from + (to - from) / V * V;
        float beta1 = (float) s.beta1(), rest1 = (float) (1 - s.beta1()), beta2 = (float) s.beta2();
        float rest2 = (float) (1 - s.beta2()), stepSize = (float) s.stepSize(), root2 = (float) s.rootCorrection();
        float eps = (float) s.eps(), decay = (float) s.weightDecay(), sign = s.maximize() ? -1 : 1;
        float least = HostOptimizers.leastMean(s.eps()), smallest = HostOptimizers.leastParameter(s.weightDecay());
        for (int i = from; i < whole; i += PIECE) {
            adam(params.array, params.offset + i, grads.array, grads.offset + i, m.array, m.offset + i, v.array,
                    v.offset + i, Math.min(PIECE, whole - i), beta1, rest1, beta2, rest2, stepSize, root2, eps, decay,
                    sign, least, smallest);
        }
        if (whole < to) {
            HostOptimizers.adam(s, params, grads, m, v, whole, to);
        }
    }

    private static void adam(float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, int n,
            float beta1, float rest1, float beta2, float rest2, float stepSize, float root2, float eps, float decay,
            float sign, float least, float smallest) {
        for (int i = 0; i < n; i += V) {
            FloatVector theta = FloatVector.fromArray(S, p, pAt + i);
            FloatVector grad = FloatVector.fromArray(S, g, gAt + i).mul(sign).add(theta.mul(decay));
            FloatVector first = orZero(FloatVector.fromArray(S, m, mAt + i).mul(beta1).add(grad.mul(rest1)), least);
            FloatVector second = orZero(FloatVector.fromArray(S, v, vAt + i).mul(beta2).add(grad.mul(rest2).mul(grad)),
                    least);
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            FloatVector root = second.lanewise(VectorOperators.SQRT).div(root2).add(eps);
            orZero(theta.sub(first.div(root).mul(stepSize)), smallest).intoArray(p, pAt + i);
        }
    }

    static void rmsprop(RmsPropStep s, HostStorage params, HostStorage grads, HostStorage squares) {
        int whole = params.size / V * V;
        rmsprop(params.array, params.offset, grads.array, grads.offset, squares.array, squares.offset, whole,
                (float) s.learningRate(), (float) s.smoothing(), (float) (1 - s.smoothing()), (float) s.eps(),
                (float) s.weightDecay(), HostOptimizers.leastMean(s.eps()),
                HostOptimizers.leastParameter(s.weightDecay()));
        HostOptimizers.rmsprop(s, params, grads, squares, whole);
    }

    private static void rmsprop(float[] p, int pAt, float[] g, int gAt, float[] q, int qAt, int n, float learningRate,
            float smoothing, float rest, float eps, float decay, float least, float smallest) {
        for (int i = 0; i < n; i += V) {
            FloatVector theta = FloatVector.fromArray(S, p, pAt + i);
            FloatVector grad = FloatVector.fromArray(S, g, gAt + i).add(theta.mul(decay));
            FloatVector square = orZero(FloatVector.fromArray(S, q, qAt + i).mul(smoothing)
                    .add(grad.mul(rest).mul(grad)), least);
            square.intoArray(q, qAt + i);
            FloatVector root = square.lanewise(VectorOperators.SQRT).add(eps);
            orZero(theta.sub(grad.mul(learningRate).div(root)), smallest).intoArray(p, pAt + i);
        }
    }

    /// y = a·x + b·y in a range, a target network's step.
    static void axpby(float a, HostStorage x, float b, HostStorage y, int from, int to) {
        int whole = from + (to - from) / V * V, xi = x.offset, yi = y.offset;
        axpby(a, x.array, xi + from, b, y.array, yi + from, whole - from);
        for (int i = whole; i < to; i++) {
            y.array[yi + i] = b * y.array[yi + i] + a * x.array[xi + i];
        }
    }

    private static void axpby(float a, float[] x, int xAt, float b, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i += V) {
            FloatVector.fromArray(S, y, yAt + i).mul(b).add(FloatVector.fromArray(S, x, xAt + i).mul(a))
                    .intoArray(y, yAt + i);
        }
    }

    /// [HostOptimizers#orZero] of a whole vector.
    private static FloatVector orZero(FloatVector x, float least) {
        return x.blend(0f, x.abs().lt(least));
    }
}
