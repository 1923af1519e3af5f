package drl.tensor;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Binary;
import drl.backend.Expand;
import drl.backend.Reduction;
import drl.backend.Storage;
import drl.backend.Unary;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/// Numbers in a rectangle of any rank, and the operation they came from: enough to differentiate what was computed.
///
/// A tensor is either a *leaf*, made here from values and kept as long as one likes, or the result of an operation on
/// the current [Tape], which lives until that tape's next step. Parameters are leaves that ask for a gradient.
///
/// ```java
/// Tensor x = Tensor.parameter(3, 2);                // two numbers, 3 and 2
/// Tensor y = x.square().sum();                      // y = x₀² + x₁²
/// y.backward();
/// x.gradient();                                     // [6, 4]
/// ```
///
/// All numbers are 32-bit floats, in row-major order. Where an operation takes two tensors, their shapes must agree
/// but for the few cases listed at [Broadcast]; anything else is refused with both shapes in the message.
public final class Tensor {

    private static final Op LEAF = new Op.Leaf();

    private Op op = LEAF;
    private Shape shape = Shape.SCALAR;
    private Storage data;          // exactly shape.size() floats
    private Storage grad;          // likewise; null until a backward pass needs it
    private Storage ownData; // the buffers behind them, possibly larger; a tape's node keeps them from step to step
    private Storage ownGrad;
    private boolean shared;        // whether data is another tensor's
    private boolean requiresGrad;
    private int pass;              // the last backward pass that reached this node

    /// A node for a tape to fill.
    Tensor() {
    }

    private Tensor(Shape shape, boolean requiresGrad) {
        Backend backend = Backend.defaultBackend();
        this.shape = shape;
        this.requiresGrad = requiresGrad;
        data = backend.allocate(shape.size());
        grad = requiresGrad ? backend.allocate(shape.size()) : null;
    }

    // ---- making tensors ---------------------------------------------------------------------------------------

    /// A leaf with these values, shaped (n).
    public static Tensor of(float... values) {
        return of(values, values.length);
    }

    /// A leaf with these values in row-major order.
    ///
    /// @throws IllegalArgumentException if the shape holds another number of values
    public static Tensor of(float[] values, int... shape) {
        Tensor t = zeros(shape);
        t.set(values);
        return t;
    }

    /// A leaf with one value, shaped ().
    public static Tensor scalar(float value) {
        return of(new float[] {value}, new int[0]);
    }

    /// A leaf of zeros.
    public static Tensor zeros(int... shape) {
        return new Tensor(Shape.of(shape), false);
    }

    /// A leaf filled with one value.
    public static Tensor full(float value, int... shape) {
        Tensor t = zeros(shape);
        Backend.defaultBackend().fill(t.data, value);
        return t;
    }

    /// A parameter with these values, shaped (n): a leaf whose gradient [#backward] computes.
    public static Tensor parameter(float... values) {
        return parameter(values, values.length);
    }

    /// A parameter with these values in row-major order.
    ///
    /// @throws IllegalArgumentException if the shape holds another number of values
    public static Tensor parameter(float[] values, int... shape) {
        Tensor t = new Tensor(Shape.of(shape), true);
        t.set(values);
        return t;
    }

    // ---- looking at tensors -----------------------------------------------------------------------------------

    /// The sizes of the axes.
    public Shape shape() {
        return shape;
    }

    /// The number of values.
    public int size() {
        return shape.size();
    }

    /// What this was computed by; a leaf's is [Op.Leaf].
    public Op op() {
        return op;
    }

    /// Whether [#backward] computes a gradient for this.
    public boolean requiresGrad() {
        return requiresGrad;
    }

    /// The values' memory, for kernels.
    public Storage data() {
        return data;
    }

    /// The gradient's memory, for kernels; null until a backward pass has reached this.
    public Storage grad() {
        return grad;
    }

