package drl.tensor;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;
import java.util.ArrayList;
import java.util.List;

/// Runs operations and remembers them, so that [#backward] can walk them in reverse: reverse-mode differentiation with
/// a Wengert list (Griewank and Walther, *Evaluating Derivatives*, section 3.2).
///
/// A tape also owns every value its operations make. The n-th operation of a [#step] takes over the n-th node of the step
/// before, buffers included, so a training loop allocates its arrays on the first pass only:
///
/// ```java
/// try (var _ = tape.step()) {
///     Tensor loss = network.forward(x).sub(target).square().mean();
///     optimizer.zeroGrad();
///     loss.backward();
///     optimizer.step();
/// }
/// ```
///
/// The price is one rule: *a computed tensor lives until its tape's next step*. Copy out what must last. Run with
/// `-Ddrl.check=true` to have old values overwritten with NaN at each step, which makes a broken rule show.
///
/// Outside any `step()` a thread records on a tape of its own, which keeps everything: fine for trying things out,
/// wrong for a loop. A tape is used by one thread at a time.
public final class Tape implements AutoCloseable {

    private static final boolean CHECK = Boolean.getBoolean("drl.check");
    private static final ThreadLocal<Tape> CURRENT = ThreadLocal.withInitial(Tape::outsideSteps);

    private final Backend backend;
    private final boolean gradients;
    private final boolean outside; // whether this is a thread's own, for what it does outside any step
    private final List<Tensor> nodes = new ArrayList<>();
    private int cursor; // nodes[0 … cursor) belong to the running step
    private int pass;   // number of the running backward pass; a node that carries it was reached
    private Tape outer; // what was current before step()

    /// A tape on the default backend that records for [#backward].
    public Tape() {
        this(Backend.defaultBackend(), true);
    }

    /// A tape on `backend`; without `gradients` it only computes, as acting in an environment needs.
    public Tape(Backend backend, boolean gradients) {
        this(backend, gradients, false);
    }

    private Tape(Backend backend, boolean gradients, boolean outside) {
        this.backend = backend;
        this.gradients = gradients;
        this.outside = outside;
    }

    private static Tape outsideSteps() {
        return new Tape(Backend.defaultBackend(), true, true);
    }

    /// A tape on the default backend that only computes: nothing on it asks for gradients.
    public static Tape withoutGradients() {
        return new Tape(Backend.defaultBackend(), false);
    }

    /// The tape that this thread's operations go to.
    public static Tape current() {
        Tape tape = CURRENT.get();
        if (tape.outside && tape.backend != Backend.defaultBackend()) { // another default since
            tape = outsideSteps();
            CURRENT.set(tape);
        }
        return tape;
    }

    /// What computes for this tape.
    public Backend backend() {
        return backend;
    }

    /// Begins a step: from here to [#close] this thread's operations go to this tape, from its first node on.
    ///
    /// @throws IllegalStateException if a step of this tape is still open
    public Tape step() {
        if (outer != null) {
            throw new IllegalStateException("this tape's step is still open: close it before the next one");
        }
        if (CHECK) {
            poison();
        }
        outer = current();
        CURRENT.set(this);
        cursor = 0;
        return this;
    }

    /// Ends the step; its values stay readable until the next one. Does nothing if none is open.
    ///
    /// @throws IllegalStateException if a step that began inside this one is still open, or this one began in another
    ///     thread
    @Override
    public void close() {
        if (outer != null && CURRENT.get() != this) {
            throw new IllegalStateException("a tape's step ends where it began: close the inner step first");
        }
        if (outer != null) {
            CURRENT.set(outer);
            outer = null;
            backend.submit();
        }
    }

    /// Gives back the memory of all values that were computed on this tape, and forgets them. The tape can be used again.
    /// The garbage collector does the same later for a tape that nobody refers to; on a GPU, whose memory the collector
    /// does not see, it pays to be told.
    ///
    /// @throws IllegalStateException if a step is open
    public void free() {
        if (outer != null) {
            throw new IllegalStateException("this tape's step is still open: close it before freeing the tape");
        }
        for (Tensor node : nodes) {
            node.free(backend);
        }
        nodes.clear();
        cursor = 0;
    }

