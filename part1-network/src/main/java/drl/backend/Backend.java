package drl.backend;

import java.util.ServiceLoader;

/// The arithmetic under [drl.tensor.Tensor]: some thirty kernels over [Storage].
///
/// Tensors are dense and row-major, so a kernel is told counts, not strides: `rows × cols` for matrices, and
/// `outer × n × inner` for an operation along one axis (`outer` is the product of the dimensions before the axis,
/// `inner` that of those behind it). A kernel named `…Grad` *adds* to the gradients it is given, because a value used
/// twice receives two; `null` stands for an operand that needs none.
///
/// [ScalarBackend] is the readable one: plain loops that state each kernel in full. [VectorBackend] is the fast one,
/// and the tests hold the two together over awkward sizes. A backend on another device is found by name through
/// [ServiceLoader]. Kernels may run later than they are called (a device queues them); only [#download]
/// and [#get] wait.
///
/// Adding a kernel: declare it here, state it in [ScalarBackend], and let the compiler list the others.
public interface Backend {

    /// `scalar`, `vector`, `cuda`: the name that [#named] takes.
    String name();

    /// What does the work, for a run's header: `Vector API, 512 bit, 1 thread`.
    String description();

    /// `size` zeros.
    Storage allocate(int size);

    /// Copies `n` floats of `source`, from `offset` on, into `target`, from `at` on.
    void upload(float[] source, int offset, Storage target, int at, int n);

    /// Copies `n` floats of `source`, from `at` on, into `target`, from `offset` on. Waits until they are computed.
    void download(Storage source, int at, float[] target, int offset, int n);

    /// The float at position `at`. Waits until it is computed.
    float get(Storage source, int at);

    /// y = value.
    void fill(Storage y, float value);

    /// y = x.
    void copy(Storage x, Storage y);

    /// Copies x into row `row` of `y`, a matrix with rows of `width`, from `column` on. The same work may name another row
    /// each time, as a log does that is written line by line; a device that records its work keeps the row out of it.
    void copyToRow(Storage x, Storage y, int row, int width, int column);

    /// Copies `dims`-shaped data between two layouts: element (i, j, …) of `x`, at `xAt` + i·xStrides\[0\] + j·xStrides\[1\]
    /// + …, goes to the same place of `y` under its own strides; it is added where `add` is set. A stride of 0 repeats a
    /// value. This one kernel is transpose, permute, expand, narrow and concatenate, and the gradient of each.
    void copyStrided(Storage x, int xAt, int[] xStrides, Storage y, int yAt, int[] yStrides, int[] dims, boolean add);

    /// y = scale·x + shift.
    void affine(Storage x, float scale, float shift, Storage y);

    /// y += scale·x.
    void axpy(float scale, Storage x, Storage y);

    /// y = a·x + b·y, as if by [#affine] and [#axpy]; a backend may do it in one pass.
    default void axpby(float a, Storage x, float b, Storage y) {
        affine(y, b, 0, y);
        axpy(a, x, y);
    }

    /// y = f(x), with the function's constant `p`.
    void unary(Unary f, float p, Storage x, Storage y);

    /// dx += dy·f′(x).
    void unaryGrad(Unary f, float p, Storage x, Storage y, Storage dy, Storage dx);

    /// y = min(max(x, low), high), for low ≤ high.
    void clamp(Storage x, float low, float high, Storage y);

    /// dx += dy where low ≤ x ≤ high (the bounds themselves included, as in PyTorch), else nothing.
    void clampGrad(Storage x, float low, float high, Storage dy, Storage dx);

    /// y = f(a, b) over a result with `cols` columns, each operand expanded as told.
    void binary(Binary f, Storage a, Expand ea, Storage b, Expand eb, Storage y, int cols);

    /// da += dy·∂f/∂a and db += dy·∂f/∂b, summed over what [Expand] repeated.
    void binaryGrad(Binary f, Storage a, Expand ea, Storage b, Expand eb, Storage y, Storage dy, Storage da, Storage db,
            int cols);

    /// y\[o, i\] = the reduction of x\[o, ·, i\] over `n` values.
    void reduce(Reduction r, Storage x, Storage y, int outer, int n, int inner);

    /// The gradient of [#reduce]. For MAX and MIN, `shareTies` divides it evenly among equal values; else the first
    /// takes all.
    void reduceGrad(Reduction r, boolean shareTies, Storage x, Storage y, Storage dy, Storage dx, int outer, int n,
            int inner);

    /// y (m, n) = op(a)·op(b), where op transposes if told and the inner size is `k`; added to y where `add` is set.
    void matmul(boolean transposeA, boolean transposeB, Storage a, Storage b, Storage y, int m, int n, int k,
            boolean add);

    /// A whole layer: y (rows, out) = act(x (rows, in) · w (in, out) + b (out)).
    void linear(Storage x, Storage w, Storage b, Activation act, Storage y, int rows, int in, int out);

