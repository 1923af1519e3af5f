package drl.nn;

import drl.backend.Backend;
import drl.backend.Storage;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What turns gradients into better parameters.
///
/// An optimiser moves its parameters into one block of memory, and their gradients into another, so that a step, a norm
/// or zeroing is one pass over contiguous floats. The parameters stay the same tensors, and have this one optimiser: one
/// that is made later for some of them takes them over, and this one refuses to go on.
///
/// Unlike the papers' and PyTorch's, running means below the smallest normal float become zero, and so do parameters below
/// 1e-30 that a weight decay works on: they change no sum, and as subnormal numbers they would be slow.
public abstract sealed class Optimizer permits SGD, Adam, RMSprop {

    /// Floats of a cache line. Each parameter begins a line of the block, for the products that read it; what is left over
    /// of its last one stays zero.
    private static final int LINE = 16;

    final Backend backend;
    final Storage params;
    final Storage grads;
    private final List<Tensor> parameters;
    private final List<Storage> places; // of their values in the block
    private final Tensor norm = Tensor.zeros();
    private double learningRate;
    private long steps;
    private List<Storage> kept = List.of();
    private long keptSteps;

    Optimizer(Collection<Tensor> parameters, double learningRate) {
        learningRate(learningRate);
        this.parameters = List.copyOf(parameters);
        for (Tensor parameter : this.parameters) {
            if (!parameter.requiresGrad()) {
                throw new IllegalArgumentException("an optimiser needs parameters, but the tensor of shape "
                        + parameter.shape() + " has no gradient: make it with Tensor.parameter");
            }
        }
        int size = this.parameters.stream().mapToInt(Optimizer::room).sum();
        backend = Backend.defaultBackend();
        params = backend.allocate(size);
        grads = backend.allocate(size);
        int at = 0;
        List<Storage> places = new ArrayList<>();
        for (Tensor parameter : this.parameters) {
            places.add(params.slice(at, parameter.size()));
            parameter.moveTo(places.getLast(), grads.slice(at, parameter.size()));
            at += room(parameter);
        }
        this.places = List.copyOf(places);
    }

    /// Floats of the block that a parameter takes.
    private static int room(Tensor parameter) {
        return (parameter.size() + LINE - 1) / LINE * LINE;
    }

    /// Sets all gradients to zero. [Tensor#backward] adds to them, so this comes before it.
    ///
    /// @throws IllegalStateException if another optimiser has taken a parameter over
    public final void zeroGrad() {
        requireParameters();
        backend.fill(grads, 0);
    }

    /// Changes the parameters once, by the gradients as they are.
    ///
    /// @throws IllegalStateException if another optimiser has taken a parameter over
    public final void step() {
        requireParameters();
        update(++steps);
    }

    private void requireParameters() {
        for (int i = 0; i < places.size(); i++) {
            if (parameters.get(i).data() != places.get(i)) {
                throw new IllegalStateException("another optimiser, made later, has taken over the parameter of shape "
                        + parameters.get(i).shape() + ": give each parameter to one optimiser");
            }
        }
    }

    /// One step, the `t`-th from 1 on.
    abstract void update(long t);

    /// Scales all gradients together so that their Euclidean length is at most `maxNorm`; call it between backward and
    /// [#step]. As PyTorch, scales by min(1, maxNorm/(length + 1e-6)).
    ///
    /// @throws IllegalArgumentException if maxNorm is not positive
    public final void clipGradNorm(double maxNorm) {
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("maxNorm must be positive, got " + maxNorm);
        }
        backend.clipNorm(grads, (float) maxNorm, norm.data());
    }

    /// The length of the gradient before the last [#clipGradNorm], (); overwritten by the next.
    public final Tensor gradNorm() {
        return norm;
    }

    /// Keeps the parameters, and what else a step changes, for [#goBack].
    public final void keep() {
        List<Storage> blocks = blocks();
        if (kept.isEmpty()) {
            kept = blocks.stream().map(block -> backend.allocate(block.size())).toList();
        }
        copy(blocks, kept);
        keptSteps = steps;
    }

    /// Takes back all steps since the last [#keep], of which the result was useless.
    ///
    /// @throws IllegalStateException if there was none
    public final void goBack() {
        if (kept.isEmpty()) {
            throw new IllegalStateException("there is nothing to go back to before the first keep()");
        }
        copy(kept, blocks());
        steps = keptSteps;
    }

    private void copy(List<Storage> from, List<Storage> to) {
        for (int i = 0; i < from.size(); i++) {
            backend.copy(from.get(i), to.get(i));
        }
    }

    /// Everything that a step changes, the same blocks each time.
    abstract List<Storage> blocks();

    /// The step size α.
    public final double learningRate() {
        return learningRate;
    }

    /// Sets the step size, as a schedule does.
    ///
    /// @throws IllegalArgumentException if it is negative or not finite
    public final void learningRate(double learningRate) {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("learningRate must be 0 or more, got " + learningRate);
        }
        this.learningRate = learningRate;
    }

    /// How many steps were taken.
    public final long steps() {
        return steps;
    }

    /// Adds everything that the next step depends on, apart from the parameters, to `state`.
    public void save(StateDict state, String prefix) {
        state.putLongs(prefix + "steps", steps);
        state.putDoubles(prefix + "learning_rate", learningRate);
    }

    /// Continues where [#save] was called.
    ///
    /// @throws MalformedFileException if something is missing or of another size
    public void load(StateDict state, String prefix) {
        steps = state.getLongs(prefix + "steps", 1)[0];
        learningRate(state.getDoubles(prefix + "learning_rate", 1)[0]);
    }

    /// Adds a block with a number for each parameter's value, one parameter behind the other.
    final void saveBlock(StateDict state, String name, Storage block) {
        float[] values = new float[values()];
        int from = 0, to = 0;
        for (Tensor parameter : parameters) {
            backend.download(block, from, values, to, parameter.size());
            from += room(parameter);
            to += parameter.size();
        }
        state.put(name, values, values.length);
    }

    /// Takes it back.
    final void loadBlock(StateDict state, String name, Storage block) {
        float[] values = state.get(name, List.of(values()));
        int from = 0, to = 0;
        for (Tensor parameter : parameters) {
            backend.upload(values, from, block, to, parameter.size());
            from += parameter.size();
            to += room(parameter);
        }
    }

    private int values() {
        return parameters.stream().mapToInt(Tensor::size).sum();
    }

    static double inUnitInterval(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), got " + value);
        }
        return value;
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be 0 or more, got " + value);
        }
        return value;
    }
}
