package drl.backend;

import static drl.backend.VectorMath.S;
import static drl.backend.VectorMath.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/// [HostOptimizers#adam] a vector at a time, the same operations in the same order. Written with vectors because the
/// compiler leaves a loop over four arrays, each at a place of its own, a scalar one.
final class VectorAdam {

    private VectorAdam() {
    }

    static void step(AdamStep s, HostStorage params, HostStorage grads, HostStorage m, HostStorage v) {
        double correction1 = 1 - Math.pow(s.beta1(), s.t()), correction2 = 1 - Math.pow(s.beta2(), s.t());
        int whole = params.size / V * V;
        vectors(params.array, params.offset, grads.array, grads.offset, m.array, m.offset, v.array, v.offset, whole,
                (float) s.beta1(), (float) (1 - s.beta1()), (float) s.beta2(), (float) (1 - s.beta2()),
                (float) (s.learningRate() / correction1), (float) Math.sqrt(correction2), (float) s.eps(),
                (float) s.weightDecay(), s.maximize() ? -1 : 1);
        HostOptimizers.adam(s, params, grads, m, v, whole);
    }

    private static void vectors(float[] p, int pAt, float[] g, int gAt, float[] m, int mAt, float[] v, int vAt, int n,
            float beta1, float rest1, float beta2, float rest2, float stepSize, float root2, float eps, float decay,
            float sign) {
        for (int i = 0; i < n; i += V) {
            FloatVector theta = FloatVector.fromArray(S, p, pAt + i);
            FloatVector grad = FloatVector.fromArray(S, g, gAt + i).mul(sign).add(theta.mul(decay));
            FloatVector first = FloatVector.fromArray(S, m, mAt + i).mul(beta1).add(grad.mul(rest1));
            FloatVector second = FloatVector.fromArray(S, v, vAt + i).mul(beta2).add(grad.mul(rest2).mul(grad));
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            FloatVector root = second.lanewise(VectorOperators.SQRT).div(root2).add(eps);
            theta.sub(first.div(root).mul(stepSize)).intoArray(p, pAt + i);
        }
    }
}