    /// The operations of the running (or last) step, in the order they ran.
    public List<Tensor> recorded() {
        return List.copyOf(nodes.subList(0, cursor));
    }

    /// Runs `op` now and remembers it. Its result has `shape` and wants a gradient if an input does.
    Tensor record(Op op, Shape shape, boolean requiresGrad) {
        Tensor y = next();
        cursor++;
        y.become(op, shape, gradients && requiresGrad, backend);
        forward(y);
        return y;
    }

    /// Runs an operation that another module brings along, and remembers it.
    ///
    /// @param shape  the result's shape
    /// @param inputs what it is applied to; the result wants a gradient if one of them does
    public Tensor apply(Op.Custom op, Shape shape, Tensor... inputs) {
        boolean requiresGrad = false;
        for (Tensor input : inputs) {
            requiresGrad |= input.requiresGrad();
        }
        return record(op, shape, requiresGrad);
    }

    /// The shape (rows, cols). If the node that comes next has it, or had it before, it is that one: the steps of a loop
    /// have the same few shapes over and over, and make none anew.
    Shape shape(int rows, int cols) {
        Tensor next = next();
        return next.shape().is(rows, cols) ? next.shape()
                : next.formerShape().is(rows, cols) ? next.formerShape() : Shape.of(rows, cols);
    }

    /// `whole` with another size for one axis, likewise.
    Shape with(Shape whole, int axis, int size) {
        Tensor next = next();
        return next.shape().is(whole, axis, size) ? next.shape()
                : next.formerShape().is(whole, axis, size) ? next.formerShape() : whole.with(axis, size);
    }

    /// `whole` without one axis, likewise.
    Shape without(Shape whole, int axis) {
        Tensor next = next();
        return next.shape().isWithout(whole, axis) ? next.shape()
                : next.formerShape().isWithout(whole, axis) ? next.formerShape() : whole.without(axis);
    }

    /// `rest` with an axis of size 1 more, before position `axis`, likewise.
    Shape inserted(Shape rest, int axis) {
        Tensor next = next();
        return next.shape().isInserted(rest, axis) ? next.shape()
                : next.formerShape().isInserted(rest, axis) ? next.formerShape() : rest.inserted(axis);
    }

    private Tensor next() {
        if (cursor == nodes.size()) {
            nodes.add(new Tensor());
        }
        return nodes.get(cursor);
    }

    // @formatter:off
    private void forward(Tensor y) {
        Backend be = backend;
        switch (y.op()) {
            case Op.Leaf _                               -> { }
            case Op.Apply(var f, var a, var p)           -> be.unary(f, p, a.data(), y.data());
            case Op.Affine(var a, var scale, var shift)  -> be.affine(a.data(), scale, shift, y.data());
            case Op.Clamp(var a, var low, var high)      -> be.clamp(a.data(), low, high, y.data());
            case Op.Combine(var f, var a, var ea, var b, var eb) ->
                be.binary(f, a.data(), ea, b.data(), eb, y.data(), y.shape().cols());
            case Op.Reduce(var r, var a, var outer, var n, var inner, _) ->
                be.reduce(r, a.data(), y.data(), outer, n, inner);
            case Op.MatMul(var a, var ta, var b, var tb) ->
                be.matmul(ta, tb, a.data(), b.data(), y.data(), rows(a, ta), cols(b, tb), cols(a, ta), false);
            case Op.Linear(var x, var w, var b, var act) ->
                be.linear(x.data(), w.data(), b.data(), act, y.data(), x.shape().rows(), w.shape().dim(0), w.shape().dim(1));
            case Op.LinearOfTwo(var x, var more, var w, var b, var act) -> linearOfTwo(x, more, w, b, act, y);
            case Op.View(var a)                          -> y.share(a);
            case Op.Detach(var a)                        -> y.share(a);
            case Op.Arrange(var a, var at, var strides)  ->
                be.copyStrided(a.data(), at, strides, y.data(), 0, y.shape().strides(), y.shape().dims(), false);
            case Op.Concat(var a, var b, var axis)       -> { place(a, y, axis, 0); place(b, y, axis, a.shape().dim(axis)); }
            case Op.Select(var a, var index, var axis)   ->
                be.select(a.data(), index.data(), y.data(), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.size());
            case Op.Gather(var a, var index, var axis)   ->
                be.gather(a.data(), index.data(), y.data(), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.shape().dim(axis));
            case Op.Softmax(var a)                       -> be.softmax(a.data(), y.data(), y.shape().rows(), y.shape().cols());
            case Op.LogSoftmax(var a)                    -> be.logSoftmax(a.data(), y.data(), y.shape().rows(), y.shape().cols());
            case Op.Cholesky(var a)                      -> be.cholesky(a.data(), y.data(), y.shape().dim(0));
            case Op.SolveLower(var l, var b)             -> be.solveTriangular(l.data(), false, b.data(), y.data(), l.shape().dim(0), b.shape().cols());
            case Op.Custom custom                        -> custom.forward(this, y);
        }
    }

