package drl.tensor;

import drl.backend.Activation;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.Unary;

/// What one can compute with a [Tensor]: each method records one [Op] on the current tape, or combines others.
abstract sealed class TensorOperations extends TensorArrangements permits Tensor {

    // ---- element by element -----------------------------------------------------------------------------------

    /// this + b.
    public Tensor add(Tensor b) {
        return combine(Binary.ADD, b);
    }

    /// this − b.
    public Tensor sub(Tensor b) {
        return combine(Binary.SUB, b);
    }

    /// this · b, element by element.
    public Tensor mul(Tensor b) {
        return combine(Binary.MUL, b);
    }

    /// this / b, element by element.
    public Tensor div(Tensor b) {
        return combine(Binary.DIV, b);
    }

    /// The smaller of both, element by element; a tie shares the gradient.
    public Tensor min(Tensor b) {
        return combine(Binary.MIN, b);
    }

    /// The larger of both, element by element; a tie shares the gradient.
    public Tensor max(Tensor b) {
        return combine(Binary.MAX, b);
    }

    /// thisᵇ, element by element.
    public Tensor pow(Tensor b) {
        return combine(Binary.POW, b);
    }

    /// this + c.
    public Tensor add(float c) {
        return affine(1, c);
    }

    /// this − c.
    public Tensor sub(float c) {
        return affine(1, -c);
    }

    /// c · this.
    public Tensor mul(float c) {
        return affine(c, 0);
    }

    /// this · (1/c), which differs from the quotient in the last digit here and there.
    public Tensor div(float c) {
        return affine(1 / c, 0);
    }

    /// −this.
    public Tensor neg() {
        return affine(-1, 0);
    }

    /// scale · this + shift.
    public Tensor affine(float scale, float shift) {
        return record(new Op.Affine(self(), scale, shift), shape());
    }

    /// A function of one variable, element by element; `p` is its constant where it has one, see [Unary].
    public Tensor apply(Unary f, float p) {
        return record(new Op.Apply(f, self(), p), shape());
    }

    /// e to the power of this.
    public Tensor exp() {
        return apply(Unary.EXP, 0);
    }

    /// The natural logarithm.
    public Tensor log() {
        return apply(Unary.LOG, 0);
    }

    /// The square root.
    public Tensor sqrt() {
        return apply(Unary.SQRT, 0);
    }

    /// this².
    public Tensor square() {
        return apply(Unary.SQUARE, 0);
    }

    /// this to a fixed power.
    public Tensor pow(float exponent) {
        return apply(Unary.POW, exponent);
    }

    /// The absolute value; slope 0 at 0.
    public Tensor abs() {
        return apply(Unary.ABS, 0);
    }

    /// max(0, this); slope 0 at 0.
    public Tensor relu() {
        return apply(Unary.RELU, 0);
    }

    /// The hyperbolic tangent.
    public Tensor tanh() {
        return apply(Unary.TANH, 0);
    }

    /// 1/(1 + e to the power of −this).
    public Tensor sigmoid() {
        return apply(Unary.SIGMOID, 0);
    }

