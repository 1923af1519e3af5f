package drl.a2c;

import drl.backend.Backend;
import drl.backend.Storage;
import drl.tensor.Shape;
import drl.tensor.Tensor;
import java.util.Collection;

/// The parameters of one network in one block of memory, and their gradients in another, as an optimiser keeps them: here
/// to be carried to and from the shared ones.
final class FlatParameters {

    private final Backend backend = Backend.defaultBackend();
    private final Storage values;
    private final Storage gradients;
    private final Storage norm;

    FlatParameters(Collection<Tensor> parameters) {
        int size = parameters.stream().map(Tensor::shape).mapToInt(Shape::size).sum();
        values = backend.allocate(size);
        gradients = backend.allocate(size);
        norm = backend.allocate(1);
        int at = 0;
        for (Tensor parameter : parameters) {
            parameter.moveTo(values.slice(at, parameter.size()), gradients.slice(at, parameter.size()));
            at += parameter.size();
        }
    }

    int size() {
        return values.size();
    }

    void set(float[] source) {
        backend.upload(source, 0, values, 0, source.length);
    }

    /// A copy of all values.
    float[] get() {
        float[] copy = new float[values.size()];
        backend.download(values, 0, copy, 0, copy.length);
        return copy;
    }

    void zeroGrad() {
        backend.fill(gradients, 0);
    }

    /// See [drl.nn.Optimizer#clipGradNorm].
    ///
    /// @return the length before
    float clipGradNorm(double maxNorm) {
        backend.clipNorm(gradients, (float) maxNorm, norm);
        return backend.get(norm, 0);
    }

    void getGradient(float[] target) {
        backend.download(gradients, 0, target, 0, target.length);
    }
}
