package drl.tensor;

import drl.backend.Activation;
import drl.backend.Backend;
import drl.backend.Storage;

/// What each operation computes, and its chain rule: two exhaustive switches over [Op], and the few rules that take more
/// than a line.
final class Rules {

    private final Tape tape; // knows where gradients go
    private final Backend be;

    /// The rules for operations on `tape`, computed by its backend.
    Rules(Tape tape) {
        this.tape = tape;
        be = tape.backend();
    }

    // @formatter:off
    /// Computes y from the values of its inputs.
    void forward(Tensor y) {
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
            case Op.Custom custom                        -> custom.forward(tape, y);
        }
    }

    /// The chain rule, one line an operation: adds dy times the operation's own derivative to each input's gradient.
    void gradient(Tensor y) {
        Storage dy = y.grad();
        switch (y.op()) {
            case Op.Leaf _                               -> { }
            case Op.Apply(var f, var a, var p)           -> be.unaryGrad(f, p, a.data(), y.data(), dy, tape.into(a));
            case Op.Affine(var a, var scale, _)          -> be.axpy(scale, dy, tape.into(a));                // d(s·a + t) = s·da
            case Op.Clamp(var a, var low, var high)      -> be.clampGrad(a.data(), low, high, dy, tape.into(a));
            case Op.Combine(var f, var a, var ea, var b, var eb) ->
                be.binaryGrad(f, a.data(), ea, b.data(), eb, y.data(), dy, tape.into(a), tape.into(b), y.shape().cols());
            case Op.Reduce(var r, var a, var outer, var n, var inner, var share) ->
                be.reduceGrad(r, share, a.data(), y.data(), dy, tape.into(a), outer, n, inner);
            case Op.MatMul(var a, var ta, var b, var tb) -> matmulGrad(a, ta, b, tb, dy);
            case Op.Linear(var x, var w, var b, var act) -> linearGrad(x, w, b, act, y);
            case Op.LinearOfTwo(var x, var more, var w, var b, var act) -> linearOfTwoGrad(x, more, w, b, act, y);
            case Op.View(var a)                          -> be.axpy(1, dy, tape.into(a));
            case Op.Detach _                             -> { }
            case Op.Arrange(var a, var at, var strides)  ->
                be.copyStrided(dy, 0, y.shape().strides(), tape.into(a), at, strides, y.shape().dims(), true);
            case Op.Concat(var a, var b, var axis)       -> { takeBack(a, y, axis, 0); takeBack(b, y, axis, a.shape().dim(axis)); }
            case Op.Select(var a, var index, var axis)   ->
                be.selectGrad(index.data(), dy, tape.into(a), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.size());
            case Op.Gather(var a, var index, var axis)   ->
                be.gatherGrad(index.data(), dy, tape.into(a), a.shape().outer(axis), a.shape().dim(axis), a.shape().inner(axis), index.shape().dim(axis));
            case Op.Softmax(var a)                       -> be.softmaxGrad(y.data(), dy, tape.into(a), y.shape().rows(), y.shape().cols());
            case Op.LogSoftmax(var a)                    -> be.logSoftmaxGrad(y.data(), dy, tape.into(a), y.shape().rows(), y.shape().cols());
            case Op.Cholesky(var a)                      -> be.choleskyGrad(y.data(), dy, tape.into(a), y.shape().dim(0));
            case Op.SolveLower(var l, var b)             -> solveGrad(l, b, y);
            case Op.Custom custom                        -> custom.backward(tape, y);
        }
    }
    // @formatter:on

    /// Of a layer, or of its part for x. What is a layer's input and its weight or bias at once gets a gradient as both: one
    /// of them aside, since the kernel writes them side by side.
    private void linearGrad(Tensor x, Tensor w, Tensor b, Activation act, Tensor y) {
        int rows = x.shape().rows(), in = x.shape().cols(), out = w.shape().dim(1);
        boolean learns = w.requiresGrad() || b.requiresGrad(), twice = x.requiresGrad() && (x == w || x == b);
        boolean set = twice || tape.reach(x);
        Storage dx = twice ? be.allocate(x.size()) : x.requiresGrad() ? x.grad() : null;
        be.linearGrad(x.data(), upper(w.data(), in, out), act, y.data(), y.grad(), dx, set,
                learns ? upper(intoOrAside(w), in, out) : null, learns ? intoOrAside(b) : null, rows, in, out);
        if (twice) {
            be.axpy(1, dx, tape.into(x));
        }
    }

    /// The sums begin with x and go on with `more`, in the order of a layer over both side by side.
    private void linearOfTwo(Tensor x, Tensor more, Tensor w, Tensor b, Activation act, Tensor y) {
        int rows = x.shape().rows(), in = x.shape().cols(), inMore = more.shape().cols(), out = w.shape().dim(1);
        be.linear(x.data(), upper(w.data(), in, out), b.data(), Activation.IDENTITY, y.data(), rows, in, out);
        be.matmul(false, false, more.data(), lower(w.data(), in, out), y.data(), rows, out, inMore, true);
        act.function().ifPresent(f -> be.unary(f, 0, y.data(), y.data()));
    }

    /// Each part's gradient for itself, so that none is computed for a part that wants none.
    private void linearOfTwoGrad(Tensor x, Tensor more, Tensor w, Tensor b, Activation act, Tensor y) {
        int rows = x.shape().rows(), in = x.shape().cols(), inMore = more.shape().cols(), out = w.shape().dim(1);
        Storage g = y.grad();
        linearGrad(x, w, b, act, y); // leaves the slope at the sums in g
        if (w.requiresGrad()) {
            be.matmul(true, false, more.data(), g, lower(tape.into(w), in, out), inMore, out, rows, true);
        }
        if (more.requiresGrad()) {
            boolean setMore = tape.reach(more);
            be.matmul(false, true, g, lower(w.data(), in, out), more.grad(), rows, inMore, out, !setMore);
        }
    }

    /// The rows of a layer's weights that are for the first `in` inputs.
    private static Storage upper(Storage w, int in, int out) {
        return w.size() == in * out ? w : w.slice(0, in * out);
    }

    /// Those for the others.
    private static Storage lower(Storage w, int in, int out) {
        return w.slice(in * out, w.size() - in * out);
    }

    /// A layer's kernel computes the gradients of weights and biases together; that of a constant goes nowhere.
    private Storage intoOrAside(Tensor a) {
        return a.requiresGrad() ? tape.into(a) : be.allocate(a.size());
    }

    /// For y = A·B: dA = dy·Bᵀ and dB = Aᵀ·dy; where an operand came transposed, its gradient is the transpose of that.
    private void matmulGrad(Tensor a, boolean ta, Tensor b, boolean tb, Storage dy) {
        int m = rows(a, ta), k = cols(a, ta), n = cols(b, tb);
        if (a.requiresGrad()) {
            if (ta) {
                be.matmul(tb, true, b.data(), dy, tape.into(a), k, m, n, true);
            } else {
                be.matmul(false, !tb, dy, b.data(), tape.into(a), m, k, n, true);
            }
        }
        if (b.requiresGrad()) {
            if (tb) {
                be.matmul(true, ta, dy, a.data(), tape.into(b), n, k, m, true);
            } else {
                be.matmul(!ta, false, a.data(), dy, tape.into(b), k, n, m, true);
            }
        }
    }

    /// For L·X = B: dB = L⁻ᵀ·dX and dL = −tril(dB·Xᵀ).
    private void solveGrad(Tensor l, Tensor b, Tensor x) {
        int n = l.shape().dim(0), m = b.shape().cols();
        Storage db = be.allocate(n * m);
        be.solveTriangular(l.data(), true, x.grad(), db, n, m);
        if (b.requiresGrad()) {
            be.axpy(1, db, tape.into(b));
        }
        if (l.requiresGrad()) {
            Storage full = be.allocate(n * n);
            be.matmul(false, true, db, x.data(), full, n, n, m, false);
            Storage dl = tape.into(l);
            for (int i = 0; i < n; i++) {
                be.axpy(-1, full.slice(i * n, i + 1), dl.slice(i * n, i + 1));
            }
        }
    }

    /// Copies `part` into `whole` at position `at` of an axis.
    private void place(Tensor part, Tensor whole, int axis, int at) {
        int[] strides = whole.shape().fixedStrides();
        be.copyStrided(part.data(), 0, part.shape().fixedStrides(), whole.data(), at * strides[axis], strides,
                part.shape().fixedDims(), false);
    }

    /// The gradient of [#place].
    private void takeBack(Tensor part, Tensor whole, int axis, int at) {
        if (part.requiresGrad()) {
            int[] strides = whole.shape().fixedStrides();
            be.copyStrided(whole.grad(), at * strides[axis], strides, tape.into(part), 0, part.shape().fixedStrides(),
                    part.shape().fixedDims(), true);
        }
    }

    private static int rows(Tensor a, boolean transposed) {
        return a.shape().dim(transposed ? 1 : 0);
    }

    private static int cols(Tensor a, boolean transposed) {
        return a.shape().dim(transposed ? 0 : 1);
    }
}
