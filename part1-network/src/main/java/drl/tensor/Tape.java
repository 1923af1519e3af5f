package drl.tensor;

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
    private final Rules rules;
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
        rules = new Rules(this);
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
        rules.forward(y);
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
            nodes.add(new Tensor(this));
        }
        return nodes.get(cursor);
    }

    /// Adds d`loss`/d`t` to the gradient of every parameter that `loss` depends on. Gradients of parameters accumulate
    /// over calls until they are zeroed; those of intermediate values belong to one call.
    ///
    /// Two losses may share a step and be walked one after the other: each walk visits only what its loss reaches.
    ///
    /// @throws IllegalStateException if the loss is not a single number, nothing under it wants a gradient, it was not
    ///     computed in this step, or it depends on what was computed on another tape and wants a gradient
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
                rules.gradient(y);
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
    boolean reach(Tensor a) {
        if (!a.requiresGrad()) {
            return false;
        }
        if (!a.isWithinReachOf(this)) {
            throw new IllegalStateException("backward came to a tensor of shape " + a.shape() + " that was computed on "
                    + "another tape, where it cannot go on: compute it inside this step, or detach() it");
        }
        if (a.pass() == pass && !a.isLeaf()) {
            return false;
        }
        a.reached(pass, backend);
        return !a.isLeaf();
    }

    private void poison() {
        for (Tensor node : nodes) {
            if (node.data() != null && !(node.op() instanceof Op.View || node.op() instanceof Op.Detach)) {
                backend.fill(node.data(), Float.NaN);
            }
        }
    }
}
