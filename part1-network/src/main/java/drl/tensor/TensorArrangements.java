package drl.tensor;

import java.util.Arrays;

/// The ways to see or copy the values of a [Tensor] in another arrangement. Gradients find their way back.
abstract sealed class TensorArrangements permits TensorOperations {

    /// The sizes of the axes.
    public abstract Shape shape();

    /// The number of values.
    public abstract int size();

    /// Whether a gradient is computed for this.
    public abstract boolean requiresGrad();

    /// The same values under another shape, without a copy. One size may be −1: it is worked out.
    ///
    /// @throws IllegalArgumentException if the number of values differs
    public Tensor view(int... dims) {
        int[] sizes = dims.clone();
        int known = 1, open = -1;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= sizes[i];
            }
        }
        if (open >= 0 && known != 0) {
            sizes[open] = size() / known;
        }
        Shape to = Shape.of(sizes);
        if (to.size() != size()) {
            throw new IllegalArgumentException(
                    "view: " + shape() + " has " + size() + " values, " + to + " holds " + to.size());
        }
        return record(new Op.View(self()), to);
    }

    /// Drops all axes of size 1: (3, 1) becomes (3).
    public Tensor squeeze() {
        if (shape().rank() == 2 && shape().dim(1) == 1 && shape().dim(0) != 1) {
            return squeeze(1);
        }
        return view(Arrays.stream(shape().dims()).filter(d -> d != 1).toArray());
    }

    /// Drops one axis of size 1.
    ///
    /// @throws IllegalArgumentException if its size is not 1
    public Tensor squeeze(int axis) {
        if (shape().dim(axis) != 1) {
            throw new IllegalArgumentException("squeeze: axis " + axis + " of " + shape() + " is not of size 1");
        }
        return record(new Op.View(self()), Tape.current().without(shape(), shape().axis(axis)));
    }

    /// Adds an axis of size 1 before position `axis`: (3) becomes (3, 1) for 1 and (1, 3) for 0.
    ///
    /// @throws IllegalArgumentException if there is no such position
    public Tensor unsqueeze(int axis) {
        int rank = shape().rank() + 1, at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank) {
            throw new IllegalArgumentException("unsqueeze: " + shape() + " has no place for an axis at " + axis);
        }
        return record(new Op.View(self()), Tape.current().inserted(shape(), at));
    }

    /// All values in one row.
    public Tensor flatten() {
        return view(size());
    }

    /// The same values as a constant: no gradient passes. This is how a target is made plain data.
    public Tensor detach() {
        return Tape.current().record(new Op.Detach(self()), shape(), false);
    }

    /// The matrix transposed, as a copy.
    public Tensor transpose() {
        if (shape().rank() != 2) {
            throw new IllegalArgumentException("transpose needs a matrix, got " + shape() + "; permute takes any rank");
        }
        return permute(1, 0);
    }

    /// The axes in another order, as a copy: axis i of the result is axis `order[i]` of this.
    ///
    /// @throws IllegalArgumentException if an axis is missing or named twice
    public Tensor permute(int... order) {
        int[] dims = new int[order.length], strides = new int[order.length], own = shape().strides();
        if (order.length != shape().rank()
                || Arrays.stream(order).map(shape()::axis).distinct().count() != order.length) {
            throw new IllegalArgumentException(
                    "permute: " + Arrays.toString(order) + " does not order the axes of " + shape());
        }
        for (int i = 0; i < order.length; i++) {
            dims[i] = shape().dim(order[i]);
            strides[i] = own[shape().axis(order[i])];
        }
        return record(new Op.Arrange(self(), 0, strides), Shape.of(dims));
    }

    /// Repeats axes of size 1, as a copy: (1, 3) becomes (5, 3).
    ///
    /// @throws IllegalArgumentException if another axis would change
    public Tensor expand(int... dims) {
        int[] strides = shape().strides();
        boolean fits = dims.length == shape().rank();
        for (int i = 0; fits && i < dims.length; i++) {
            fits = shape().dim(i) == dims[i] || shape().dim(i) == 1;
            strides[i] = shape().dim(i) == dims[i] ? strides[i] : 0;
        }
        if (!fits) {
            throw new IllegalArgumentException(
                    "expand: only axes of size 1 can be repeated, not " + shape() + " to " + Arrays.toString(dims));
        }
        return record(new Op.Arrange(self(), 0, strides), Shape.of(dims));
    }

    /// The positions `from` (included) to `to` (excluded) along an axis, as a copy.
    ///
    /// @throws IllegalArgumentException if they do not lie within the axis
    public Tensor narrow(int axis, int from, int to) {
        int at = shape().axis(axis);
        if (from < 0 || from > to || to > shape().dim(at)) {
            throw new IllegalArgumentException(
                    "narrow: positions " + from + " to " + to + " do not lie within axis " + axis + " of " + shape());
        }
        int[] strides = shape().strides();
        return record(new Op.Arrange(self(), from * strides[at], strides), Tape.current().with(shape(), at, to - from));
    }

    /// This, followed by `b`, along an axis; all other sizes must agree.
    public Tensor concat(Tensor b, int axis) {
        int at = shape().axis(axis);
        if (!shape().equalsBeside(at, b.shape())) {
            throw new IllegalArgumentException(
                    "concat: " + shape() + " and " + b.shape() + " differ beside axis " + axis);
        }
        Tape tape = Tape.current();
        int length = shape().dim(at) + b.shape().dim(at);
        return tape.record(new Op.Concat(self(), b, at), tape.with(shape(), at, length),
                requiresGrad() | b.requiresGrad());
    }

    /// Whole slices along an axis, picked by index, repeats allowed: rows 2, 0, 2 of a matrix for axis 0.
    /// `index` (m) holds whole numbers as floats, which are exact up to 2²⁴.
    ///
    /// @throws IndexOutOfBoundsException if an index is no position of the axis
    public Tensor select(int axis, Tensor index) {
        int at = shape().axis(axis);
        return record(new Op.Select(self(), index, at), Tape.current().with(shape(), at, index.size()));
    }

    /// One value per position along an axis: for axis 1, result\[i\]\[j\] = this\[i\]\[index\[i\]\[j\]\]. All sizes but the
    /// axis's agree with those of `index`, which holds whole numbers as floats.
    ///
    /// @throws IndexOutOfBoundsException if an index is no position of the axis
    public Tensor gather(int axis, Tensor index) {
        int at = shape().axis(axis);
        if (!index.shape().is(shape(), at, index.shape().rank() > at ? index.shape().dim(at) : 0)) {
            throw new IllegalArgumentException(
                    "gather: index " + index.shape() + " does not fit " + shape() + " beside axis "
                            + axis);
        }
        return record(new Op.Gather(self(), index, at), index.shape());
    }

    Tensor self() {
        return (Tensor) this;
    }

    Tensor record(Op op, Shape result) {
        return Tape.current().record(op, result, requiresGrad());
    }
}
