package drl.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The sizes of a tensor's axes, outermost first. `()` is a single number, `(3)` a row of three, `(2, 3)` two such rows.
///
/// Values lie in row-major order: the last axis is contiguous.
public final class Shape {

    /// The shape of a single number.
    public static final Shape SCALAR = new Shape();

    private final int[] dims;
    private final int size;
    private int[] strides; // made when first asked for

    private Shape(int... dims) {
        this.dims = dims;
        long product = 1;
        for (int d : dims) {
            if (d < 0) {
                throw new IllegalArgumentException("a shape has no negative size, got " + Arrays.toString(dims));
            }
            product = Math.min(product * d, Integer.MAX_VALUE); // or 2²²·2²²·2²² would come out as 0
        }
        if (product > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("shape " + Arrays.toString(dims) + " has too many elements");
        }
        size = (int) product;
    }

    /// The shape with these sizes.
    ///
    /// @throws IllegalArgumentException if one is negative or their product too large for an array
    public static Shape of(int... dims) {
        return dims.length == 0 ? SCALAR : new Shape(dims.clone());
    }

    /// The number of axes.
    public int rank() {
        return dims.length;
    }

    /// The number of elements: the product of the sizes.
    public int size() {
        return size;
    }

    /// The size of one axis; negative axes count from the end, so `dim(-1)` is the last.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /// The sizes, as a copy.
    public int[] dims() {
        return dims.clone();
    }

    /// The size of the last axis, 1 for a single number: the columns, when the tensor is seen as rows of columns.
    public int cols() {
        return dims.length == 0 ? 1 : dims[dims.length - 1];
    }

    /// How many rows of [#cols] values there are.
    public int rows() {
        return cols() == 0 ? 0 : size / cols();
    }

    /// Resolves a possibly negative axis.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int axis(int axis) {
        int resolved = axis < 0 ? axis + dims.length : axis;
        if (resolved < 0 || resolved >= dims.length) {
            throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        }
        return resolved;
    }

    /// The product of the sizes before `axis`.
    int outer(int axis) {
        int product = 1;
        for (int i = 0; i < axis; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// The product of the sizes behind `axis`.
    int inner(int axis) {
        int product = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// This shape with another size for one axis.
    Shape with(int axis, int size) {
        int[] changed = dims.clone();
        changed[axis] = size;
        return new Shape(changed);
    }

    /// This shape without one axis.
    Shape without(int axis) {
        int[] fewer = new int[dims.length - 1];
        for (int i = 0; i < fewer.length; i++) {
            fewer[i] = dims[i < axis ? i : i + 1];
        }
        return new Shape(fewer);
    }

    /// This shape with an axis of size 1 more, before position `axis`.
    Shape inserted(int axis) {
        int[] more = new int[dims.length + 1];
        for (int i = 0; i < more.length; i++) {
            more[i] = i < axis ? dims[i] : i == axis ? 1 : dims[i - 1];
        }
        return new Shape(more);
    }

    /// Whether this is [#with] of another shape.
    boolean is(Shape whole, int axis, int size) {
        boolean equal = dims.length == whole.dims.length;
        for (int i = 0; equal && i < dims.length; i++) {
            equal = dims[i] == (i == axis ? size : whole.dims[i]);
        }
        return equal;
    }

    /// Whether this is [#without] of another shape.
    boolean isWithout(Shape whole, int axis) {
        boolean equal = dims.length + 1 == whole.dims.length;
        for (int i = 0; equal && i < dims.length; i++) {
            equal = dims[i] == whole.dims[i < axis ? i : i + 1];
        }
        return equal;
    }

    /// Whether this is [#inserted] of another shape.
    boolean isInserted(Shape rest, int axis) {
        return dims.length > axis && dims[axis] == 1 && rest.isWithout(this, axis);
    }

    /// Whether this is the matrix shape (rows, cols).
    boolean is(int rows, int cols) {
        return dims.length == 2 && dims[0] == rows && dims[1] == cols;
    }

    /// Whether this is the row shape (n).
    boolean is(int n) {
        return dims.length == 1 && dims[0] == n;
    }

    /// How far apart neighbours along each axis lie.
    int[] strides() {
        int[] strides = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = step;
            step *= dims[i];
        }
        return strides;
    }

    /// [#strides] without a copy, for those who only read them.
    int[] fixedStrides() {
        if (strides == null) {
            strides = strides();
        }
        return strides;
    }

    /// [#dims] without a copy, for those who only read them.
    int[] fixedDims() {
        return dims;
    }

    /// Whether the sizes agree with those of `other`, except perhaps along `axis`.
    boolean equalsBeside(int axis, Shape other) {
        boolean same = dims.length == other.dims.length;
        for (int i = 0; same && i < dims.length; i++) {
            same = i == axis || dims[i] == other.dims[i];
        }
        return same;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// `(2, 3)`.
    @Override
    public String toString() {
        return IntStream.of(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
