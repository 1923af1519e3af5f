package drl.tensor;

import drl.backend.Activation;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.Unary;

/// One differentiable operation, as data: what it is and what it is applied to.
///
/// `Rules` holds the two switches over these records, one that computes and one that is the chain rule. Add a record here
/// and the compiler lists both places that must learn it. A later chapter adds an operation of its own by implementing
/// [Custom].
public sealed interface Op {

    // @formatter:off
    /// A value that was not computed: a parameter, an observation, a constant.
    record Leaf() implements Op { }
    /// f(a) element by element; `p` is the function's constant where it has one.
    record Apply(Unary f, Tensor a, float p) implements Op { }
    /// scale·a + shift.
    record Affine(Tensor a, float scale, float shift) implements Op { }
    /// min(max(a, low), high).
    record Clamp(Tensor a, float low, float high) implements Op { }
    /// f(a, b) element by element, each operand expanded to the result's shape.
    record Combine(Binary f, Tensor a, Expand ea, Tensor b, Expand eb) implements Op { }
    /// A reduction of `n` values along one axis, or of all (outer = inner = 1).
    record Reduce(Reduction r, Tensor a, int outer, int n, int inner, boolean shareTies) implements Op { }
    /// op(a)·op(b) for matrices, where op transposes if told.
    record MatMul(Tensor a, boolean transposeA, Tensor b, boolean transposeB) implements Op { }
    /// act(x·w + b): a whole layer in one operation.
    record Linear(Tensor x, Tensor w, Tensor b, Activation act) implements Op { }
    /// act(\[x, more\]·w + b): a layer whose input comes in two parts.
    record LinearOfTwo(Tensor x, Tensor more, Tensor w, Tensor b, Activation act) implements Op { }
    /// The same values under another shape.
    record View(Tensor a) implements Op { }
    /// The same values; no gradient passes.
    record Detach(Tensor a) implements Op { }
    /// The same values in another arrangement: element (i, j, …) of the result is that of `a` at `at` + i·strides\[0\] + ….
    record Arrange(Tensor a, int at, int[] strides) implements Op { }
    /// a before b along one axis.
    record Concat(Tensor a, Tensor b, int axis) implements Op { }
    /// Whole slices along one axis, picked by index.
    record Select(Tensor a, Tensor index, int axis) implements Op { }
    /// One value per position along one axis, picked by index.
    record Gather(Tensor a, Tensor index, int axis) implements Op { }
    /// softmax along the last axis.
    record Softmax(Tensor a) implements Op { }
    /// log softmax along the last axis.
    record LogSoftmax(Tensor a) implements Op { }
    /// The lower triangular l with l·lᵀ = a.
    record Cholesky(Tensor a) implements Op { }
    /// The x with l·x = b, for lower triangular l.
    record SolveLower(Tensor l, Tensor b) implements Op { }
    // @formatter:on

    /// An operation that a later chapter brings along.
    non-sealed interface Custom extends Op {

        /// Computes `y.data()` with the kernels of `tape.backend()`.
        void forward(Tape tape, Tensor y);

        /// Adds to the gradients of the inputs, each fetched with [Tape#into].
        void backward(Tape tape, Tensor y);
    }
}