    /// The gradient of [#linear]: dw += xᵀ·g, db += column sums of g, dx (+)= g·wᵀ with g = dy·act′(y).
    /// Overwrites `dy` with g; *sets* dx instead of adding where `setDx` is set; skips dx where it is null, and dw with db
    /// where both are: a layer that is only looked through.
    void linearGrad(Storage x, Storage w, Activation act, Storage y, Storage dy, Storage dx, boolean setDx, Storage dw,
            Storage db, int rows, int in, int out);

    /// y = softmax of each row of x.
    void softmax(Storage x, Storage y, int rows, int cols);

    /// dx += y·(dy − Σ dy·y) for each row.
    void softmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols);

    /// y = x − log Σ eˣ for each row.
    void logSoftmax(Storage x, Storage y, int rows, int cols);

    /// dx += dy − eʸ·Σ dy for each row.
    void logSoftmaxGrad(Storage y, Storage dy, Storage dx, int rows, int cols);

    /// y\[o, j, i\] = x\[o, index\[j\], i\] for `m` indices into an axis of length `n`. Indices are floats holding integers.
    void select(Storage x, Storage index, Storage y, int outer, int n, int inner, int m);

    /// dx\[o, index\[j\], i\] += dy\[o, j, i\]; an index that occurs twice receives both.
    void selectGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m);

    /// y\[o, j, i\] = x\[o, index\[o, j, i\], i\]: one pick per position, as `torch.gather`.
    void gather(Storage x, Storage index, Storage y, int outer, int n, int inner, int m);

    /// The gradient of [#gather]; an index that occurs twice receives both.
    void gatherGrad(Storage index, Storage dy, Storage dx, int outer, int n, int inner, int m);

    /// l (n, n) = the lower triangular Cholesky factor of the symmetric positive definite a: l·lᵀ = a.
    /// A matrix that is not positive definite gives NaN.
    void cholesky(Storage a, Storage l, int n);

    /// da += the symmetric gradient with respect to a (Murray 2016, eq. 8).
    void choleskyGrad(Storage l, Storage dl, Storage da, int n);

    /// x (n, m) solves l·x = b for lower triangular l, or lᵀ·x = b where `transpose` is set.
    void solveTriangular(Storage l, boolean transpose, Storage b, Storage x, int n, int m);

    /// Scales x so that its Euclidean length is at most `maxNorm`, and leaves the length before in `norm`:
    /// x ← x·min(1, maxNorm/(length + 1e-6)), as `torch.nn.utils.clip_grad_norm_`.
    void clipNorm(Storage x, float maxNorm, Storage norm);

    /// One step of [drl.nn.SGD] over a flat block of parameters; `velocity` is null without momentum.
    void sgd(SgdStep step, Storage params, Storage grads, Storage velocity);

    /// One step of [drl.nn.Adam] over a flat block of parameters with their moments m and v.
    void adam(AdamStep step, Storage params, Storage grads, Storage m, Storage v);

    /// One step of [drl.nn.RMSprop] over a flat block of parameters with the running mean of squared gradients.
    void rmsprop(RmsPropStep step, Storage params, Storage grads, Storage squares);

    /// Whether [#sideBySide] has a second thread to give work to.
    default boolean runsSideBySide() {
        return false;
    }

    /// Runs two pieces of work that have nothing to do with each other, and returns when both are done. Where there are
    /// threads for it, at the same time, the second, which had better be the longer, on the caller's.
    default void sideBySide(Runnable first, Runnable second) {
        first.run();
        second.run();
    }

    /// Runs a piece of work that has nothing to do with what the caller does until [#join]: on another thread, where there is
    /// one without work, else at once. Waits for the piece before.
    default void meanwhile(Runnable work) {
        work.run();
    }

    /// Returns when the piece of work given to [#meanwhile] is done. Throws what it threw.
    default void join() {
    }

    /// Hands what was asked for so far to the device, which may begin with it. Nothing waits. A tape does this at the end of
    /// each step.
    default void submit() {
    }

    /// Takes back the memory of a storage that [#allocate] gave, which must not be used any more. Without this call the
    /// memory is free once the garbage collector finds that nothing refers to the storage or a slice of it.
    default void free(Storage storage) {
    }

    /// Lets the backend free what it holds.
    default void close() {
    }

    /// The backend of that name: `scalar`, `vector`, or one that a module on the class path provides.
    ///
    /// @throws IllegalArgumentException if there is none, or it cannot run here; the message says why
    static Backend named(String name) {
        return Backends.named(name);
    }

    /// The fastest backend on the processor: [VectorBackend] where the JVM has its module, else [ScalarBackend] with a
    /// line on standard error that names the missing flag.
    static Backend onCpu(int threads) {
        return Backends.onCpu(threads);
    }

    /// The backend that new tensors and tapes use: [#onCpu] on one thread unless [#setDefault] chose another.
    static Backend defaultBackend() {
        return Backends.current();
    }

    /// Makes `backend` the default for tensors and tapes made from now on, in all threads.
    static void setDefault(Backend backend) {
        Backends.use(backend);
    }
}
