package drl.tensor;

import drl.backend.Backend;
import drl.backend.Storage;
import java.util.Arrays;
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
public final class Tensor extends TensorOperations {

    private static final Op LEAF = new Op.Leaf();

    private Op op = LEAF;
    private Shape shape = Shape.SCALAR;
    private Shape formerShape = Shape.SCALAR; // a node's, before it had this one
    private Storage data;          // exactly shape.size() floats
    private Storage grad;          // likewise; null until a backward pass needs it
    private Storage ownData; // the buffers behind them, possibly larger; a tape's node keeps them from step to step
    private Storage ownGrad;
    private boolean shared;        // whether data is another tensor's
    private boolean requiresGrad;
    private Tape tape;             // whose node this is; null for a leaf
    private int pass;              // the last backward pass that reached this node

    /// A node for a tape to fill.
    Tensor(Tape tape) {
        this.tape = tape;
    }

    private Tensor(Shape shape, Storage data) {
        this.shape = shape;
        this.data = data;
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

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public int size() {
        return shape.size();
    }

    /// What this was computed by; a leaf's is [Op.Leaf].
    public Op op() {
        return op;
    }

    @Override
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
        boolean stale = !isLeaf() && pass == 0; // the node's buffer still holds a former step's
        return grad == null || stale ? new float[size()] : copy(grad);
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

    /// The rows `from` (included) to `to` (excluded) of a leaf along its first axis, as a leaf over the same memory: what is
    /// set in one shows in the other. Unlike [#narrow] it copies nothing, and passes no gradient.
    ///
    /// @throws IllegalStateException    if this was computed, or has a gradient
    /// @throws IllegalArgumentException if the rows do not lie within the first axis
    public Tensor rows(int from, int to) {
        if (!isLeaf() || requiresGrad) {
            throw new IllegalStateException("rows: only a leaf without gradient can share its memory");
        }
        if (from < 0 || from > to || to > shape.dim(0)) {
            throw new IllegalArgumentException("rows: " + from + " to " + to + " do not lie within " + shape);
        }
        int row = shape.dim(0) == 0 ? 0 : size() / shape.dim(0);
        return new Tensor(shape.with(0, to - from), data.slice(from * row, (to - from) * row));
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

    // ---- differentiation --------------------------------------------------------------------------------------

    /// Computes the gradient of this single number with respect to every parameter it depends on, and adds it to theirs;
    /// see [Tape#backward].
    ///
    /// @throws IllegalStateException if this is not a single number, depends on no parameter, or on what was computed on
    ///     another tape
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
    /// @throws IllegalStateException if this is not a parameter
    public void moveTo(Storage newData, Storage newGrad) {
        if (!isLeaf() || !requiresGrad) {
            throw new IllegalStateException("only parameters can be moved, this "
                    + (isLeaf() ? "has no gradient" : "was computed by " + op.getClass().getSimpleName()));
        }
        backend().copy(data, newData);
        backend().copy(grad, newGrad);
        data = newData;
        grad = newGrad;
    }

    // ---- for the tape -----------------------------------------------------------------------------------------

    Shape formerShape() {
        return formerShape;
    }

    boolean isLeaf() {
        return op == LEAF;
    }

    /// Whether a backward pass along `tape` comes by here: it was computed there, or is a leaf.
    boolean isWithinReachOf(Tape tape) {
        return isLeaf() || this.tape == tape;
    }

    int pass() {
        return pass;
    }

    /// Turns this node into the result of another operation, keeping its buffers where they are large enough.
    void become(Op op, Shape shape, boolean requiresGrad, Backend backend) {
        this.op = op;
        if (shape != this.shape) {
            formerShape = this.shape;
            this.shape = shape;
        }
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

    /// Gives back a node's buffers. It must not be used any more.
    void free(Backend backend) {
        if (ownData != null) {
            backend.free(ownData);
        }
        if (ownGrad != null) {
            backend.free(ownGrad);
        }
    }

    private static Backend backend() {
        return Tape.current().backend();
    }
}