    /// The single value. Waits until it is computed.
    ///
    /// @throws IllegalStateException if there is not exactly one
    public float item() {
        if (size() != 1) {
            throw new IllegalStateException("item() needs a single number, but the shape is " + shape);
        }
        return at(0);
    }

    /// The `i`-th value in row-major order. Waits until it is computed; for many values, [#get] waits once.
    public float at(int i) {
        Objects.checkIndex(i, size());
        return backend().get(data, i);
    }

    /// A copy of the values in row-major order. Waits until they are computed.
    public float[] toArray() {
        return copy(data);
    }

    /// A copy of the gradient in row-major order; zeros where no backward pass has come by.
    public float[] gradient() {
        return grad == null ? new float[size()] : copy(grad);
    }

    private float[] copy(Storage storage) {
        float[] values = new float[size()];
        backend().download(storage, 0, values, 0, values.length);
        return values;
    }

    /// Copies `n` values, from the `from`-th on, into `target` at `at`, without allocating.
    public void get(int from, float[] target, int at, int n) {
        Objects.checkFromIndexSize(from, n, size());
        backend().download(data, from, target, at, n);
    }

    /// Replaces all values.
    ///
    /// @throws IllegalArgumentException if their number differs
    public void set(float... values) {
        if (values.length != size()) {
            throw new IllegalArgumentException("shape " + shape + " holds " + size() + " values, got " + values.length);
        }
        set(0, values, 0, values.length);
    }

    /// Replaces `n` values, from the `at`-th on, by those of `source` from `from` on, without allocating.
    public void set(int at, float[] source, int from, int n) {
        Objects.checkFromIndexSize(at, n, size());
        backend().upload(source, from, data, at, n);
    }

    /// Shape and values: `(2) [1.0, 2.0]`; the middle of a long tensor is left out.
    @Override
    public String toString() {
        float[] values = toArray();
        if (values.length <= 12) {
            return shape + " " + Arrays.toString(values);
        }
        String head = Arrays.toString(Arrays.copyOf(values, 6));
        return shape + " " + head.substring(0, head.length() - 1) + ", …]";
    }

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

    /// this / c.
    public Tensor div(float c) {
        return affine(1 / c, 0);
    }

    /// −this.
    public Tensor neg() {
        return affine(-1, 0);
    }

    /// scale · this + shift.
    public Tensor affine(float scale, float shift) {
        return record(new Op.Affine(this, scale, shift), shape);
    }