    /// The chain rule, one line an operation: adds dy times the operation's own derivative to each input's gradient.
    private void gradient(Tensor y) {
        Backend be = backend;
        Storage dy = y.grad();
        switch (y.op()) {
            case Op.Leaf _                               -> { }
            case Op.Apply(var f, var a, var p)           -> be.unaryGrad(f, p, a.data(), y.data(), dy, into(a));
            case Op.Affine(var a, var scale, _)          -> be.axpy(scale, dy, into(a));                     // d(s·a + t) = s·da
            case Op.Clamp(var a, var low, var high)      -> be.clampGrad(a.data(), low, high, dy, into(a));
            case Op.Combine(var f, var a, var ea, var b, var eb) ->
                be.binaryGrad(f, a.data(), ea, b.data(), eb, y.data(), dy, into(a), into(b), y.shape().cols());
            case Op.Reduce(var r, var a, var outer, var n, var inner, var share) ->
                be.reduceGrad(r, share, a.data(), y.data(), dy, into(a), outer, n, inner);
            case Op.MatMul(var a, var ta, var b, var tb) -> matmulGrad(a, ta, b, tb, dy);
            case Op.Linear(var x, var w, var b, var act) -> linearGrad(x, w, b, act, y);
            case Op.LinearOfTwo(var x, var more, var w, var b, var act) -> linearOfTwoGrad(x, more, w, b, act, y);
            case Op.View(var a)                          -> be.axpy(1, dy, into(a));
            case Op.Detach _                             -> { }
            case Op.Arrange(var a, var at, var strides)  ->
                be.copyStrided(dy, 0, y.shape().strides(), into(a), at, strides, y.shape().dims(), true);
            case Op.Concat(var a, var b, var axis)       -> { takeBack(a, y, axis, 0); takeBack(b, y, axis, a.shape().dim(axis)); }
            case Op.Select(var a, var index, var axis)   ->
                be.selectGrad(index.data(), dy, into(a), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.size());
            case Op.Gather(var a, var index, var axis)   ->
                be.gatherGrad(index.data(), dy, into(a), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.shape().dim(axis));
            case Op.Softmax(var a)                       -> be.softmaxGrad(y.data(), dy, into(a), y.shape().rows(), y.shape().cols());
            case Op.LogSoftmax(var a)                    -> be.logSoftmaxGrad(y.data(), dy, into(a), y.shape().rows(), y.shape().cols());
            case Op.Cholesky(var a)                      -> be.choleskyGrad(y.data(), dy, into(a), y.shape().dim(0));
            case Op.SolveLower(var l, var b)             -> solveGrad(l, b, y);
            case Op.Custom custom                        -> custom.backward(this, y);
        }
    }
    // @formatter:on

