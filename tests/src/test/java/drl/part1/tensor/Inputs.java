package drl.part1.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// What an operation is tried on beside the recorded inputs.
///
/// @param shapes      the shapes of its inputs, one list after the other
/// @param elementwise whether special values (infinities and the like) are tried, too
/// @param sign        whether values are all positive
/// @param triangular  whether the first input is a lower triangular matrix, to be kept away from singular ones
/// @param differences whether finite differences can find its gradient
record Inputs(List<int[][]> shapes, boolean elementwise, boolean sign, boolean triangular, boolean differences) {

    /// One, around every multiple of a vector's length, and odd numbers between.
    static final int[] AWKWARD = {1, 2, 3, 5, 7, 13, 15, 16, 17, 31, 33, 63, 64, 65, 127, 130, 257};

    /// The recorded inputs only.
    static final Inputs AS_RECORDED = of();
    /// Rows of each size, and three of them.
    static final Inputs EACH = new Inputs(each(), true, false, false, true);
    /// Matrices of each size, wide and tall.
    static final Inputs MATRICES = new Inputs(matrices(), false, false, false, true);
    /// Two operands in every combination of shapes that is allowed.
    static final Inputs PAIRS = new Inputs(pairs(), true, false, false, true);

    /// Shapes, an input after the other: `3 4, 4` is a matrix and a row.
    static Inputs of(String... lists) {
        List<int[][]> shapes = new ArrayList<>();
        for (String list : lists) {
            shapes.add(Arrays.stream(list.split(", ")).map(Inputs::shape).toArray(int[][]::new));
        }
        return new Inputs(shapes, false, false, false, true);
    }

    private static int[] shape(String sizes) {
        return Arrays.stream(sizes.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    Inputs positive() {
        return new Inputs(shapes, elementwise, true, triangular, differences);
    }

    Inputs lowerTriangular() {
        return new Inputs(shapes, elementwise, sign, true, differences);
    }

    /// For what has kinks at values that only the recording knows, or a gradient that is not the derivative.
    Inputs withoutDifferences() {
        return new Inputs(shapes, elementwise, sign, triangular, false);
    }

    /// Random values, one array for each shape.
    List<float[]> random(int[][] shapes, SplittableRandom random) {
        List<float[]> values = new ArrayList<>();
        for (int[] shape : shapes) {
            float[] some = new float[size(shape)];
            for (int i = 0; i < some.length; i++) {
                some[i] = (float) (sign ? random.nextDouble(0.1, 2.1) : random.nextDouble(-2, 2));
            }
            values.add(some);
        }
        return keepRegular(shapes, values);
    }

    /// Values in random order from a grid that leaves 0.075 around zero and 0.15 between any two, so that finite
    /// differences never step across a kink or a tie.
    List<float[]> spaced(int[][] shapes, SplittableRandom random) {
        int n = Arrays.stream(shapes).mapToInt(Inputs::size).sum();
        float[] grid = new float[n];
        for (int i = 0; i < n; i++) {
            grid[i] = sign ? 0.775f + 0.15f * i : 0.15f * (i - n / 2) + 0.075f;
        }
        for (int i = n - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            float held = grid[i];
            grid[i] = grid[other];
            grid[other] = held;
        }
        List<float[]> values = new ArrayList<>();
        int from = 0;
        for (int[] shape : shapes) {
            values.add(Arrays.copyOfRange(grid, from, from += size(shape)));
        }
        return keepRegular(shapes, values);
    }

    private List<float[]> keepRegular(int[][] shapes, List<float[]> values) {
        if (triangular) {
            int n = shapes[0][0];
            for (int i = 0; i < n; i++) {
                values.getFirst()[i * n + i] += 3;
            }
        }
        return values;
    }

    static int size(int[] shape) {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    private static List<int[][]> each() {
        List<int[][]> shapes = new ArrayList<>();
        for (int n : AWKWARD) {
            shapes.add(new int[][] {{n}});
            shapes.add(new int[][] {{3, n}});
        }
        return shapes;
    }

    private static List<int[][]> matrices() {
        List<int[][]> shapes = new ArrayList<>();
        for (int n : AWKWARD) {
            shapes.add(new int[][] {{5, n}});
            shapes.add(new int[][] {{n, 3}});
        }
        return shapes;
    }

    private static List<int[][]> pairs() {
        List<int[][]> shapes = new ArrayList<>();
        for (int n : AWKWARD) {
            int[] row = {n}, flat = {1, n}, column = {n, 1}, matrix = {3, n}, tall = {n, 3}, block = {2, 3, n};
            for (int[][] pair : new int[][][] {{row, row}, {matrix, row}, {matrix, flat}, {tall, column},
                {block, row}, {block, {2, 3, 1}}, {block, {1, 1, n}}, {matrix, {}}, {row, {1}}}) {
                shapes.add(pair);
                shapes.add(new int[][] {pair[1], pair[0]});
            }
            shapes.add(new int[][] {column, {1, 3}});
            shapes.add(new int[][] {{1, 3}, column});
        }
        return shapes;
    }
}