    /// A function of one variable, element by element; `p` is its constant where it has one, see [Unary].
    public Tensor apply(Unary f, float p) {
        return record(new Op.Apply(f, this, p), shape);
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
    public Tensor clamp(float low, float high) {
        return record(new Op.Clamp(this, low, high), shape);
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
    public Tensor max() {
        return reduceAll(Reduction.MAX);
    }

    /// The smallest value, shaped (); ties share the gradient.
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
    public Tensor max(int axis) {
        return reduceAxis(Reduction.MAX, axis);
    }

    /// The smallest along an axis, which disappears; the first of equals takes the gradient.
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
        if (shape.rank() == 1) {
            return unsqueeze(0).matmul(b).squeeze(0);
        }
        if (b.shape.rank() == 1) {
            return matmul(b.unsqueeze(1)).squeeze(-1);
        }
        return product(false, b, false);
    }

    /// this (m, k) · bᵀ for b (n, k), shaped (m, n), without a transposed copy.
    public Tensor matmulTransposed(Tensor b) {
        return product(false, b, true);
    }

    private Tensor product(boolean ta, Tensor b, boolean tb) {
        if (shape.rank() != 2 || b.shape.rank() != 2 || shape.dim(ta ? 0 : 1) != b.shape.dim(tb ? 1 : 0)) {
            throw new IllegalArgumentException("matmul: shapes " + shape + " and " + b.shape + " do not fit: "
                    + "(m, k) times (k, n) needs equal inner sizes");
        }
        Tape tape = Tape.current();
        return tape.record(new Op.MatMul(this, ta, b, tb), tape.shape(shape.dim(ta ? 1 : 0), b.shape.dim(tb ? 0 : 1)),
                requiresGrad | b.requiresGrad);
    }

    /// A whole layer: act(this · w + b) for this (…, in), w (in, out), b (out); shaped (…, out).
    ///
    /// @throws IllegalArgumentException if the shapes do not fit
    public Tensor linear(Tensor w, Tensor b, Activation act) {
        if (shape.rank() == 0 || w.shape.rank() != 2 || shape.cols() != w.shape.dim(0) || !b.shape.is(w.shape.dim(1))) {
            throw new IllegalArgumentException("linear: input " + shape + ", weight " + w.shape + " and bias " + b.shape
                    + " do not fit: (…, in), (in, out) and (out) are needed");
        }
        Tape tape = Tape.current();
        int out = w.shape.dim(1);
        Shape result = switch (shape.rank()) {
            case 1 -> tape.shape(out);
            case 2 -> tape.shape(shape.dim(0), out);
            default -> shape.with(shape.rank() - 1, out);
        };
        return tape.record(new Op.Linear(this, w, b, act), result, requiresGrad | w.requiresGrad | b.requiresGrad);
    }

    /// The lower triangular L with L·Lᵀ = this, for a symmetric positive definite matrix.
    /// A matrix that is not positive definite gives NaN.
    public Tensor cholesky() {
        requireSquare("cholesky");
        return record(new Op.Cholesky(this), shape);
    }

    /// The X with this · X = b, for this lower triangular (n, n) and b (n, m).
    public Tensor solveLower(Tensor b) {
        requireSquare("solveLower");
        if (b.shape.rank() != 2 || b.shape.dim(0) != shape.dim(0)) {
            throw new IllegalArgumentException("solveLower: " + shape + " and " + b.shape + " do not fit: "
                    + "(n, n) and (n, m) are needed");
        }
        return Tape.current().record(new Op.SolveLower(this, b), b.shape, requiresGrad | b.requiresGrad);
    }

    private void requireSquare(String name) {
        if (shape.rank() != 2 || shape.dim(0) != shape.dim(1)) {
            throw new IllegalArgumentException(name + " needs a square matrix, got " + shape);
        }
    }

    // ---- probabilities ----------------------------------------------------------------------------------------

    /// Softmax along the last axis: positive values that add up to 1.
    public Tensor softmax() {
        return record(new Op.Softmax(this), shape);
    }

    /// The logarithm of [#softmax], exact where probabilities are tiny.
    public Tensor logSoftmax() {
        return record(new Op.LogSoftmax(this), shape);
    }

    // ---- the same values elsewhere ----------------------------------------------------------------------------

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
                    "view: " + shape + " has " + size() + " values, " + to + " holds " + to.size());
        }
        return record(new Op.View(this), to);
    }

    /// Drops all axes of size 1: (3, 1) becomes (3).
    public Tensor squeeze() {
        if (shape.rank() == 2 && shape.dim(1) == 1 && shape.dim(0) != 1) {
            return record(new Op.View(this), Tape.current().shape(shape.dim(0)));
        }
        return view(Arrays.stream(shape.dims()).filter(d -> d != 1).toArray());
    }

    /// Drops one axis of size 1.
    ///
    /// @throws IllegalArgumentException if its size is not 1
    public Tensor squeeze(int axis) {
        if (shape.dim(axis) != 1) {
            throw new IllegalArgumentException("squeeze: axis " + axis + " of " + shape + " is not of size 1");
        }
        return record(new Op.View(this), shape.without(shape.axis(axis)));
    }

    /// Adds an axis of size 1 before position `axis`: (3) becomes (3, 1) for 1 and (1, 3) for 0.
    public Tensor unsqueeze(int axis) {
        int[] dims = new int[shape.rank() + 1];
        int at = axis < 0 ? axis + dims.length : axis;
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i < at ? shape.dim(i) : i == at ? 1 : shape.dim(i - 1);
        }
        return record(new Op.View(this), Shape.of(dims));
    }

    /// All values in one row.
    public Tensor flatten() {
        return view(size());
    }

    /// The same values as a constant: no gradient passes. This is how a target is made plain data.
    public Tensor detach() {
        return Tape.current().record(new Op.Detach(this), shape, false);
    }

    /// The matrix transposed, as a copy.
    public Tensor transpose() {
        if (shape.rank() != 2) {
            throw new IllegalArgumentException("transpose needs a matrix, got " + shape + "; permute takes any rank");
        }
        return permute(1, 0);
    }

    /// The axes in another order, as a copy: axis i of the result is axis `order[i]` of this.
    public Tensor permute(int... order) {
        int[] dims = new int[order.length], strides = new int[order.length], own = shape.strides();
        if (order.length != shape.rank() || Arrays.stream(order).distinct().count() != order.length) {
            throw new IllegalArgumentException(
                    "permute: " + Arrays.toString(order) + " does not order the axes of " + shape);
        }
        for (int i = 0; i < order.length; i++) {
            dims[i] = shape.dim(order[i]);
            strides[i] = own[shape.axis(order[i])];
        }
        return record(new Op.Arrange(this, 0, strides), Shape.of(dims));
    }

    /// Repeats axes of size 1, as a copy: (1, 3) becomes (5, 3).
    ///
    /// @throws IllegalArgumentException if another axis would change
    public Tensor expand(int... dims) {
        int[] strides = shape.strides();
        for (int i = 0; i < dims.length; i++) {
            if (dims.length != shape.rank() || shape.dim(i) != dims[i] && shape.dim(i) != 1) {
                throw new IllegalArgumentException("expand: only axes of size 1 can be repeated, not " + shape + " to "
                        + Arrays.toString(dims));
            }
            strides[i] = shape.dim(i) == dims[i] ? strides[i] : 0;
        }
        return record(new Op.Arrange(this, 0, strides), Shape.of(dims));
    }

    /// The positions `from` (included) to `to` (excluded) along an axis, as a copy.
    public Tensor narrow(int axis, int from, int to) {
        int at = shape.axis(axis);
        Objects.checkFromToIndex(from, to, shape.dim(at));
        int[] strides = shape.strides();
        return record(new Op.Arrange(this, from * strides[at], strides), shape.with(at, to - from));
    }

    /// This, followed by `b`, along an axis; all other sizes must agree.
    public Tensor concat(Tensor b, int axis) {
        int at = shape.axis(axis);
        if (b.shape.rank() != shape.rank() || !shape.without(at).equals(b.shape.without(at))) {
            throw new IllegalArgumentException("concat: " + shape + " and " + b.shape + " differ beside axis " + axis);
        }
        return Tape.current().record(new Op.Concat(this, b, at), shape.with(at, shape.dim(at) + b.shape.dim(at)),
                requiresGrad | b.requiresGrad);
    }

    /// Whole slices along an axis, picked by index, repeats allowed: rows 2, 0, 2 of a matrix for axis 0.
    /// `index` (m) holds whole numbers as floats, which are exact up to 2²⁴.
    ///
    /// @throws IndexOutOfBoundsException if an index is no position of the axis
    public Tensor select(int axis, Tensor index) {
        int at = shape.axis(axis);
        return record(new Op.Select(this, index, at), shape.with(at, index.size()));
    }

    /// One value per position along an axis: for axis 1, result\[i\]\[j\] = this\[i\]\[index\[i\]\[j\]\]. All sizes but the
    /// axis's agree with those of `index`, which holds whole numbers as floats.
    ///
    /// @throws IndexOutOfBoundsException if an index is no position of the axis
    public Tensor gather(int axis, Tensor index) {
        int at = shape.axis(axis);
        if (index.shape.rank() != shape.rank() || !shape.without(at).equals(index.shape.without(at))) {
            throw new IllegalArgumentException(
                    "gather: index " + index.shape + " does not fit " + shape + " beside axis "
                            + axis);
        }
        return record(new Op.Gather(this, index, at), index.shape);
    }

    // ---- differentiation --------------------------------------------------------------------------------------

    /// Computes the gradient of this single number with respect to every parameter it depends on, and adds it to theirs;
    /// see [Tape#backward].
    ///
    /// @throws IllegalStateException if this is not a single number, or depends on no parameter
    public void backward() {
        Tape.current().backward(this);
    }

    /// Sets the gradient to zero.
    public void zeroGrad() {
        if (grad != null) {
            backend().fill(grad, 0);
        }
    }

    /// Moves a parameter's values and gradient into other memory, as an optimiser does that keeps all parameters in
    /// one block. The values go along.
    ///
    /// @throws IllegalStateException if this is not a leaf
    public void moveTo(Storage newData, Storage newGrad) {
        if (!isLeaf()) {
            throw new IllegalStateException(
                    "only leaves can be moved, this was computed by " + op.getClass().getSimpleName());
        }
        backend().copy(data, newData);
        backend().copy(grad, newGrad);
        data = newData;
        grad = newGrad;
    }

    // ---- for the tape -----------------------------------------------------------------------------------------

    boolean isLeaf() {
        return op == LEAF;
    }

    int pass() {
        return pass;
    }

    /// Turns this node into the result of another operation, keeping its buffers where they are large enough.
    void become(Op op, Shape shape, boolean requiresGrad, Backend backend) {
        this.op = op;
        this.shape = shape;
        this.requiresGrad = requiresGrad;
        pass = 0;
        if (op instanceof Op.View || op instanceof Op.Detach) {
            return;
        }
        if (ownData == null || ownData.size() < shape.size()) {
            ownData = backend.allocate(shape.size());
        }
        if (shared || data == null || data.size() != shape.size()) {
            data = ownData.slice(0, shape.size());
            shared = false;
        }
    }

    /// Takes on the values of another tensor: a view.
    void share(Tensor other) {
        data = other.data;
        shared = true;
    }

    /// Notes that a backward pass has come by, and makes room for the gradient.
    void reached(int pass, Backend backend) {
        this.pass = pass;
        if (isLeaf()) {
            return;
        }
        if (ownGrad == null || ownGrad.size() < shape.size()) {
            ownGrad = backend.allocate(shape.size());
        }
        if (grad == null || grad.size() != shape.size()) {
            grad = ownGrad.slice(0, shape.size());
        }
    }

    private static Backend backend() {
        return Tape.current().backend();
    }

    private Tensor record(Op op, Shape shape) {
        return Tape.current().record(op, shape, requiresGrad);
    }

    private Tensor combine(Binary f, Tensor b) {
        Tape tape = Tape.current();
        boolean wanted = requiresGrad | b.requiresGrad;
        if (shape.equals(b.shape)) {
            return tape.record(new Op.Combine(f, this, Expand.FULL, b, Expand.FULL), shape, wanted);
        }
        Broadcast fit = Broadcast.of(f.name().toLowerCase(Locale.ROOT), shape, b.shape);
        return tape.record(new Op.Combine(f, this, fit.a(), b, fit.b()), fit.shape(), wanted);
    }

    private Tensor reduceAll(Reduction r) {
        return record(new Op.Reduce(r, this, 1, size(), 1, true), Shape.SCALAR);
    }

    private Tensor reduceAxis(Reduction r, int axis) {
        int at = shape.axis(axis);
        Shape rest = shape.rank() == 2 ? Tape.current().shape(shape.dim(1 - at)) : shape.without(at);
        return record(new Op.Reduce(r, this, shape.outer(at), shape.dim(at), shape.inner(at), false), rest);
    }
}