    /// Adds d`loss`/d`t` to the gradient of every parameter that `loss` depends on. Gradients of parameters accumulate
    /// over calls until they are zeroed; those of intermediate values belong to one call.
    ///
    /// Two losses may share a step and be walked one after the other: each walk visits only what its loss reaches.
    ///
    /// @throws IllegalStateException if the loss is not a single number, nothing under it wants a gradient, or it was
    ///     not computed in this step
    // exercise: Step 3, the chain rule: start with a gradient of 1 and walk the operations in reverse
    void backward(Tensor loss) {
        if (loss.size() != 1) {
            throw new IllegalStateException("backward starts from a single number, but this tensor has shape "
                    + loss.shape() + ": reduce it with sum() or mean() first");
        }
        if (!loss.requiresGrad()) {
            throw new IllegalStateException(
                    "backward has nothing to do: no parameter with a gradient leads to this tensor, "
                            + "or its tape records none");
        }
        int last = cursor - 1;
        while (last >= 0 && nodes.get(last) != loss) {
            last--;
        }
        if (last < 0) {
            throw new IllegalStateException("backward was called on a tape that did not compute this tensor in its "
                    + "running step: call it inside the step that did");
        }
        pass++;
        backend.fill(into(loss), 1);
        for (int i = last; i >= 0; i--) {
            Tensor y = nodes.get(i);
            if (y.pass() == pass) {
                gradient(y);
            }
        }
    }

    /// Where the gradient of `a` accumulates in this pass, zeroed when first reached; null if `a` wants none.
    public Storage into(Tensor a) {
        if (reach(a)) {
            backend.fill(a.grad(), 0);
        }
        return a.requiresGrad() ? a.grad() : null;
    }

    /// Marks `a` as reached; tells whether its gradient is stale, to be overwritten and not added to. A parameter's never is.
    private boolean reach(Tensor a) {
        if (!a.requiresGrad() || a.pass() == pass && !a.isLeaf()) {
            return false;
        }
        a.reached(pass, backend);
        return !a.isLeaf();
    }

    private void linearGrad(Tensor x, Tensor w, Tensor b, Activation act, Tensor y) {
        boolean set = reach(x);
        backend.linearGrad(x.data(), w.data(), act, y.data(), y.grad(), x.requiresGrad() ? x.grad() : null, set,
                w.requiresGrad() || b.requiresGrad() ? intoOrAside(w) : null,
                w.requiresGrad() || b.requiresGrad() ? intoOrAside(b) : null,
                x.shape().rows(), w.shape().dim(0), w.shape().dim(1));
    }

    /// The sums begin with x and go on with `more`, in the order of a layer over both side by side.
    private void linearOfTwo(Tensor x, Tensor more, Tensor w, Tensor b, Activation act, Tensor y) {
        int rows = x.shape().rows(), in = x.shape().cols(), inMore = more.shape().cols(), out = w.shape().dim(1);
        backend.linear(x.data(), upper(w.data(), in, out), b.data(), Activation.IDENTITY, y.data(), rows, in, out);
        backend.matmul(false, false, more.data(), lower(w.data(), in, out), y.data(), rows, out, inMore, true);
        act.function().ifPresent(f -> backend.unary(f, 0, y.data(), y.data()));
    }

    /// Each part's gradient for itself, so that none is computed for a part that wants none.
    private void linearOfTwoGrad(Tensor x, Tensor more, Tensor w, Tensor b, Activation act, Tensor y) {
        int rows = x.shape().rows(), in = x.shape().cols(), inMore = more.shape().cols(), out = w.shape().dim(1);
        boolean learns = w.requiresGrad() || b.requiresGrad();
        Storage dw = learns ? intoOrAside(w) : null, g = y.grad(); // the upper half leaves the slope at the sums in g
        boolean set = reach(x);
        backend.linearGrad(x.data(), upper(w.data(), in, out), act, y.data(), g, x.requiresGrad() ? x.grad() : null,
                set,
                learns ? upper(dw, in, out) : null, learns ? intoOrAside(b) : null, rows, in, out);
        if (learns) {
            backend.matmul(true, false, more.data(), g, lower(dw, in, out), inMore, out, rows, true);
        }
        if (more.requiresGrad()) {
            boolean setMore = reach(more);
            backend.matmul(false, true, g, lower(w.data(), in, out), more.grad(), rows, inMore, out, !setMore);
        }
    }

