package drl.part1.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import drl.backend.Backend;
import drl.part1.TestBackends;
import drl.part1.Tolerance;
import drl.reference.Golden;
import drl.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// One operation under test, and the comparisons it goes through.
///
/// @param operation what to compute from the inputs, with the recorded arguments
/// @param inputs    what to try it on beside the recorded inputs
/// @param recorded  whether the recording holds it
record OpLine(Operation operation, Inputs inputs, boolean recorded) {

    /// An operation of any number of tensors.
    interface Operation {
        Tensor apply(List<Tensor> inputs, JsonNode args);
    }

    /// An operation's value, and the gradients of Σ value·upstream.
    private record Result(int[] dims, float[] value, List<float[]> gradients) {
    }

    /// Between backends: two units in the last place, more where values are added up.
    private static final float PARITY = 5e-7f;
    /// Step of the finite differences; a power of two, so that x + STEP is exact.
    private static final float STEP = 1 / 32f;
    /// Rounding of the values divided by the step, and what four points leave of the fifth derivative.
    private static final double SLOPE = 5e-4;

    private static final float[] SPECIAL = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f, 1f,
        -1f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 88.72283f, 88.72284f, 89f, -87.33f,
        -87.34f, -103f, -104f, 9.01f, -9.02f, 0.625f, -0.625f, 1e-30f, -1e-30f, 1e30f, -1e30f, 16.6f, -16.6f};

    int[][] dims(JsonNode c) {
        List<int[]> dims = new ArrayList<>();
        c.required("inputs").forEach(input -> dims.add(Golden.shape(input)));
        return dims.toArray(int[][]::new);
    }

    static boolean isSmall(int[][] shapes) {
        return Arrays.stream(shapes).mapToInt(Inputs::size).sum() <= 32;
    }

    /// Forward and gradients against the recording, on every backend.
    void assertRecorded(JsonNode c, Tolerance tolerance) {
        List<float[]> values = new ArrayList<>();
        c.required("inputs").forEach(input -> values.add(Golden.floats(input)));
        for (Backend backend : TestBackends.ALL) {
            Result y = run(backend, dims(c), values, Golden.floats(c.required("upstream")), c.get("args"));
            describe(backend.description(), () -> {
                assertThat(y.dims).isEqualTo(Golden.shape(c.required("output")));
                tolerance.check(c.required("output"), y.value);
                for (int i = 0; i < values.size(); i++) {
                    tolerance.check(c.required("grads").required(i), y.gradients.get(i));
                }
            });
        }
    }

    /// Gradients against central differences of fourth order, on every backend.
    void assertSlopes(int[][] shapes, JsonNode args) {
        SplittableRandom random = new SplittableRandom(5);
        List<float[]> values = inputs.spaced(shapes, random);
        for (Backend backend : TestBackends.ALL) {
            float[] upstream = upstream(run(backend, shapes, values, null, args).value.length, random);
            Result y = run(backend, shapes, values, upstream, args);
            double scale = 1;
            for (float v : y.value) {
                scale = Math.max(scale, Math.abs(v));
            }
            for (int k = 0; k < values.size(); k++) {
                float[] x = values.get(k);
                for (int i = 0; i < x.length; i++) {
                    float at = x[i];
                    double slope = 0;
                    for (int step : new int[] {-2, -1, 1, 2}) {
                        x[i] = at + step * STEP;
                        double weight = Math.abs(step) == 1 ? 8 * step : -step / 2;
                        slope += weight * dot(run(backend, shapes, values, null, args).value, upstream);
                    }
                    x[i] = at;
                    slope /= 12 * STEP;
                    float gradient = y.gradients.get(k)[i];
                    assertThat(Math.abs(slope - gradient)).as("%s: d/dx%d[%d], gradient %s, slope %s",
                            backend.description(), k, i, gradient, slope)
                            .isLessThanOrEqualTo(SLOPE * Math.max(scale, Math.abs(gradient)));
                }
            }
        }
    }

    /// The fast backends against the plain one.
    void assertBackendsAgree(List<JsonNode> arguments) {
        SplittableRandom random = new SplittableRandom(6);
        for (JsonNode args : argumentsOrNone(arguments)) {
            for (int[][] shapes : inputs.shapes()) {
                List<float[]> values = inputs.random(shapes, random);
                int longest = values.stream().mapToInt(x -> x.length).max().orElseThrow();
                assertAgree(shapes, values, args, random, PARITY * (float) Math.sqrt(longest));
            }
        }
    }

    /// The same for infinities, NaN, zeros and the ends of what a function can represent, at every place of a vector.
    void assertSpecialValuesAgree(List<JsonNode> arguments) {
        int count = inputs.shapes().getFirst().length, n = SPECIAL.length;
        List<float[]> values = new ArrayList<>();
        int[][] shapes = new int[count][];
        for (int k = 0; k < count; k++) {
            float[] x = new float[n * n];
            for (int i = 0; i < x.length; i++) {
                x[i] = SPECIAL[k == 0 ? i % n : i / n]; // each with each
            }
            values.add(x);
            shapes[k] = new int[] {x.length};
        }
        for (JsonNode args : argumentsOrNone(arguments)) {
            assertAgree(shapes, values, args, new SplittableRandom(7), PARITY);
        }
    }

    private static List<JsonNode> argumentsOrNone(List<JsonNode> arguments) {
        return arguments.isEmpty() ? Arrays.asList((JsonNode) null) : arguments;
    }

    private void assertAgree(int[][] shapes, List<float[]> values, JsonNode args, SplittableRandom random,
            float tolerance) {
        float[] upstream = upstream(run(TestBackends.SCALAR, shapes, values, null, args).value.length, random);
        Result expected = run(TestBackends.SCALAR, shapes, values, upstream, args);
        for (Backend backend : TestBackends.FAST) {
            // The plain and the fast backend add the gradient of what is repeated in one order, the GPU in another.
            float allowed = TestBackends.VECTOR.contains(backend) ? tolerance : 2 * tolerance;
            Result y = run(backend, shapes, values, upstream, args);
            String label = backend.description() + " " + Arrays.deepToString(shapes) + " " + args;
            assertClose(label, expected.value, y.value, allowed);
            for (int k = 0; k < values.size(); k++) {
                assertClose(label + ", gradient " + k, expected.gradients.get(k), y.gradients.get(k), allowed);
            }
        }
    }

    private static void assertClose(String label, float[] expected, float[] actual, float tolerance) {
        assertThat(actual).as(label).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            boolean same = expected[i] == actual[i] || Float.isNaN(expected[i]) && Float.isNaN(actual[i]);
            float allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            if (!same && !(Math.abs(expected[i] - actual[i]) <= allowed && Float.isFinite(actual[i]))) {
                throw new AssertionError(label + ": number " + i + ": " + actual[i] + " instead of " + expected[i]);
            }
        }
    }

    /// Without `upstream`, the value alone.
    private Result run(Backend backend, int[][] shapes, List<float[]> values, float[] upstream, JsonNode args) {
        return TestBackends.on(backend, () -> {
            List<Tensor> in = new ArrayList<>();
            for (int k = 0; k < shapes.length; k++) {
                in.add(Tensor.parameter(values.get(k), shapes[k]));
            }
            Tensor y = operation.apply(in, args);
            if (upstream != null) {
                y.mul(Tensor.of(upstream, y.shape().dims())).sum().backward();
            }
            return new Result(y.shape().dims(), y.toArray(), in.stream().map(Tensor::gradient).toList());
        });
    }

    private static float[] upstream(int n, SplittableRandom random) {
        float[] upstream = new float[n];
        for (int i = 0; i < n; i++) {
            upstream[i] = (float) (random.nextDouble(0.5, 1.5) * (random.nextBoolean() ? 1 : -1));
        }
        return upstream;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static void describe(String label, Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            throw new AssertionError(label + ": " + e.getMessage(), e);
        }
    }
}