    /// min(max(this, low), high). The gradient passes where the value lies within, the bounds included.
    ///
    /// @throws IllegalArgumentException if low is not a number at most high
    public Tensor clamp(float low, float high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException("clamp: low must be at most high, got " + low + " and " + high);
        }
        return record(new Op.Clamp(self(), low, high), shape());
    }

    // ---- many values to one -----------------------------------------------------------------------------------

    /// The sum of all values, shaped ().
    public Tensor sum() {
        return reduceAll(Reduction.SUM);
    }

    /// The mean of all values, shaped ().
    public Tensor mean() {
        return reduceAll(Reduction.MEAN);
    }

    /// The largest value, shaped (); ties share the gradient.
    ///
    /// @throws IllegalArgumentException if there is none
    public Tensor max() {
        return reduceAll(Reduction.MAX);
    }

    /// The smallest value, shaped (); ties share the gradient.
    ///
    /// @throws IllegalArgumentException if there is none
    public Tensor min() {
        return reduceAll(Reduction.MIN);
    }

    /// Sums along an axis, which disappears: (2, 3) becomes (2) along axis 1. Negative axes count from the end.
    public Tensor sum(int axis) {
        return reduceAxis(Reduction.SUM, axis);
    }

    /// Means along an axis, which disappears.
    public Tensor mean(int axis) {
        return reduceAxis(Reduction.MEAN, axis);
    }

    /// The largest along an axis, which disappears; the first of equals takes the gradient.
    ///
    /// @throws IllegalArgumentException if the axis has no values
    public Tensor max(int axis) {
        return reduceAxis(Reduction.MAX, axis);
    }

    /// The smallest along an axis, which disappears; the first of equals takes the gradient.
    ///
    /// @throws IllegalArgumentException if the axis has no values
    public Tensor min(int axis) {
        return reduceAxis(Reduction.MIN, axis);
    }

    /// The variance of all values, divided by n − `correction`: 1 for an unbiased estimate, 0 for the population's.
    public Tensor var(int correction) {
        return sub(mean()).square().sum().div(size() - correction);
    }

    /// The standard deviation of all values; see [#var] for the correction.
    public Tensor std(int correction) {
        return var(correction).sqrt();
    }

    /// log Σ eˣ along the last axis, which disappears, without overflow.
    public Tensor logSumExp() {
        Tensor max = max(-1).detach();
        Tensor column = max.unsqueeze(max.shape().rank());
        return sub(column).exp().sum(-1).log().add(max);
    }

    // ---- matrices ---------------------------------------------------------------------------------------------

    /// The matrix product this (m, k) · b (k, n), shaped (m, n). A row (k) on the left or a column (k) on the right is
    /// taken as a matrix with one row or column, which the result then lacks.
    ///
    /// @throws IllegalArgumentException if the inner sizes differ
    public Tensor matmul(Tensor b) {
        if (shape().rank() == 1) {
            return unsqueeze(0).matmul(b).squeeze(0);
        }
        if (b.shape().rank() == 1) {
            return matmul(b.unsqueeze(1)).squeeze(-1);
        }
        return product(false, b, false);
    }

    /// this (m, k) · bᵀ for b (n, k), shaped (m, n), without a transposed copy.
    public Tensor matmulTransposed(Tensor b) {
        return product(false, b, true);
    }

    private Tensor product(boolean ta, Tensor b, boolean tb) {
        if (shape().rank() != 2 || b.shape().rank() != 2 || shape().dim(ta ? 0 : 1) != b.shape().dim(tb ? 1 : 0)) {
            throw new IllegalArgumentException("matmul: shapes " + shape() + " and " + b.shape() + " do not fit: "
                    + "(m, k) times (k, n) needs equal inner sizes");
        }
        Tape tape = Tape.current();
        return tape.record(new Op.MatMul(self(), ta, b, tb),
                tape.shape(shape().dim(ta ? 1 : 0), b.shape().dim(tb ? 0 : 1)),
                requiresGrad() | b.requiresGrad());
    }

    /// A whole layer: act(this · w + b) for this (…, in), w (in, out), b (out); shaped (…, out).
    ///
    /// @throws IllegalArgumentException if the shapes do not fit
    public Tensor linear(Tensor w, Tensor b, Activation act) {
        if (shape().rank() == 0 || w.shape().rank() != 2 || shape().cols() != w.shape().dim(0)
                || !b.shape().is(w.shape().dim(1))) {
            throw new IllegalArgumentException(
                    "linear: input " + shape() + ", weight " + w.shape() + " and bias " + b.shape()
                            + " do not fit: (…, in), (in, out) and (out) are needed");
        }
        Tape tape = Tape.current();
        return tape.record(new Op.Linear(self(), w, b, act), tape.with(shape(), shape().rank() - 1, w.shape().dim(1)),
                requiresGrad() | w.requiresGrad() | b.requiresGrad());
    }

    /// A whole layer whose input comes in two parts that need not be copied side by side: act(\[this, more\] · w + b) for
    /// this (N, in), more (N, k), w (in + k, out), b (out); shaped (N, out).
    ///
    /// @throws IllegalArgumentException if the shapes do not fit
    public Tensor linear(Tensor more, Tensor w, Tensor b, Activation act) {
        if (shape().rank() != 2 || more.shape().rank() != 2 || shape().rows() != more.shape().rows()
                || w.shape().rank() != 2 || shape().cols() + more.shape().cols() != w.shape().dim(0)
                || !b.shape().is(w.shape().dim(1))) {
            throw new IllegalArgumentException("linear: inputs " + shape() + " and " + more.shape() + ", weight "
                    + w.shape() + " and bias " + b.shape()
                    + " do not fit: (N, in), (N, k), (in + k, out) and (out) are needed");
        }
        Tape tape = Tape.current();
        return tape.record(new Op.LinearOfTwo(self(), more, w, b, act),
                tape.with(shape(), 1, w.shape().dim(1)),
                requiresGrad() | more.requiresGrad() | w.requiresGrad() | b.requiresGrad());
    }

    /// The lower triangular L with L·Lᵀ = this, for a symmetric positive definite matrix.
    /// A matrix that is not positive definite gives NaN.
    public Tensor cholesky() {
        requireSquare("cholesky");
        return record(new Op.Cholesky(self()), shape());
    }

    /// The X with this · X = b, for this lower triangular (n, n) and b (n, m).
    public Tensor solveLower(Tensor b) {
        requireSquare("solveLower");
        if (b.shape().rank() != 2 || b.shape().dim(0) != shape().dim(0)) {
            throw new IllegalArgumentException("solveLower: " + shape() + " and " + b.shape() + " do not fit: "
                    + "(n, n) and (n, m) are needed");
        }
        return Tape.current().record(new Op.SolveLower(self(), b), b.shape(), requiresGrad() | b.requiresGrad());
    }

    private void requireSquare(String name) {
        if (shape().rank() != 2 || shape().dim(0) != shape().dim(1)) {
            throw new IllegalArgumentException(name + " needs a square matrix, got " + shape());
        }
    }

    // ---- probabilities ----------------------------------------------------------------------------------------

    /// Softmax along the last axis: positive values that add up to 1.
    public Tensor softmax() {
        return record(new Op.Softmax(self()), shape());
    }

    /// The logarithm of [#softmax], exact where probabilities are tiny.
    public Tensor logSoftmax() {
        return record(new Op.LogSoftmax(self()), shape());
    }

    // ---- recording --------------------------------------------------------------------------------------------

    private Tensor combine(Binary f, Tensor b) {
        Tape tape = Tape.current();
        boolean wanted = requiresGrad() | b.requiresGrad();
        if (shape().equals(b.shape())) {
            return tape.record(new Op.Combine(f, self(), Expand.FULL, b, Expand.FULL), shape(), wanted);
        }
        Broadcast fit = Broadcast.of(f, shape(), b.shape());
        return tape.record(new Op.Combine(f, self(), fit.a(), b, fit.b()), fit.shape(), wanted);
    }

    private Tensor reduceAll(Reduction r) {
        requireValues(r, size());
        return record(new Op.Reduce(r, self(), 1, size(), 1, true), Shape.SCALAR);
    }

    private Tensor reduceAxis(Reduction r, int axis) {
        int at = shape().axis(axis);
        requireValues(r, shape().dim(at));
        return record(new Op.Reduce(r, self(), shape().outer(at), shape().dim(at), shape().inner(at), false),
                Tape.current().without(shape(), at));
    }

    private void requireValues(Reduction r, int n) {
        if (n == 0 && (r == Reduction.MAX || r == Reduction.MIN)) {
            throw new IllegalArgumentException("there is no largest or smallest of no values: the shape is " + shape());
        }
    }
}