    /// The rows of a layer's weights that are for the first `in` inputs.
    private static Storage upper(Storage w, int in, int out) {
        return w.slice(0, in * out);
    }

    /// Those for the others.
    private static Storage lower(Storage w, int in, int out) {
        return w.slice(in * out, w.size() - in * out);
    }

    /// A layer's kernel computes the gradients of weights and biases together; that of a constant goes nowhere.
    private Storage intoOrAside(Tensor a) {
        return a.requiresGrad() ? into(a) : backend.allocate(a.size());
    }

    /// For y = A·B: dA = dy·Bᵀ and dB = Aᵀ·dy; where an operand came transposed, its gradient is the transpose of that.
    private void matmulGrad(Tensor a, boolean ta, Tensor b, boolean tb, Storage dy) {
        int m = rows(a, ta), k = cols(a, ta), n = cols(b, tb);
        if (a.requiresGrad()) {
            if (ta) {
                backend.matmul(tb, true, b.data(), dy, into(a), k, m, n, true);
            } else {
                backend.matmul(false, !tb, dy, b.data(), into(a), m, k, n, true);
            }
        }
        if (b.requiresGrad()) {
            if (tb) {
                backend.matmul(true, ta, dy, a.data(), into(b), n, k, m, true);
            } else {
                backend.matmul(!ta, false, a.data(), dy, into(b), k, n, m, true);
            }
        }
    }

    /// For L·X = B: dB = L⁻ᵀ·dX and dL = −tril(dB·Xᵀ).
    private void solveGrad(Tensor l, Tensor b, Tensor x) {
        int n = l.shape().dim(0), m = b.shape().cols();
        Storage db = backend.allocate(n * m);
        backend.solveTriangular(l.data(), true, x.grad(), db, n, m);
        if (b.requiresGrad()) {
            backend.axpy(1, db, into(b));
        }
        if (l.requiresGrad()) {
            Storage full = backend.allocate(n * n);
            backend.matmul(false, true, db, x.data(), full, n, n, m, false);
            Storage dl = into(l);
            for (int i = 0; i < n; i++) {
                backend.axpy(-1, full.slice(i * n, i + 1), dl.slice(i * n, i + 1));
            }
        }
    }

    /// Copies `part` into `whole` at position `at` of an axis.
    private void place(Tensor part, Tensor whole, int axis, int at) {
        int[] strides = whole.shape().fixedStrides();
        backend.copyStrided(part.data(), 0, part.shape().fixedStrides(), whole.data(), at * strides[axis], strides,
                part.shape().fixedDims(), false);
    }

    /// The gradient of [#place].
    private void takeBack(Tensor part, Tensor whole, int axis, int at) {
        if (part.requiresGrad()) {
            int[] strides = whole.shape().fixedStrides();
            backend.copyStrided(whole.grad(), at * strides[axis], strides, into(part), 0, part.shape().fixedStrides(),
                    part.shape().fixedDims(), true);
        }
    }

    private static int rows(Tensor a, boolean transposed) {
        return a.shape().dim(transposed ? 1 : 0);
    }

    private static int cols(Tensor a, boolean transposed) {
        return a.shape().dim(transposed ? 0 : 1);
    }

    private void poison() {
        for (Tensor node : nodes) {
            if (node.data() != null && !(node.op() instanceof Op.View || node.op() instanceof Op.Detach)) {
                backend.fill(node.data(), Float.NaN);
            }
        }
    }
}
